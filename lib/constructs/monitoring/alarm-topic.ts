/**
 * The topic that alarms go to: the one that the settings name, whose policy is its owner's, or one of the stack's own.
 *
 * CloudWatch may publish for this account's alarms only. EventBridge may be let in without a condition alone: it sends
 * none of the context that one could check, and a statement with a condition would drop its messages silently.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { AlarmSettings } from '../../config/sections/alarms.ts';
import type { Encryption } from '../encryption.ts';

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
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'PublishAlarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': this.anyAlarmArn() },
        },
      }),
    );
    for (const address of settings.emails) topic.addSubscription(new EmailSubscription(address));
    this.topic = topic;
    this.ownTopic = topic;
  }

  /** For messages that rules of EventBridge write. */
  letRulesPublish(): void {
    this.ownTopic?.addToResourcePolicy(
      new PolicyStatement({
        sid: 'PublishEvents',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    );
  }

  /** By name and not one by one: an alarm names the topic, so the topic's policy cannot name the alarm. */
  private anyAlarmArn(): string {
    const stack = Stack.of(this);
    return stack.formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `${stack.stackName}-*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}
