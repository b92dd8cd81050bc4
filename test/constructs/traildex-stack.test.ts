/** What comes of wiring the parts: one setting in all the places that it concerns, outputs, what the stack tells at synth. */
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { SettingsError, type SettingsInput } from '../../lib/config/settings.ts';
import { Traildex } from '../../lib/constructs/traildex.ts';
import { TraildexStack } from '../../lib/constructs/traildex-stack.ts';
import { bareStack } from './bare-stack.ts';
import { actionsOf, identityStatements, principalsOf, resourceStatements } from './policy-statements.ts';
import { referredId, resourcesOf, type StackTemplate, synthesize, textOf } from './stack-templates.ts';

function templateWith(settings: SettingsInput = {}): StackTemplate {
  return synthesize(settings).template;
}

/** Of the only resource of its type. */
function propertiesOf(template: StackTemplate, type: string) {
  const [only, ...others] = resourcesOf(template, type);
  expect(others).toEqual([]);
  return only?.[1].Properties;
}

/** The trails that CloudTrail may act for, by the policies of bucket, topic and key. */
function trailsLetIn(template: StackTemplate): string[] {
  const statements = resourceStatements(template).filter(
    (statement) => principalsOf(statement).join() === 'Service cloudtrail.amazonaws.com',
  );
  expect(new Set(statements.map(({ type }) => type)).size).toBe(3);
  return statements.map(({ Condition }) => textOf(Condition?.StringEquals?.['aws:SourceArn']));
}

/** The objects that somebody may read, after the bucket. */
function readableObjects(template: StackTemplate): string[] {
  return identityStatements(template)
    .filter((statement) => actionsOf(statement).includes('s3:GetObject'))
    .map(({ Resource }) => textOf(Resource).replace(/^<\w+>/, ''));
}

const environmentsOf = (template: StackTemplate): Record<string, unknown>[] =>
  resourcesOf(template, 'AWS::Lambda::Function').map(
    ([, { Properties }]) => Properties.Environment.Variables,
  );

const byDefault = templateWith();

describe('the trail', () => {
  it('is named after the stack, and let in by that name', () => {
    const template = templateWith({ encryption: 'new-key' });
    expect(propertiesOf(template, 'AWS::CloudTrail::Trail').TrailName).toBe('Traildex');
    const arn = 'arn:<AWS::Partition>:cloudtrail:<AWS::Region>:<AWS::AccountId>:trail/Traildex';
    expect([...new Set(trailsLetIn(template))]).toEqual([arn]);
  });

  it('has another name where the settings say so', () => {
    const template = templateWith({
      trail: { name: 'audit' },
      encryption: 'new-key',
    });
    expect(propertiesOf(template, 'AWS::CloudTrail::Trail').TrailName).toBe('audit');
    const arn = 'arn:<AWS::Partition>:cloudtrail:<AWS::Region>:<AWS::AccountId>:trail/audit';
    expect([...new Set(trailsLetIn(template))]).toEqual([arn]);
  });

  it('has one key prefix for trail, bucket, functions and their rights', () => {
    const template = templateWith({ trail: { keyPrefix: 'audit/main' } });
    expect(propertiesOf(template, 'AWS::CloudTrail::Trail').S3KeyPrefix).toBe('audit/main');
    const writable = resourceStatements(template).filter(({ Sid }) => Sid === 'AWSCloudTrailWrite20150319');
    expect(writable.map(({ Resource }) => textOf(Resource).replace(/^<\w+>/, ''))).toEqual([
      '/audit/main/AWSLogs/<AWS::AccountId>/*',
    ]);
    const prefixes = environmentsOf(template).map(({ KEY_PREFIX }) => KEY_PREFIX);
    expect(prefixes).toEqual(Array(4).fill('audit/main'));
    expect([...new Set(readableObjects(template))]).toEqual(['/audit/main/AWSLogs/*']);
    expect(template.Outputs.KeyPrefix?.Value).toBe('audit/main');
  });

  it('is watched where the stack makes it, and nowhere else', () => {
    const touched = (settings: SettingsInput) =>
      resourcesOf(templateWith(settings), 'AWS::CloudWatch::Alarm').filter(([, { Properties }]) =>
        Properties.AlarmName.includes('trail-touched'),
      );
    expect(touched({})).toHaveLength(7);
    const existing = { bucketName: 'trail', notifications: { from: 'event-bridge' } } as const;
    expect(touched({ trail: { existing } })).toEqual([]);
  });
});

describe('the index', () => {
  it('lets events expire, the ledger never', () => {
    const template = byDefault;
    const expiring = Object.fromEntries(
      resourcesOf(template, 'AWS::DynamoDB::Table').map(([id, { Properties }]) => [
        id,
        Properties.TimeToLiveSpecification,
      ]),
    );
    const [events = '', logFiles = ''] = ['EventsTableName', 'LogFilesTableName'].map((output) =>
      referredId(template.Outputs[output]?.Value),
    );
    expect(expiring).toEqual({
      [events]: { AttributeName: 'expiresAt', Enabled: true },
      [logFiles]: undefined,
    });
  });

  it('has no function that looks for missed log files where that is turned off', () => {
    expect(environmentsOf(byDefault)).toHaveLength(4);
    expect(environmentsOf(templateWith({ backfill: { everyHours: 0 } }))).toHaveLength(3);
  });

  it('has no verification where that is turned off, neither functions nor queues nor rights', () => {
    const off = templateWith({ verify: { everyHours: 0 } });
    const ofVerification = (template: StackTemplate) =>
      Object.keys(template.Resources).filter((id) => id.startsWith('TraildexVerification'));
    expect(ofVerification(byDefault).length).toBeGreaterThan(10);
    expect(ofVerification(off)).toEqual([]);
    expect(environmentsOf(off)).toHaveLength(2);
    expect(off.Outputs.VerifyDeadLetterQueueUrl).toBeUndefined();
  });
});

describe('the outputs', () => {
  const names = [
    'AccountIds',
    'DeadLetterQueueUrl',
    'DeliveryTopicArn',
    'EventsTableName',
    'IngestQueueUrl',
    'LogFilesTableName',
    'OperatorPolicyArn',
    'OperatorRoleArn',
    'ReaderPolicyArn',
    'TrailBucketName',
    'VerifyDeadLetterQueueUrl',
  ];

  it('are these by default, each of a resource, and the account whose log files are taken', () => {
    const template = byDefault;
    expect(Object.keys(template.Outputs).sort()).toEqual(names);
    const { AccountIds, ...ofResources } = template.Outputs;
    expect(AccountIds?.Value).toEqual({ Ref: 'AWS::AccountId' });
    for (const [name, { Value }] of Object.entries(ofResources))
      expect(template.Resources[referredId(Value) ?? ''], name).toBeDefined();
  });

  it('have the same names wherever in an app the construct stands', () => {
    const stack = bareStack();
    new Traildex(new Construct(stack, 'Security'), 'Audit');
    expect(Object.keys(Template.fromStack(stack).findOutputs('*')).sort()).toEqual(names);
  });
});

describe('at synth', () => {
  it('mistakes in the settings are told at once', () => {
    const settings = { index: { writeShards: 0 }, alarms: { queueAgeMinutes: 1 } };
    const build = () => new TraildexStack(undefined as never, 'Traildex', { settings });
    expect(build).toThrow(SettingsError);
    expect(build).toThrow(/writeShards[\s\S]*queueAgeMinutes/);
  });

  function annotationsOf(settings: SettingsInput): Annotations {
    const stack = bareStack();
    new Traildex(stack, 'Traildex', { settings });
    return Annotations.fromStack(stack);
  }

  it('what somebody should know of the settings is a warning', () => {
    const warningsOf = (settings: SettingsInput) =>
      annotationsOf(settings).findWarning('*', Match.anyValue());
    expect(warningsOf({})).toEqual([]);
    const [warning, ...others] = warningsOf({ removalPolicy: 'destroy' });
    expect(others).toEqual([]);
    expect(warning?.entry.data).toContain('traildex.removalPolicy is "destroy"');
  });

  it('what is easily missed is information, no warning', () => {
    const told = annotationsOf({}).findInfo('*', Match.anyValue());
    expect(told.map(({ entry }) => entry.data)).toEqual([
      expect.stringContaining('traildex.alarms has neither emails nor topicArn'),
    ]);
    const emails = ['oncall@example.com'];
    expect(annotationsOf({ alarms: { emails } }).findInfo('*', Match.anyValue())).toEqual([]);
  });
});
