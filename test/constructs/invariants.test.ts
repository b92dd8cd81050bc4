/** What holds for every template, whatever is set. One `describe` a configuration, one `it` a claim. */
import { readFileSync } from 'node:fs';
import { CfnResource, TagManager } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { OUTPUT } from '../../lib/config/outputs.ts';
import { retentionOf } from '../../lib/constructs/trail/retention.ts';
import { takenAccounts } from '../../lib/constructs/trail/taken-accounts.ts';
import { CONFIGURATION_NAMES, CONFIGURATIONS } from './configurations.ts';
import {
  actionsOf,
  identityStatements,
  type PlacedStatement,
  principalsOf,
  resourceStatements,
  trustStatements,
} from './policy-statements.ts';
import { referredId, resourcesOf, type StackTemplate, synthesize, textOf } from './stack-templates.ts';

/** What holds data that must not go with the stack, and the policies of what stays. */
const STATEFUL = [
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
];

const STATELESS = [
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CloudTrail::Trail',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::EventBus',
  'AWS::Events::EventBusPolicy',
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  // A message lost with a queue is a log file that the next look for missed ones announces again.
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'Custom::S3AutoDeleteObjects',
];

/** The CDK's own function for `Custom::S3AutoDeleteObjects`, with its role; how they are is the CDK's to say. */
const EMPTIES_BUCKETS = /^CustomS3AutoDeleteObjectsCustomResourceProvider/;

/** What IAM lets nobody narrow to a resource, by the reason. */
const ON_EVERYTHING: Readonly<Record<string, readonly string[]>> = {
  "CloudTrail's public keys are nobody's resource": ['cloudtrail:ListPublicKeys'],
  'X-Ray knows no resources': ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
  "a function's network interfaces have no names before Lambda makes them": [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ],
};

/** The services that a policy lets in whoever they act for, by the reason. */
const WITHOUT_SOURCE: Readonly<Record<string, string>> = {
  'EventBridge sends a topic no context that a condition could check':
    'AWS::SNS::TopicPolicy: PublishEvents, sns:Publish for Service events.amazonaws.com',
};

const RUNBOOK_SECTIONS = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^## (.+)$/gm)].map(
  ([, title]) => title,
);

describe.each(CONFIGURATION_NAMES)('the stack with %s', (name) => {
  const settings = CONFIGURATIONS[name];
  const { stack, template, reports } = synthesize(settings, { validated: true });
  const checked = stack.traildex.settings;

  const of = (...types: string[]) =>
    resourcesOf(template, ...types).filter(([id]) => !EMPTIES_BUCKETS.test(id));
  const propertiesOf = (...types: string[]) => of(...types).map(([, { Properties }]) => Properties);

  describe('is a stack that CloudFormation takes:', () => {
    it('its rules find nothing, not even to warn of', () => {
      const ofCdk = reports.filter(({ pluginName }) => pluginName !== 'Construct Annotations');
      expect(ofCdk.flatMap(({ violations }) => violations)).toEqual([]);
    });

    it('no resources wait for each other in a circle', () => {
      expect(() => Template.fromJSON(template)).not.toThrow();
    });

    it('it stays within the limits of a template', () => {
      expect(Object.keys(template.Resources).length).toBeLessThanOrEqual(500);
      expect(JSON.stringify(template).length).toBeLessThan(1_000_000);
    });

    it('it asks for no parameter but the version of the bootstrap stack', () => {
      expect(Object.keys(template.Parameters ?? {})).toEqual(['BootstrapVersion']);
    });
  });

  describe('belongs to no place:', () => {
    const text = JSON.stringify(template);
    const written = JSON.stringify(settings);

    it.each([
      ['ARN', /\barn:aws[a-z-]*:[^"\s]*/g],
      ['account', /\b\d{12}\b/g],
      ['region', /\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov)?-[a-z]+-\d\b/g],
    ])('names no %s but those that are set', (_what, form) => {
      const set = written.match(form) ?? [];
      const named = [...new Set(text.match(form) ?? [])];
      expect(named.filter((literal) => !set.some((one) => literal.startsWith(one)))).toEqual([]);
    });
  });

  describe('loses no notification:', () => {
    const queues = of('AWS::SQS::Queue');
    const deadLetterIds = queues.map(([, queue]) =>
      referredId(queue.Properties.RedrivePolicy?.deadLetterTargetArn),
    );

    it('every queue has a dead-letter queue or is one', () => {
      const others = queues.filter(
        ([id], index) => deadLetterIds[index] === undefined && !deadLetterIds.includes(id),
      );
      expect(queues.length).toBeGreaterThan(1);
      expect(others).toEqual([]);
    });

    it('dead letters are kept longer than they can have been in the queue', () => {
      for (const [index, [, { Properties }]] of queues.entries()) {
        const deadLetterId = deadLetterIds[index];
        if (deadLetterId === undefined) continue;
        const { MessageRetentionPeriod: kept } = template.Resources[deadLetterId]?.Properties ?? {};
        expect(kept).toBeGreaterThan(Properties.MessageRetentionPeriod);
        const tries = Properties.RedrivePolicy.maxReceiveCount * Properties.VisibilityTimeout;
        expect(tries).toBeLessThan(Properties.MessageRetentionPeriod);
      }
    });

    it('a queue hides a message six times as long as its function may take', () => {
      const mappings = propertiesOf('AWS::Lambda::EventSourceMapping');
      expect(mappings.length).toBeGreaterThan(0);
      for (const { EventSourceArn, FunctionName } of mappings) {
        const queue = template.Resources[referredId(EventSourceArn) ?? '']?.Properties;
        const fn = template.Resources[referredId(FunctionName) ?? '']?.Properties;
        expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * fn.Timeout);
      }
    });
  });

  describe('lets nobody in from outside:', () => {
    const statements = resourceStatements(template);
    const allowing = statements.filter(({ Effect }) => Effect === 'Allow');

    it('buckets block public access, and own what is in them', () => {
      for (const bucket of propertiesOf('AWS::S3::Bucket')) {
        expect(bucket.PublicAccessBlockConfiguration).toEqual({
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        });
        expect(bucket.OwnershipControls.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
        expect(bucket).not.toHaveProperty('AccessControl');
      }
    });

    it('nothing is allowed to everybody', () => {
      expect(allowing.length).toBeGreaterThan(0);
      const toEverybody = allowing.filter((statement) => principalsOf(statement).some(isEverybody));
      expect(toEverybody).toEqual([]);
    });

    it('services act only for a source that is named', () => {
      const services = allowing.filter((statement) => principalsOf(statement).some(isService));
      const open = services.filter((statement) => !isHeldToSource(statement)).map(inWords);
      expect(open.filter((statement) => !Object.values(WITHOUT_SOURCE).includes(statement))).toEqual([]);
    });

    it('accounts and roles are this account, its own roles, and accounts that are set', () => {
      const strangers = [...allowing, ...trustStatements(template)]
        .flatMap(principalsOf)
        .filter((principal) => principal.startsWith('AWS ') && !isKnown(principal, settings, template));
      expect(strangers).toEqual([]);
    });

    it('a function is invoked for a source that is named', () => {
      const permissions = propertiesOf('AWS::Lambda::Permission');
      expect(permissions.filter(({ SourceArn }) => SourceArn === undefined)).toEqual([]);
    });

    it.each([
      ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 's3:*'],
      ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'sns:Publish'],
      ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'sqs:*'],
    ])('%s takes TLS only', (type, policyType, action) => {
      const refusing = statements.filter(
        (statement) =>
          statement.type === policyType &&
          statement.Effect === 'Deny' &&
          principalsOf(statement).some(isEverybody) &&
          actionsOf(statement).includes(action) &&
          statement.Condition?.Bool?.['aws:SecureTransport'] === 'false',
      );
      const covered = refusing.flatMap(({ Resource }) => [Resource].flat().map(referredId));
      for (const [id] of of(type)) expect(covered).toContain(id);
    });
  });

  describe('keeps what it was given:', () => {
    it('every type of resource is known to hold data or not to', () => {
      const types = new Set(Object.values(template.Resources).map(({ Type }) => Type));
      expect([...types].filter((type) => ![...STATEFUL, ...STATELESS].includes(type))).toEqual([]);
    });

    it('what holds data outlives the stack, unless it is a throw-away', () => {
      const kept = checked.removalPolicy === 'retain';
      for (const [id, { DeletionPolicy, UpdateReplacePolicy, Properties }] of of(...STATEFUL)) {
        // A rollback of the first deployment takes along what is empty, save tables that nobody may delete.
        const kind = Properties.DeletionProtectionEnabled === true ? 'Retain' : 'RetainExceptOnCreate';
        expect([DeletionPolicy, UpdateReplacePolicy], id).toEqual(
          kept ? [kind, 'Retain'] : ['Delete', 'Delete'],
        );
      }
    });

    it('buckets are emptied in a throw-away only', () => {
      const emptied = of('Custom::S3AutoDeleteObjects').map(([, { Properties }]) =>
        referredId(Properties.BucketName),
      );
      const buckets = of('AWS::S3::Bucket').map(([id]) => id);
      expect(emptied.sort()).toEqual(checked.removalPolicy === 'destroy' ? buckets.sort() : []);
    });

    it('tables can be restored, and are not deleted by mistake', () => {
      const restorable = checked.index.pointInTimeRecoveryDays > 0;
      const isProtected = checked.removalPolicy === 'retain';
      const tables = propertiesOf('AWS::DynamoDB::Table');
      expect(tables).toHaveLength(2);
      for (const table of tables) {
        expect(table.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(restorable);
        expect(table.DeletionProtectionEnabled).toBe(isProtected);
      }
    });

    it('versions of objects are kept', () => {
      for (const { VersioningConfiguration } of propertiesOf('AWS::S3::Bucket'))
        expect(VersioningConfiguration).toEqual({ Status: 'Enabled' });
    });

    it('every log is kept for a time', () => {
      for (const { RetentionInDays } of propertiesOf('AWS::Logs::LogGroup'))
        expect(RetentionInDays).toBe(checked.ingest.logRetentionDays);
    });
  });

  describe('encrypts', () => {
    const withKey = checked.encryption !== 'aws-managed';

    it('everything with the key, where there is one', () => {
      const keys = [
        ...propertiesOf('AWS::SQS::Queue').map(({ KmsMasterKeyId }) => KmsMasterKeyId),
        ...propertiesOf('AWS::SNS::Topic').map(({ KmsMasterKeyId }) => KmsMasterKeyId),
        ...propertiesOf('AWS::DynamoDB::Table').map(
          ({ SSESpecification }) => SSESpecification?.KMSMasterKeyId,
        ),
        ...propertiesOf('AWS::Logs::LogGroup').map(({ KmsKeyId }) => KmsKeyId),
        ...propertiesOf('AWS::CloudTrail::Trail').map(({ KMSKeyId }) => KMSKeyId),
      ];
      expect(keys.filter((key) => (key !== undefined) !== withKey)).toEqual([]);
    });

    it('buckets, with a bucket key where there is a key', () => {
      const trailBucket = referredId(template.Outputs.TrailBucketName?.Value);
      for (const [id, { Properties }] of of('AWS::S3::Bucket')) {
        const [rule] = Properties.BucketEncryption.ServerSideEncryptionConfiguration;
        // Access logs are S3's own: a key would have to let in its log delivery.
        const ofKey = withKey && id === trailBucket;
        expect(rule.ServerSideEncryptionByDefault.SSEAlgorithm).toBe(ofKey ? 'aws:kms' : 'AES256');
        expect(rule.BucketKeyEnabled ?? false).toBe(ofKey);
      }
    });
  });

  describe('runs functions that', () => {
    const functions = of('AWS::Lambda::Function');

    it('are arm64 on Node.js 24, traced unless that is turned off', () => {
      const mode = checked.ingest.tracing ? 'Active' : undefined;
      for (const [, { Properties }] of functions) {
        expect([Properties.Runtime, Properties.Architectures]).toEqual(['nodejs24.x', ['arm64']]);
        expect(Properties.TracingConfig?.Mode).toBe(mode);
      }
    });

    it('each have a log and a role of their own, with no policy of AWS', () => {
      const logs = functions.map(([, { Properties }]) => referredId(Properties.LoggingConfig?.LogGroup));
      const roles = functions.map(([, { Properties }]) => referredId(Properties.Role));
      expect(new Set(logs).size).toBe(functions.length);
      expect(new Set(roles).size).toBe(functions.length);
      expect(logs.map((id = '') => template.Resources[id]?.Type)).not.toContain(undefined);
      expect(roles.map((id = '') => template.Resources[id]?.Type)).not.toContain(undefined);
    });
  });

  describe('gives rights that', () => {
    const allowing = identityStatements(template).filter(({ Effect }) => Effect === 'Allow');

    it('name their actions one by one', () => {
      expect(allowing.length).toBeGreaterThan(0);
      expect(allowing.flatMap(actionsOf).filter((action) => action.includes('*'))).toEqual([]);
      expect(allowing.filter((statement) => 'NotAction' in statement || 'NotResource' in statement)).toEqual(
        [],
      );
    });

    it('name their resources, save where IAM knows none', () => {
      const everything = allowing.filter(({ Resource }) => [Resource].flat().includes('*'));
      const listed = Object.values(ON_EVERYTHING).flat();
      expect(everything.flatMap(actionsOf).filter((action) => !listed.includes(action))).toEqual([]);
    });

    it('come from the policies of the stack, none of AWS', () => {
      const attached = propertiesOf('AWS::IAM::Role').flatMap(
        ({ ManagedPolicyArns = [] }) => ManagedPolicyArns,
      );
      const own = of('AWS::IAM::ManagedPolicy').map(([id]) => ({ Ref: id }));
      for (const arn of attached) expect(own).toContainEqual(arn);
    });
  });

  it('has no alarm on a metric of DynamoDB alone, which would never end', () => {
    const alone = propertiesOf('AWS::CloudWatch::Alarm').map(({ Namespace }) => Namespace);
    expect(alone).toContain('AWS/SQS');
    expect(alone).not.toContain('AWS/DynamoDB');
  });

  it('tells the topic each alarm, with what happened and where to read on', () => {
    const alarms = propertiesOf('AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(10);
    for (const { AlarmActions, AlarmDescription, ActionsEnabled } of alarms) {
      expect(AlarmActions).toHaveLength(1);
      expect(ActionsEnabled).not.toBe(false);
      const [, runbook, section] = /^.+\. What to do: ([^ #]+)#([a-z-]+)$/.exec(AlarmDescription) ?? [];
      expect(runbook).toBe(checked.alarms.runbookUrl ?? 'docs/runbook.md');
      expect(RUNBOOK_SECTIONS).toContain(section);
    }
  });

  it('has an output for all that the command line needs', () => {
    const { keyPrefix, organizationId } = checked.trail;
    const { logFileDays, digestDays, eventDays } = retentionOf(checked);
    const optional: Readonly<Partial<Record<keyof typeof OUTPUT, boolean>>> = {
      keyPrefix: keyPrefix !== undefined,
      organizationId: organizationId !== undefined,
      maxKeysPerNotification: checked.ingest.maxKeysPerNotification !== 10_000,
      accountIds: takenAccounts(checked.trail) !== undefined,
      optionalIndexes: checked.index.optionalIndexes.length > 0,
      logFileRetentionDays: logFileDays !== undefined,
      digestRetentionDays: digestDays !== undefined,
      eventRetentionDays: eventDays !== undefined,
      verifyDeadLetterQueue: checked.verify.everyHours > 0,
    };
    const expected = Object.entries(OUTPUT).filter(([key]) => optional[key as keyof typeof OUTPUT] ?? true);
    const ofStack = Object.keys(template.Outputs).filter((output) => !output.startsWith('Owner'));
    expect(ofStack.sort()).toEqual(expected.map(([, output]) => output).sort());
  });

  it('has its tags on everything that takes tags', () => {
    const expected = Object.entries(checked.tags).map(([Key, Value]) => ({ Key, Value }));
    const taggable = stack.node.findAll().filter(CfnResource.isCfnResource).filter(isTaggable);
    expect(taggable.length).toBeGreaterThan(10);
    for (const resource of taggable) {
      const { Tags = [] } = template.Resources[stack.getLogicalId(resource)]?.Properties ?? {};
      expect(Tags, resource.node.path).toEqual(expect.arrayContaining(expected));
    }
  });
});

function isTaggable(resource: CfnResource): boolean {
  return TagManager.isTaggable(resource) || TagManager.isTaggableV2(resource);
}

function isEverybody(principal: string): boolean {
  return principal === '*' || principal === 'AWS *';
}

function isService(principal: string): boolean {
  return principal.startsWith('Service ');
}

/** Operators that are not met by a request without the key, which those that end in `IfExists` are. */
const BINDING_OPERATORS = ['ArnEquals', 'ArnLike', 'StringEquals', 'StringLike'];

/** Services that tell a key of AWS KMS no source tell it what they encrypt. */
function isHeldToSource({ Condition = {}, type }: PlacedStatement): boolean {
  return Object.entries(Condition)
    .filter(([operator]) => BINDING_OPERATORS.includes(operator))
    .flatMap(([, tests]) => Object.entries(tests))
    .some(
      ([key, value]) =>
        value !== '*' &&
        (['aws:SourceArn', 'aws:SourceAccount'].includes(key) ||
          (type === 'AWS::KMS::Key' && key.startsWith('kms:EncryptionContext:'))),
    );
}

function inWords(statement: PlacedStatement): string {
  const { type, Sid } = statement;
  return `${type}: ${Sid}, ${actionsOf(statement)} for ${principalsOf(statement)}`;
}

function isKnown(principal: string, settings: unknown, template: StackTemplate): boolean {
  const value = JSON.parse(principal.slice('AWS '.length));
  const id = referredId(value);
  if (id !== undefined) return template.Resources[id]?.Type === 'AWS::IAM::Role';
  const [, account] = /^arn:<AWS::Partition>:iam::(.+):root$/.exec(textOf(value)) ?? [];
  return account === '<AWS::AccountId>' || JSON.stringify(settings).includes(`"${account}"`);
}
