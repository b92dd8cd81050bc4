/**
 * The topic that alarms go to: the one that the settings name, whose policy is its owner's, or one of the stack's own.
 * Who may publish there is in alarm-topic-policy.ts.
 */
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { AlarmSettings } from '../../config/sections/alarms.ts';
import type { Encryption } from '../encryption.ts';
import { letAlarmsPublish, letRulesPublish } from './alarm-topic-policy.ts';

export interface AlarmTopicProps {
  readonly settings: AlarmSettings;
  readonly encryption: Pick<Encryption, 'forTopic'>;
}

export class AlarmTopic extends Construct {
  readonly topic: ITopic;
  /** The same topic, where the stack made it. */
  readonly ownTopic: Topic | undefined;

  constructor(scope: Construct, id: string, { settings, encryption }: AlarmTopicProps) {
    super(scope, id);
    if (settings.topicArn !== undefined) {
      this.topic = Topic.fromTopicArn(this, 'Topic', settings.topicArn);
      return;
    }
    const topic = new Topic(this, 'Topic', {
      ...encryption.forTopic(),
      displayName: 'traildex',
      enforceSSL: true,
    });
    topic.addToResourcePolicy(letAlarmsPublish(this, topic.topicArn));
    for (const address of settings.emails) topic.addSubscription(new EmailSubscription(address));
    this.topic = topic;
    this.ownTopic = topic;
  }

  /** For messages that rules of EventBridge write. */
  letRulesPublish(): void {
    this.ownTopic?.addToResourcePolicy(letRulesPublish(this.topic.topicArn));
  }
}
