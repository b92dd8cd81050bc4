/**
 * Which API calls touch the trail or what carries it to the index: event patterns by the part that is touched.
 *
 * Only calls that stop, blind or delete something, and only on this stack's own resources. Calls that were refused match
 * too: somebody tried. Left out is what AWS does by itself, such as auto scaling's UpdateTable. One pattern a part and
 * not one for all, because a pattern holds 2,048 characters. A resource is matched in every form in which its API takes
 * it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
import type { EventPattern } from 'aws-cdk-lib/aws-events';

/** A resource that calls name by its name or by its ARN. */
export interface NamedResource {
  readonly name: string;
  readonly arn: string;
}

export interface WatchedResources {
  readonly trail: NamedResource;
  readonly bucketName: string;
  /** @default the services' own keys are used, which nobody can touch */
  readonly key?: NamedResource;
  readonly topicArns: readonly string[];
  readonly queueNames: readonly string[];
  readonly tableNames: readonly string[];
  readonly functions: readonly NamedResource[];
  /** Rules that start functions by the clock. */
  readonly scheduleNames: readonly string[];
  readonly accountId: string;
}

export type WatchedPart =
  | 'trail'
  | 'bucket'
  | 'key'
  | 'topics'
  | 'queues'
  | 'tables'
  | 'functions'
  | 'schedule';

type Matchers = Readonly<Record<string, unknown>>;

const prefix = (text: string) => ({ prefix: text });
const suffix = (text: string) => ({ suffix: text });
const eitherForm = (resources: readonly NamedResource[]) => resources.flatMap(({ name, arn }) => [name, arn]);

export function touchPatterns(watched: WatchedResources): ReadonlyMap<WatchedPart, EventPattern> {
  const patterns = new Map<WatchedPart, EventPattern>([
    ['trail', callsOf('cloudtrail', trailCalls(watched))],
    ['bucket', callsOf('s3', bucketCalls(watched))],
    ['topics', callsOf('sns', topicCalls(watched))],
    ['queues', callsOf('sqs', queueCalls(watched))],
    ['tables', callsOf('dynamodb', tableCalls(watched))],
    ['functions', callsOf('lambda', functionCalls(watched))],
  ]);
  if (watched.scheduleNames.length > 0) patterns.set('schedule', callsOf('events', scheduleCalls(watched)));
  if (watched.key !== undefined) patterns.set('key', callsOf('kms', keyCalls(watched.key)));
  return patterns;
}

function callsOf(service: string, calls: Matchers): EventPattern {
  return {
    source: [`aws.${service}`],
    detailType: ['AWS API Call via CloudTrail'],
    detail: { eventSource: [`${service}.amazonaws.com`], ...calls },
  };
}

function trailCalls({ trail }: WatchedResources): Matchers {
  const named = eitherForm([trail]);
  return {
    eventName: [
      'DeleteTrail',
      'PutEventConfiguration',
      'PutEventSelectors',
      'PutInsightSelectors',
      'StopLogging',
      'UpdateTrail',
    ],
    requestParameters: { $or: [{ name: named }, { trailName: named }] },
  };
}

/** Policy, lifecycle, versioning, encryption, public access, replication, Object Lock …: each has calls of these names. */
function bucketCalls({ bucketName }: WatchedResources): Matchers {
  return {
    eventName: [prefix('PutBucket'), prefix('DeleteBucket')],
    requestParameters: { bucketName: [bucketName] },
  };
}

function keyCalls(key: NamedResource): Matchers {
  return {
    eventName: [
      'DeleteImportedKeyMaterial',
      'DisableKey',
      'DisableKeyRotation',
      'PutKeyPolicy',
      'ScheduleKeyDeletion',
    ],
    requestParameters: { keyId: eitherForm([key]) },
  };
}

function topicCalls({ topicArns }: WatchedResources): Matchers {
  return {
    eventName: [
      'AddPermission',
      'DeleteTopic',
      'RemovePermission',
      'SetSubscriptionAttributes',
      'SetTopicAttributes',
      'Unsubscribe',
    ],
    requestParameters: {
      $or: [{ topicArn: topicArns }, { subscriptionArn: topicArns.map((arn) => prefix(`${arn}:`)) }],
    },
  };
}

/** By the end of the queue's URL: its beginning has had several forms. */
function queueCalls({ queueNames, accountId }: WatchedResources): Matchers {
  return {
    eventName: ['AddPermission', 'DeleteQueue', 'PurgeQueue', 'RemovePermission', 'SetQueueAttributes'],
    requestParameters: { queueUrl: queueNames.map((name) => suffix(`/${accountId}/${name}`)) },
  };
}

/** By the end of name or ARN: names of 255 letters leave no room for both forms. */
function tableCalls({ tableNames }: WatchedResources): Matchers {
  const tableName = tableNames.map(suffix);
  return {
    $or: [
      {
        eventName: ['DeleteTable', 'UpdateContinuousBackups', 'UpdateTimeToLive'],
        requestParameters: { tableName },
      },
      {
        eventName: ['UpdateTable'],
        requestParameters: { tableName, deletionProtectionEnabled: [false] },
      },
    ],
  };
}

/** A schedule that rests starts nothing, and nothing fails. */
function scheduleCalls({ scheduleNames }: WatchedResources): Matchers {
  return {
    $or: [
      { eventName: ['DeleteRule', 'DisableRule', 'PutRule'], requestParameters: { name: scheduleNames } },
      { eventName: ['RemoveTargets'], requestParameters: { rule: scheduleNames } },
    ],
  };
}

/** Lambda's names end with the date of the API's version. A mapping is named by its id, but answers with its function. */
function functionCalls({ functions }: WatchedResources): Matchers {
  return {
    eventName: [
      prefix('DeleteEventSourceMapping'),
      prefix('DeleteFunction'),
      prefix('PutFunctionConcurrency'),
      prefix('UpdateEventSourceMapping'),
      prefix('UpdateFunction'),
    ],
    $or: [
      { requestParameters: { functionName: eitherForm(functions) } },
      { responseElements: { functionArn: functions.map(({ arn }) => arn) } },
    ],
  };
}
