import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseSettings, type SettingsInput } from '../../../lib/config/settings.ts';
import { AlarmTopic } from '../../../lib/constructs/monitoring/alarm-topic.ts';
import { TrailWatch } from '../../../lib/constructs/monitoring/trail-watch.ts';
import { WatchedStack } from '../watched-stack.ts';

const TRAIL_ARN = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/Audit';
const LONGEST_ARN_START = 'arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/';

function watch({
  hasKey = true,
  settings = {} as SettingsInput['alarms'],
  trail = { name: 'Audit', arn: TRAIL_ARN },
  runbookUrl = undefined as string | undefined,
} = {}): Template {
  const stack = new WatchedStack();
  const { delivery, verifyQueue, tables, functions, schedules, bucket, key } = stack;
  const topic = new AlarmTopic(stack, 'AlarmTopic', {
    settings: parseSettings({ alarms: settings }).alarms,
    encryption: { forTopic: () => ({ masterKey: stack.key }) },
  });
  new TrailWatch(stack, 'Watch', {
    trail,
    bucket,
    key: hasKey ? key : undefined,
    deliveryTopic: delivery.topic,
    queues: [delivery, verifyQueue].flatMap(({ queue, deadLetterQueue }) => [queue, deadLetterQueue]),
    tables,
    functions: Object.values(functions),
    schedules,
    topic,
    runbookUrl,
  });
  return Template.fromStack(stack);
}

const template = watch();

/** The pattern of the rule that watches calls of this service. */
function patternOf(service: string) {
  const rules = Object.values(template.findResources('AWS::Events::Rule'));
  const patterns = rules.map(({ Properties }) => Properties.EventPattern);
  const [pattern, ...others] = patterns.filter(({ source }) => source[0] === `aws.${service}`);
  expect(others).toEqual([]);
  expect(pattern['detail-type']).toEqual(['AWS API Call via CloudTrail']);
  expect(pattern.detail.eventSource).toEqual([`${service}.amazonaws.com`]);
  return pattern.detail;
}

const FUNCTIONS = ['Ingest', 'Backfill', 'Plan', 'Verify'];

const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

describe('a call is told', () => {
  it('that stops, deletes or blinds the trail, by its name or ARN', () => {
    expect(patternOf('cloudtrail')).toMatchObject({
      eventName: [
        'DeleteTrail',
        'PutEventConfiguration',
        'PutEventSelectors',
        'PutInsightSelectors',
        'StopLogging',
        'UpdateTrail',
      ],
      requestParameters: { $or: [{ name: ['Audit', TRAIL_ARN] }, { trailName: ['Audit', TRAIL_ARN] }] },
    });
  });

  it('that changes or deletes what the bucket is set to, or the bucket', () => {
    expect(patternOf('s3')).toMatchObject({
      eventName: [{ prefix: 'PutBucket' }, { prefix: 'DeleteBucket' }],
      requestParameters: { bucketName: [{ Ref: 'TrailBucket' }] },
    });
  });

  it('that disables, replaces or empties a schedule', () => {
    expect(patternOf('events')).toMatchObject({
      $or: [
        {
          eventName: ['DeleteRule', 'DisableRule', 'PutRule'],
          requestParameters: { name: ['Audit-Schedule', 'Audit-PlanSchedule'] },
        },
        {
          eventName: ['RemoveTargets'],
          requestParameters: { rule: ['Audit-Schedule', 'Audit-PlanSchedule'] },
        },
      ],
    });
  });

  it('that disables the key or schedules its deletion', () => {
    expect(patternOf('kms')).toMatchObject({
      eventName: [
        'DeleteImportedKeyMaterial',
        'DisableKey',
        'DisableKeyRotation',
        'PutKeyPolicy',
        'ScheduleKeyDeletion',
      ],
      requestParameters: { keyId: [{ Ref: 'Key' }, arnOf('Key')] },
    });
  });

  it('that deletes or changes the topics and their subscriptions', () => {
    const alarmTopic = { Ref: expect.stringMatching(/^AlarmTopic/) };
    expect(patternOf('sns')).toMatchObject({
      eventName: [
        'AddPermission',
        'DeleteTopic',
        'RemovePermission',
        'SetSubscriptionAttributes',
        'SetTopicAttributes',
        'Unsubscribe',
      ],
      requestParameters: {
        $or: [
          { topicArn: [{ Ref: 'DeliveryTopic' }, alarmTopic] },
          {
            subscriptionArn: [
              { prefix: { 'Fn::Join': ['', [{ Ref: 'DeliveryTopic' }, ':']] } },
              { prefix: { 'Fn::Join': ['', [alarmTopic, ':']] } },
            ],
          },
        ],
      },
    });
  });

  it('that deletes, empties or changes the queues', () => {
    const urlOf = (logicalId: string) => ({
      suffix: {
        'Fn::Join': ['', ['/', { Ref: 'AWS::AccountId' }, '/', { 'Fn::GetAtt': [logicalId, 'QueueName'] }]],
      },
    });
    expect(patternOf('sqs')).toMatchObject({
      eventName: ['AddPermission', 'DeleteQueue', 'PurgeQueue', 'RemovePermission', 'SetQueueAttributes'],
      requestParameters: {
        queueUrl: ['Queue', 'DeadLetterQueue', 'VerifyQueue', 'VerifyDeadLetterQueue'].map(urlOf),
      },
    });
  });

  it('that deletes the tables or makes them lose items, and not what auto scaling does', () => {
    const tableName = [{ suffix: { Ref: 'Events' } }, { suffix: { Ref: 'LogFiles' } }];
    expect(patternOf('dynamodb').$or).toEqual([
      {
        eventName: ['DeleteTable', 'UpdateContinuousBackups', 'UpdateTimeToLive'],
        requestParameters: { tableName },
      },
      { eventName: ['UpdateTable'], requestParameters: { tableName, deletionProtectionEnabled: [false] } },
    ]);
  });

  it('that deletes, changes or starves the functions, or takes the queue from them', () => {
    expect(patternOf('lambda')).toMatchObject({
      eventName: [
        { prefix: 'DeleteEventSourceMapping' },
        { prefix: 'DeleteFunction' },
        { prefix: 'PutFunctionConcurrency' },
        { prefix: 'UpdateEventSourceMapping' },
        { prefix: 'UpdateFunction' },
      ],
      $or: [
        {
          requestParameters: {
            functionName: FUNCTIONS.flatMap((id) => [{ Ref: id }, arnOf(id)]),
          },
        },
        { responseElements: { functionArn: FUNCTIONS.map(arnOf) } },
      ],
    });
  });
});

describe('the watch', () => {
  it('writes a sentence with who, what, when, from where and the event to look up', () => {
    const rules = Object.values(template.findResources('AWS::Events::Rule'));
    const [target, ...others] = rules
      .filter(({ Properties }) => Properties.EventPattern.source[0] === 'aws.cloudtrail')
      .flatMap(({ Properties }) => Properties.Targets);
    expect(others).toEqual([]);
    expect(target.InputTransformer).toEqual({
      InputPathsMap: {
        'detail-userIdentity-arn': '$.detail.userIdentity.arn',
        'detail-userIdentity-invokedBy': '$.detail.userIdentity.invokedBy',
        'detail-eventName': '$.detail.eventName',
        'detail-eventSource': '$.detail.eventSource',
        'detail-errorCode': '$.detail.errorCode',
        'detail-eventTime': '$.detail.eventTime',
        'detail-sourceIPAddress': '$.detail.sourceIPAddress',
        'detail-eventID': '$.detail.eventID',
      },
      InputTemplate:
        '"Somebody touched the trail (stack Audit). ' +
        'Who: <detail-userIdentity-arn> <detail-userIdentity-invokedBy>. ' +
        'What: <detail-eventName> of <detail-eventSource>. ' +
        'When: <detail-eventTime>. From: <detail-sourceIPAddress>. Event: <detail-eventID>. ' +
        'What to do: docs/runbook.md#trail-touched - ' +
        'Error, if it was refused: <detail-errorCode>"',
    });
  });

  it('links the runbook where the settings say it is read, in messages and alarms', () => {
    const linked = watch({ runbookUrl: 'https://wiki.example.com/runbook' });
    const link = 'What to do: https://wiki.example.com/runbook#trail-touched';
    linked.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp(`${link}$`),
    });
    linked.allResourcesProperties('AWS::Events::Rule', {
      Targets: [
        Match.objectLike({
          InputTransformer: Match.objectLike({ InputTemplate: Match.stringLikeRegexp(`${link} - `) }),
        }),
      ],
    });
  });

  it('has an alarm for each part, on the matches of its rule', () => {
    const rules = Object.keys(template.findResources('AWS::Events::Rule'));
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.map(({ Properties }) => Properties.AlarmName)).toEqual([
      'Audit-trail-touched-trail',
      'Audit-trail-touched-bucket',
      'Audit-trail-touched-topics',
      'Audit-trail-touched-queues',
      'Audit-trail-touched-tables',
      'Audit-trail-touched-functions',
      'Audit-trail-touched-schedule',
      'Audit-trail-touched-key',
    ]);
    expect(alarms.map(({ Properties }) => Properties.Dimensions)).toEqual(
      rules.map((rule) => [{ Name: 'RuleName', Value: { Ref: rule } }]),
    );
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Events',
      MetricName: 'TriggeredRules',
      Statistic: 'Sum',
      Threshold: 0,
    });
  });

  it('lets EventBridge publish once and without a condition, which EventBridge could not meet', () => {
    const [policy] = Object.values(template.findResources('AWS::SNS::TopicPolicy'));
    const statements = policy?.Properties.PolicyDocument.Statement as Record<string, unknown>[];
    const toEventBridge = statements.filter(
      ({ Principal }) => JSON.stringify(Principal) === '{"Service":"events.amazonaws.com"}',
    );
    expect(toEventBridge).toEqual([
      expect.objectContaining({ Effect: 'Allow', Action: 'sns:Publish', Principal: expect.anything() }),
    ]);
    expect(toEventBridge[0]).not.toHaveProperty('Condition');
  });

  it('adds nothing to the policy of the key', () => {
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(key?.Properties.KeyPolicy.Statement).toHaveLength(1);
  });

  it('has no rule for a key where there is none', () => {
    watch({ hasKey: false }).resourceCountIs('AWS::Events::Rule', 7);
  });

  it('tells the topic of the settings, and leaves its policy to its owner', () => {
    const topicArn = 'arn:aws:sns:eu-west-1:111122223333:on-call';
    const elsewhere = watch({ settings: { topicArn } });
    elsewhere.resourceCountIs('AWS::SNS::TopicPolicy', 0);
    elsewhere.allResourcesProperties('AWS::Events::Rule', {
      Targets: [Match.objectLike({ Arn: topicArn })],
    });
  });

  it('has patterns of at most 2,048 characters, also with the longest names that there are', () => {
    const name = 'x'.repeat(128);
    const longest = watch({ trail: { name, arn: `${LONGEST_ARN_START}${name}` } });
    const patterns = Object.values(longest.findResources('AWS::Events::Rule')).map(({ Properties }) =>
      JSON.stringify(Properties.EventPattern, (_, value) => withLongestNames(value, longest)),
    );
    expect(patterns).toHaveLength(8);
    expect(patterns.join()).not.toMatch(/"Ref"|"Fn::/);
    expect(patterns.filter((pattern) => pattern.length > 2048)).toEqual([]);
  });
});

/** Letters that a name may have. */
const LONGEST_NAMES: Readonly<Record<string, number>> = {
  'AWS::DynamoDB::Table': 255,
  'AWS::KMS::Key': 36,
  'AWS::Lambda::Function': 64,
  'AWS::S3::Bucket': 63,
  'AWS::SNS::Topic': 256,
  'AWS::SQS::Queue': 80,
};

interface Reference {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly [logicalId: string, attribute: string];
  readonly 'Fn::Join'?: readonly [separator: string, parts: readonly unknown[]];
}

function withLongestNames(value: unknown, from: Template): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': joined } = value as Reference;
  if (joined !== undefined) return joined[1].map((part) => withLongestNames(part, from)).join(joined[0]);
  if (ref === 'AWS::AccountId') return '111122223333';
  const [id, what] = attribute ?? [ref, 'Ref'];
  if (id === undefined) return value;
  const type: string = from.toJSON().Resources[id].Type;
  const name = 'x'.repeat(LONGEST_NAMES[type] ?? Number.NaN);
  return what === 'Arn' || type === 'AWS::SNS::Topic' ? `${LONGEST_ARN_START}${name}` : name;
}
