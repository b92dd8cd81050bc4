/**
 * Tells who touched the trail: a message a call with who, what, when and from where, and an alarm for the record.
 *
 * The calls come through EventBridge within minutes, beside the log files and not out of them, so that they are told also
 * when the touch is what keeps the log files from coming. Only for a trail that the stack makes: of another account's
 * trail no event is seen here. The trail's calls are seen in its home region, which is the stack's.
 */
import { Aws, Stack } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { EventField, type IRule, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { TrailSourceBucket } from '../trail/trail-source.ts';
import type { AlarmTopic } from './alarm-topic.ts';
import { RunbookAlarm, runbookLink } from './runbook-alarm.ts';
import type { MeasuredTables } from './table-metrics.ts';
import {
  type NamedResource,
  touchPatterns,
  type WatchedPart,
  type WatchedResources,
} from './touch-patterns.ts';

export interface TrailWatchProps {
  /** The trail, by the resource itself: what watches it is made after it and deleted before it, and is not told of either. */
  readonly trail: NamedResource;
  readonly bucket: Pick<TrailSourceBucket, 'bucketName'>;
  /** @default the services' own keys are used */
  readonly key?: IKey | undefined;
  readonly deliveryTopic: Pick<ITopic, 'topicArn'>;
  readonly queues: readonly Pick<IQueue, 'queueName'>[];
  readonly tables: MeasuredTables;
  readonly functions: readonly IFunction[];
  /** Start functions by the clock. */
  readonly schedules: readonly Pick<IRule, 'ruleName'>[];
  readonly topic: AlarmTopic;
  /**
   * Where people read the runbook.
   * @default its path in the package
   */
  readonly runbookUrl?: string | undefined;
}

const SECTION = 'trail-touched';

/** The parts as the messages name them. */
const PART_NAMES: Readonly<Record<WatchedPart, string>> = {
  trail: 'the trail',
  bucket: 'the trail bucket',
  key: 'the KMS key of the trail',
  topics: 'a topic of the trail',
  queues: 'a queue of the trail',
  tables: 'a table of the index',
  functions: 'a function of the index',
  schedule: 'a schedule of the look for lost log files or of the verification',
};

export class TrailWatch extends Construct {
  readonly alarms: readonly RunbookAlarm[];

  constructor(scope: Construct, id: string, props: TrailWatchProps) {
    super(scope, id);
    const { runbookUrl } = props;
    const { topic } = props.topic;
    props.topic.letRulesPublish();
    this.alarms = [...touchPatterns(watchedResources(props))].map(([part, eventPattern]) => {
      const rule = new Rule(this, `rule-${part}`, {
        description: `Tells who touched ${PART_NAMES[part]}.`,
        eventPattern,
        // CDK's target for topics would open the topic's key to every rule of every account.
        targets: [{ bind: () => ({ arn: topic.topicArn, input: this.messageAbout(part, runbookUrl) }) }],
      });
      return new RunbookAlarm(this, {
        section: SECTION,
        subject: part,
        says: `Somebody touched ${PART_NAMES[part]}; a message of its own says who.`,
        metric: matchesOf(rule),
        isState: false,
        topic,
        runbookUrl,
      });
    });
  }

  /** What a call does not have stays empty in the text, so an error, which most calls do not have, stands last. */
  private messageAbout(part: WatchedPart, runbookUrl: string | undefined): RuleTargetInput {
    const of = (field: string) => EventField.fromPath(`$.detail.${field}`);
    return RuleTargetInput.fromText(
      `Somebody touched ${PART_NAMES[part]} (stack ${Stack.of(this).stackName}). ` +
        `Who: ${of('userIdentity.arn')} ${of('userIdentity.invokedBy')}. ` +
        `What: ${of('eventName')} of ${of('eventSource')}. ` +
        `When: ${of('eventTime')}. From: ${of('sourceIPAddress')}. Event: ${of('eventID')}. ` +
        `What to do: ${runbookLink(SECTION, runbookUrl)} - ` +
        `Error, if it was refused: ${of('errorCode')}`,
    );
  }
}

function watchedResources(props: TrailWatchProps): WatchedResources {
  const { tables, key, topic } = props;
  const ownTopics = [props.deliveryTopic, ...(topic.ownTopic === undefined ? [] : [topic.ownTopic])];
  return {
    trail: props.trail,
    bucketName: props.bucket.bucketName,
    ...(key === undefined ? {} : { key: { name: key.keyId, arn: key.keyArn } }),
    topicArns: ownTopics.map(({ topicArn }) => topicArn),
    queueNames: props.queues.map(({ queueName }) => queueName),
    tableNames: [tables.events.tableName, tables.logFiles.tableName],
    functions: props.functions.map((fn) => ({ name: fn.functionName, arn: fn.functionArn })),
    scheduleNames: props.schedules.map(({ ruleName }) => ruleName),
    accountId: Aws.ACCOUNT_ID,
  };
}

function matchesOf(rule: Rule): Metric {
  return new Metric({
    namespace: 'AWS/Events',
    metricName: 'TriggeredRules',
    dimensionsMap: { RuleName: rule.ruleName },
    statistic: Stats.SUM,
  });
}
