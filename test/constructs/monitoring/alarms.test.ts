import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseSettings, type SettingsInput } from '../../../lib/config/settings.ts';
import { Alarms } from '../../../lib/constructs/monitoring/alarms.ts';
import { TrailWatch } from '../../../lib/constructs/monitoring/trail-watch.ts';
import { WatchedStack } from '../watched-stack.ts';

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: unknown[];
  readonly OKActions?: unknown[];
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: string;
  readonly [property: string]: unknown;
}

function makeAlarms(
  settings: SettingsInput['alarms'] = {},
  { hasBackfill = true, hasVerification = true, everyHours = 6 } = {},
) {
  const stack = new WatchedStack();
  const { delivery, verifyQueue, tables, functions } = stack;
  const backfill = { function: functions.backfill, schedule: { ruleName: 'looks' } };
  const verification = {
    function: functions.verify,
    planFunction: functions.plan,
    schedule: { ruleName: 'plans' },
    deadLetterQueue: verifyQueue.deadLetterQueue,
    everyHours,
  };
  const alarms = new Alarms(stack, 'Alarms', {
    settings: parseSettings({ alarms: settings }).alarms,
    delivery,
    tables,
    ingest: functions.ingest,
    backfill: hasBackfill ? backfill : undefined,
    verification: hasVerification ? verification : undefined,
    encryption: { forTopic: () => ({ masterKey: stack.key }) },
  });
  return { stack, alarms };
}

function alarmsIn(template: Template): Map<string, AlarmProperties> {
  const found = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  return new Map(found.map(({ Properties }) => [Properties.AlarmName, Properties as AlarmProperties]));
}

const { stack } = makeAlarms();
const template = Template.fromStack(stack);
const alarms = alarmsIn(template);
const ALARM_TOPIC = { DisplayName: 'traildex' };
const INGEST_METRIC = {
  Namespace: 'traildex',
  Dimensions: [
    { Name: 'FunctionName', Value: { Ref: 'Ingest' } },
    { Name: 'service', Value: 'ingest' },
  ],
};
const VERIFY_METRIC = {
  Namespace: 'traildex',
  Dimensions: [
    { Name: 'FunctionName', Value: { Ref: 'Verify' } },
    { Name: 'service', Value: 'verify' },
  ],
};

describe('the alarms', () => {
  it('are these, named after the stack', () => {
    const throttled = [
      'events-writes',
      'events-reads',
      'by-event-name-writes',
      'by-event-name-reads',
      'by-source-ip-writes',
      'by-source-ip-reads',
      'log-files-writes',
      'log-files-reads',
    ];
    expect([...alarms.keys()]).toEqual([
      'Audit-dead-letter-queue-not-empty',
      'Audit-oldest-message-age',
      'Audit-notifications-failed',
      'Audit-log-files-rejected',
      'Audit-records-rejected',
      'Audit-records-unaccounted',
      'Audit-log-files-held-up',
      'Audit-index-lag',
      'Audit-foreign-objects',
      'Audit-function-errors-ingest',
      'Audit-function-throttles-ingest',
      'Audit-backfill-incomplete',
      'Audit-backfill-not-started',
      'Audit-function-errors-backfill',
      'Audit-function-throttles-backfill',
      'Audit-integrity-fault',
      'Audit-coverage-incomplete',
      'Audit-digest-overdue',
      'Audit-verify-not-done',
      'Audit-verify-not-started',
      'Audit-function-errors-verify-plan',
      'Audit-function-throttles-verify-plan',
      'Audit-function-errors-verify',
      'Audit-function-throttles-verify',
      ...throttled.map((name) => `Audit-table-throttled-${name}`),
    ]);
  });

  it('all tell the topic, and those about a state also of its end', () => {
    const [topicId] = Object.keys(template.findResources('AWS::SNS::Topic', { Properties: ALARM_TOPIC }));
    const topic = { Ref: topicId };
    expect(alarms.size).toBe(32);
    for (const { AlarmActions, OKActions } of alarms.values()) {
      expect(AlarmActions).toEqual([topic]);
      if (OKActions !== undefined) expect(OKActions).toEqual([topic]);
    }
    const silentAtTheEnd = [...alarms.values()].filter(({ OKActions }) => OKActions === undefined);
    expect(silentAtTheEnd.map(({ AlarmName }) => AlarmName)).toEqual([
      'Audit-log-files-rejected',
      'Audit-records-rejected',
      'Audit-records-unaccounted',
      'Audit-foreign-objects',
      'Audit-function-errors-ingest',
      'Audit-backfill-not-started',
      'Audit-function-errors-backfill',
      'Audit-integrity-fault',
      'Audit-verify-not-started',
      'Audit-function-errors-verify-plan',
      'Audit-function-errors-verify',
    ]);
  });

  it('take silence for health, but for the lag and what verifications found, of which it says nothing', () => {
    const others = [...alarms.values()].filter(({ TreatMissingData }) => TreatMissingData !== 'notBreaching');
    expect(others.map((alarm) => [alarm.AlarmName, alarm.TreatMissingData])).toEqual([
      ['Audit-index-lag', 'ignore'],
      ['Audit-integrity-fault', 'ignore'],
      ['Audit-coverage-incomplete', 'ignore'],
      ['Audit-digest-overdue', 'ignore'],
    ]);
  });

  it('have none for a backfill function that is not there', () => {
    const without = makeAlarms({}, { hasBackfill: false });
    const names = [...alarmsIn(Template.fromStack(without.stack)).keys()];
    expect(names).toHaveLength(28);
    expect(names.filter((name) => name.includes('backfill'))).toEqual([]);
  });

  it('have none for a verification that is not there', () => {
    const without = makeAlarms({}, { hasVerification: false });
    const names = [...alarmsIn(Template.fromStack(without.stack)).keys()];
    expect(names).toHaveLength(23);
    expect(names.filter((name) => /verify|coverage|integrity|digest/.test(name))).toEqual([]);
  });
});

describe('the alarm', () => {
  it('on an incomplete backfill goes off when no run of two days had time for all folders', () => {
    expect(alarms.get('Audit-backfill-incomplete')).toMatchObject({
      Namespace: 'traildex',
      MetricName: 'BackfillFoldersLeft',
      Dimensions: expect.arrayContaining([{ Name: 'service', Value: 'backfill' }]),
      Statistic: 'Minimum',
      Period: 86_400,
      EvaluationPeriods: 2,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  it('on a backfill that is not started goes off when its schedule could not reach it', () => {
    expect(alarms.get('Audit-backfill-not-started')).toMatchObject({
      Namespace: 'AWS/Events',
      MetricName: 'FailedInvocations',
      Dimensions: [{ Name: 'RuleName', Value: 'looks' }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  it.each([
    ['integrity-fault', 'VerifyFaults'],
    ['digest-overdue', 'VerifyDigestsOverdue'],
  ])('on %s goes off at the first one that a verification finds', (name, MetricName) => {
    expect(alarms.get(`Audit-${name}`)).toMatchObject({
      ...VERIFY_METRIC,
      MetricName,
      Statistic: 'Sum',
      Period: 3600,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  it.each([
    { everyHours: 1, runs: 12, hours: 12 },
    { everyHours: 5, runs: 3, hours: 15 },
    { everyHours: 6, runs: 2, hours: 12 },
    { everyHours: 24, runs: 2, hours: 48 },
  ])('on coverage, verified every $everyHours hours, bears $hours hours of the worst account', (one) => {
    const made = alarmsIn(Template.fromStack(makeAlarms({}, one).stack)).get('Audit-coverage-incomplete');
    expect(made).toMatchObject({
      Metrics: [
        { Expression: '100 - coverage' },
        {
          Id: 'coverage',
          MetricStat: {
            Metric: { ...VERIFY_METRIC, MetricName: 'CoveragePercent' },
            Period: one.everyHours * 3600,
            Stat: 'Minimum',
          },
        },
      ],
      EvaluationPeriods: one.runs,
      DatapointsToAlarm: one.runs,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    expect(made?.AlarmDescription).toContain(`For ${one.hours} hours`);
  });

  it('on a verification that is not started goes off when its schedule could not reach the plan', () => {
    expect(alarms.get('Audit-verify-not-started')).toMatchObject({
      Namespace: 'AWS/Events',
      MetricName: 'FailedInvocations',
      Dimensions: [{ Name: 'RuleName', Value: 'plans' }],
      Threshold: 0,
    });
  });

  it.each([
    ['dead-letter-queue-not-empty', 'DeadLetterQueue'],
    ['verify-not-done', 'VerifyDeadLetterQueue'],
  ])('%s goes off at the first message', (name, queue) => {
    expect(alarms.get(`Audit-${name}`)).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
      Statistic: 'Maximum',
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      EvaluationPeriods: 1,
      Period: 300,
    });
  });

  it('on the oldest message and on the lag take their limits from the settings, in seconds', () => {
    const set = alarmsIn(Template.fromStack(makeAlarms({ queueAgeMinutes: 90, indexLagMinutes: 20 }).stack));
    expect(set.get('Audit-oldest-message-age')).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } }],
      Threshold: 5400,
    });
    expect(set.get('Audit-oldest-message-age')?.AlarmDescription).toContain('90 minutes');
    expect(set.get('Audit-index-lag')).toMatchObject({
      ...INGEST_METRIC,
      MetricName: 'IndexLag',
      Statistic: 'Maximum',
      Threshold: 1200,
    });
    expect(set.get('Audit-index-lag')?.AlarmDescription).toContain('20 minutes');
  });

  it('on the delivery topic counts what it could not hand on', () => {
    expect(alarms.get('Audit-notifications-failed')).toMatchObject({
      Namespace: 'AWS/SNS',
      MetricName: 'NumberOfNotificationsFailed',
      Dimensions: [{ Name: 'TopicName', Value: { 'Fn::GetAtt': ['DeliveryTopic', 'TopicName'] } }],
      Statistic: 'Sum',
      Threshold: 0,
    });
  });

  it.each([
    ['log-files-rejected', 'LogFilesRejected', 300, 1],
    ['records-rejected', 'RecordsRejected', 300, 1],
    ['foreign-objects', 'ForeignObjects', 300, 1],
  ])("%s sums up this stack's %s", (name, metric, period, periods) => {
    expect(alarms.get(`Audit-${name}`)).toMatchObject({
      ...INGEST_METRIC,
      MetricName: metric,
      Statistic: 'Sum',
      Threshold: 0,
      Period: period,
      EvaluationPeriods: periods,
    });
  });

  it('on log files that are held up leaves room for the hours between two tries', () => {
    expect(alarms.get('Audit-log-files-held-up')).toMatchObject({
      ...INGEST_METRIC,
      MetricName: 'LogFilesRetried',
      Statistic: 'Sum',
      Threshold: 0,
      Period: 3600,
      DatapointsToAlarm: 3,
      EvaluationPeriods: 6,
    });
  });

  it('on unaccounted records holds what was read against what became of it', () => {
    const sum = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: { Metric: { ...INGEST_METRIC, MetricName }, Period: 300, Stat: 'Sum' },
      ReturnData: false,
    });
    expect(alarms.get('Audit-records-unaccounted')).toMatchObject({
      Threshold: 0,
      Metrics: [
        { Expression: 'ABS(read - (indexed + rejected + expired))' },
        sum('read', 'RecordsIn'),
        sum('indexed', 'RecordsIndexed'),
        sum('rejected', 'RecordsRejected'),
        sum('expired', 'RecordsExpired'),
      ],
    });
  });

  it.each([
    ['ingest', 'Ingest'],
    ['backfill', 'Backfill'],
    ['verify-plan', 'Plan'],
    ['verify', 'Verify'],
  ])('on the %s function goes off at one error, and at throttles that go on', (subject, logicalId) => {
    const ofFunction = {
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: logicalId } }],
      Statistic: 'Sum',
    };
    expect(alarms.get(`Audit-function-errors-${subject}`)).toMatchObject({
      ...ofFunction,
      MetricName: 'Errors',
      Threshold: 0,
      EvaluationPeriods: 1,
    });
    expect(alarms.get(`Audit-function-throttles-${subject}`)).toMatchObject({
      ...ofFunction,
      MetricName: 'Throttles',
      Threshold: 0,
      EvaluationPeriods: 3,
    });
  });

  it('on throttling is about one table or one index', () => {
    const throttled = (MetricName: string, ...Dimensions: { Name: string; Value: unknown }[]) => ({
      Id: 'throttled',
      MetricStat: {
        Metric: { Namespace: 'AWS/DynamoDB', MetricName, Dimensions },
        Period: 300,
        Stat: 'Sum',
      },
      ReturnData: false,
    });
    expect(alarms.get('Audit-table-throttled-log-files-reads')?.Metrics).toContainEqual(
      throttled('ReadThrottleEvents', { Name: 'TableName', Value: { Ref: 'LogFiles' } }),
    );
    expect(alarms.get('Audit-table-throttled-by-event-name-writes')?.Metrics).toContainEqual(
      throttled(
        'WriteThrottleEvents',
        { Name: 'GlobalSecondaryIndexName', Value: 'by-event-name' },
        { Name: 'TableName', Value: { Ref: 'Events' } },
      ),
    );
  });

  it('on throttling ends with it, though DynamoDB falls silent then, and bears a late newest point', () => {
    const throttling = [...alarms].filter(([name]) => name.startsWith('Audit-table-throttled-'));
    expect(throttling).toHaveLength(8);
    for (const [, alarm] of throttling)
      expect(alarm).toMatchObject({
        Metrics: [{ Expression: 'FILL(throttled, 0)' }, { Id: 'throttled' }],
        Threshold: 0,
        EvaluationPeriods: 4,
        DatapointsToAlarm: 3,
      });
  });
});

describe('the alarm topic', () => {
  it("is encrypted, takes TLS only, and lets CloudWatch publish for this stack's alarms alone", () => {
    template.hasResourceProperties('AWS::SNS::Topic', {
      ...ALARM_TOPIC,
      KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] },
    });
    const [policy] = Object.values(template.findResources('AWS::SNS::TopicPolicy'));
    const statements = policy?.Properties.PolicyDocument.Statement as Record<string, unknown>[];
    expect(statements).toHaveLength(2);
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: {
            'aws:SourceArn': {
              'Fn::Join': [
                '',
                [
                  'arn:',
                  { Ref: 'AWS::Partition' },
                  ':cloudwatch:',
                  { Ref: 'AWS::Region' },
                  ':',
                  { Ref: 'AWS::AccountId' },
                  ':alarm:Audit-*',
                ],
              ],
            },
          },
        },
      }),
    );
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  it('has the addresses of the settings for subscribers', () => {
    const told = Template.fromStack(makeAlarms({ emails: ['a@example.com', 'b@example.com'] }).stack);
    const subscriptions = Object.values(told.findResources('AWS::SNS::Subscription'));
    expect(subscriptions.map(({ Properties }) => [Properties.Protocol, Properties.Endpoint])).toEqual([
      ['email', 'a@example.com'],
      ['email', 'b@example.com'],
    ]);
  });

  it('is not made where the settings name one', () => {
    const topicArn = 'arn:aws:sns:eu-west-1:111122223333:on-call';
    const elsewhere = Template.fromStack(makeAlarms({ topicArn }).stack);
    // The delivery topic stays.
    elsewhere.resourceCountIs('AWS::SNS::Topic', 1);
    elsewhere.resourceCountIs('AWS::SNS::TopicPolicy', 0);
    elsewhere.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topicArn] });
  });
});

it('alarms link the runbook where the settings say it is read', () => {
  const runbookUrl = 'https://wiki.example.com/traildex/runbook';
  const described = [...alarmsIn(Template.fromStack(makeAlarms({ runbookUrl }).stack)).values()];
  expect(described).toHaveLength(32);
  for (const { AlarmDescription } of described)
    expect(AlarmDescription).toMatch(/ What to do: https:\/\/wiki\.example\.com\/traildex\/runbook#[a-z-]+$/);
});

describe('the runbook', () => {
  const { stack: whole, alarms: made } = makeAlarms();
  const { delivery, tables, functions, schedules, bucket, key } = whole;
  new TrailWatch(whole, 'Watch', {
    trail: { name: 'Audit', arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/Audit' },
    bucket,
    key,
    deliveryTopic: delivery.topic,
    queues: [delivery.queue],
    tables,
    functions: Object.values(functions),
    schedules,
    topic: made.topic,
  });
  const described = [...alarmsIn(Template.fromStack(whole)).values()];
  const headings = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^## (.+)$/gm)].map(
    ([, name]) => name,
  );

  it('has a section of the name that each alarm links, and no other', () => {
    const linked = described.map(
      ({ AlarmDescription }) => /docs\/runbook\.md#(\S+)$/.exec(AlarmDescription)?.[1],
    );
    expect(new Set(headings)).toEqual(new Set(linked));
    expect(headings).toHaveLength(20);
  });

  it('asks for no list that ends after a hundred resources, as teardown does not', () => {
    for (const path of ['docs/runbook.md', 'docs/teardown.md']) {
      const text = readFileSync(path, 'utf8');
      expect(text).toContain('aws cloudformation list-stack-resources');
      expect(text).not.toContain('describe-stack-resources');
    }
  });

  it('names only commands of traildex that there are', () => {
    const text = readFileSync('docs/runbook.md', 'utf8');
    const commands = [...text.matchAll(/^ *(?:npx )?traildex (?:--\S+ \S+ )?(\w+)/gm)].map(
      ([, name]) => name,
    );
    expect(commands.length).toBeGreaterThan(3);
    expect(
      commands.filter(
        (name) => !['backfill', 'files', 'ingest', 'query', 'redrive', 'show', 'verify'].includes(name ?? ''),
      ),
    ).toEqual([]);
  });
});
