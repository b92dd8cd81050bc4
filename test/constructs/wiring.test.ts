/** What the constructs are told of each other: claims about whole stacks that no construct alone can keep. */
import { describe, expect, it } from 'vitest';
import type { SettingsInput } from '../../lib/config/settings.ts';
import { resourcesOf, type StackTemplate, synthesize } from './stack-templates.ts';

const TOPIC_ARN = 'arn:aws:sns:eu-west-1:222222222222:all-notifications';

function templateOf(settings: SettingsInput): StackTemplate {
  return synthesize(settings).template;
}

function attachedBy(notifications: object, others: SettingsInput = {}): SettingsInput {
  const existing = { bucketName: 'the-logs', bucketAccountId: '222222222222', notifications };
  return { ...others, trail: { organizationId: 'o-exampleorg1', existing } } as SettingsInput;
}

interface KeyStatement {
  readonly Sid?: string;
  readonly Condition?: unknown;
}

function keyStatements(template: StackTemplate): KeyStatement[] {
  return resourcesOf(template, 'AWS::KMS::Key').flatMap(
    ([, { Properties }]) => Properties.KeyPolicy.Statement as KeyStatement[],
  );
}

describe('the key of the stack', () => {
  const sidsOf = (settings: SettingsInput) => keyStatements(templateOf(settings)).map(({ Sid }) => Sid);

  it("lets another account's topic write to the queue", () => {
    const template = templateOf(
      attachedBy({ from: 'topic', topicArn: TOPIC_ARN }, { encryption: 'new-key' }),
    );
    const [statement] = keyStatements(template).filter(({ Sid }) => Sid === 'TopicToQueue');
    expect(JSON.stringify(statement?.Condition)).toContain(`"${TOPIC_ARN}"`);
  });

  it('lets in what announces the log files of an existing trail, and no more', () => {
    const announcedBy = (from: string) => sidsOf(attachedBy({ from }, { encryption: 'new-key' }));
    expect(announcedBy('event-bridge')).toContain('EventBridgeToQueue');
    expect(announcedBy('event-bridge')).not.toContain('BucketToQueue');
    expect(announcedBy('s3')).toContain('BucketToQueue');
    expect(announcedBy('s3')).not.toContain('EventBridgeToQueue');
    expect(announcedBy('s3')).not.toContain('CloudTrail');
  });

  it('lets alarms in only where their topic is the one that it encrypts', () => {
    const topicArn = 'arn:aws:sns:eu-central-1:111111111111:alarms';
    expect(sidsOf({ encryption: 'new-key' })).toContain('AlarmToTopic');
    expect(sidsOf({ encryption: 'new-key', alarms: { topicArn } })).not.toContain('AlarmToTopic');
  });
});

describe('an existing trail of an organisation', () => {
  it('is heard below the folder of the organisation only', () => {
    const rules = resourcesOf(templateOf(attachedBy({ from: 'event-bridge' })), 'AWS::Events::Rule');
    const patterns = rules.map(([, { Properties }]) => JSON.stringify(Properties.EventPattern ?? {}));
    expect(patterns.filter((pattern) => pattern.includes('aws.s3'))).toEqual([
      expect.stringContaining('"wildcard":"AWSLogs/o-exampleorg1/*/CloudTrail*.json.gz"'),
    ]);
  });
});

describe('the trail of the stack', () => {
  const template = templateOf({
    encryption: 'new-key',
    trail: {
      eventSelectors: [
        'AWS::S3::Object',
        'AWS::SQS::Queue',
        'AWS::Lambda::Function',
        'AWS::SNS::Topic',
        'AWS::DynamoDB::Table',
      ].map((type) => ({ category: 'Data', fields: [{ field: 'resources.type', equals: [type] }] })),
    },
  });

  it("leaves all of the stack's buckets, queues, functions, topics and tables out of its data events", () => {
    const [trail] = resourcesOf(template, 'AWS::CloudTrail::Trail');
    const selectors = trail?.[1].Properties.AdvancedEventSelectors as {
      FieldSelectors: {
        Field: string;
        Equals?: string[];
        NotEquals?: unknown[];
        NotStartsWith?: unknown[];
      }[];
    }[];
    const left = selectors.flatMap(({ FieldSelectors }) => {
      const type = FieldSelectors.find(({ Field }) => Field === 'resources.type')?.Equals?.[0];
      const arn = FieldSelectors.find(({ Field }) => Field === 'resources.ARN');
      return type === undefined ? [] : [[type, (arn?.NotEquals ?? arn?.NotStartsWith)?.length]];
    });
    expect(left).toEqual([
      ['AWS::S3::Object', resourcesOf(template, 'AWS::S3::Bucket').length],
      ['AWS::SQS::Queue', resourcesOf(template, 'AWS::SQS::Queue').length],
      ['AWS::Lambda::Function', resourcesOf(template, 'AWS::Lambda::Function').length],
      ['AWS::SNS::Topic', resourcesOf(template, 'AWS::SNS::Topic').length],
      ['AWS::DynamoDB::Table', resourcesOf(template, 'AWS::DynamoDB::Table').length],
    ]);
  });

  it('is watched with every queue, function and schedule that there is', () => {
    const rules = resourcesOf(template, 'AWS::Events::Rule').map(([id, { Properties }]) => ({
      id,
      isSchedule: Properties.ScheduleExpression !== undefined,
      pattern: JSON.stringify(Properties.EventPattern ?? {}),
    }));
    const watched = rules.map(({ pattern }) => pattern).join();
    const ids = [
      ...resourcesOf(template, 'AWS::SQS::Queue', 'AWS::Lambda::Function').map(([id]) => id),
      ...rules.filter(({ isSchedule }) => isSchedule).map(({ id }) => id),
    ];
    expect(ids).toHaveLength(4 + 4 + 2);
    expect(ids.filter((id) => !watched.includes(`"${id}"`))).toEqual([]);
  });

  it('is watched with its key, its queues and its functions, and the dashboard shows it', () => {
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').filter(([, { Properties }]) =>
      String(Properties.AlarmName).includes('trail-touched'),
    );
    expect(alarms.map(([, { Properties }]) => Properties.AlarmName).sort()).toEqual([
      'Traildex-trail-touched-bucket',
      'Traildex-trail-touched-functions',
      'Traildex-trail-touched-key',
      'Traildex-trail-touched-queues',
      'Traildex-trail-touched-schedule',
      'Traildex-trail-touched-tables',
      'Traildex-trail-touched-topics',
      'Traildex-trail-touched-trail',
    ]);
    const [dashboard] = resourcesOf(template, 'AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.[1].Properties.DashboardBody);
    for (const [id] of alarms) expect(body).toContain(id);
  });
});
