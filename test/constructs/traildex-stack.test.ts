import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../lib/config/settings.ts';
import { TraildexStack } from '../../lib/constructs/traildex-stack.ts';

/** The feature flags that a deployment has. */
const CDK_CONTEXT = JSON.parse(readFileSync('cdk.json', 'utf8')).context as Record<string, unknown>;

function synthesize(settings: unknown = {}): Template {
  // Bundling the function is the business of the synth and integration tests; the template does not depend on it.
  const app = new App({ context: { ...CDK_CONTEXT, 'aws:cdk:bundling-stacks': [] } });
  return Template.fromStack(new TraildexStack(app, 'Traildex', { settings: parseSettings(settings) }));
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** Of an IAM policy or a resource's policy. */
function statementsOf(policy: Record<string, Record<string, unknown>>): Statement[] {
  const document = policy.Properties?.PolicyDocument as { Statement: Statement[] };
  return document.Statement;
}

/** The ARN of the stack's trail as CloudFormation builds it. */
const TRAIL_ARN = {
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':cloudtrail:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      ':trail/Traildex',
    ],
  ],
};

/** The keys of the trail bucket that the function may read, after the bucket's ARN. */
function readableObjects(template: Template): unknown {
  const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(statementsOf);
  const [reading] = statements.filter(({ Action }) => Action === 's3:GetObject');
  const arn = reading?.Resource as { 'Fn::Join': [string, unknown[]] } | undefined;
  return arn?.['Fn::Join'][1].at(-1);
}

describe('the stack', () => {
  const template = synthesize();

  it('has a multi-region trail with digests that notifies the topic', () => {
    template.hasResourceProperties('AWS::CloudTrail::Trail', {
      TrailName: 'Traildex',
      IsLogging: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      SnsTopicName: Match.anyValue(),
    });
  });

  it('lets only this trail write to the bucket and publish to the topic', () => {
    const onlyThisTrail = { StringEquals: { 'aws:SourceArn': TRAIL_ARN } };
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Sid: 'AWSCloudTrailAclCheck20150319', Condition: onlyThisTrail }),
          Match.objectLike({
            Sid: 'AWSCloudTrailWrite20150319',
            Action: 's3:PutObject',
            Condition: {
              StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': TRAIL_ARN },
            },
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: 'AWSCloudTrailSNSPolicy20131101',
            Action: 'sns:Publish',
            Condition: onlyThisTrail,
          }),
        ]),
      },
    });
  });

  it('makes the trail after the policies that CloudTrail checks and the way of its first notification', () => {
    const [trail] = Object.values(template.findResources('AWS::CloudTrail::Trail'));
    const idsOf = (type: string) => Object.keys(template.findResources(type));
    const [bucketPolicy, topicPolicy, subscription] = [
      idsOf('AWS::S3::BucketPolicy'),
      idsOf('AWS::SNS::TopicPolicy'),
      idsOf('AWS::SNS::Subscription'),
    ];
    // The dead-letter queue has one of its own.
    const queuePolicies = idsOf('AWS::SQS::QueuePolicy');
    expect([bucketPolicy, topicPolicy, subscription, queuePolicies].map(({ length }) => length)).toEqual([
      1, 1, 1, 2,
    ]);
    expect(trail?.DependsOn).toEqual(
      expect.arrayContaining([...bucketPolicy, ...topicPolicy, ...subscription, ...queuePolicies]),
    );
  });

  it('allows nobody anything without a condition on bucket, topic and queues', () => {
    const policies = ['AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'].flatMap(
      (type) => Object.values(template.findResources(type)),
    );
    const statements = policies.flatMap((policy) => statementsOf(policy));
    const allowing = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allowing.map(({ Action }) => Action).sort()).toEqual([
      's3:GetBucketAcl',
      's3:PutObject',
      'sns:Publish',
      'sqs:SendMessage',
    ]);
    expect(allowing.filter(({ Condition }) => Condition === undefined)).toEqual([]);
    expect(allowing.map(({ Principal }) => Principal)).toEqual([
      { Service: 'cloudtrail.amazonaws.com' },
      { Service: 'cloudtrail.amazonaws.com' },
      { Service: 'cloudtrail.amazonaws.com' },
      { Service: 'sns.amazonaws.com' },
    ]);
  });

  it('keeps bucket, tables and log when the stack is deleted, unless the settings say otherwise', () => {
    const policiesOf = (of: Template) =>
      ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::Logs::LogGroup'].flatMap((type) =>
        Object.values(of.findResources(type)).map((resource) => resource.DeletionPolicy),
      );
    expect(policiesOf(template)).toEqual(['Retain', 'Retain', 'Retain', 'Retain']);
    expect(policiesOf(synthesize({ removalPolicy: 'destroy' }))).toEqual([
      'Delete',
      'Delete',
      'Delete',
      'Delete',
    ]);
  });

  it('keeps the log of the function as long as the settings say', () => {
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    const longer = synthesize({ ingest: { logRetentionDays: 545 } });
    longer.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 545 });
  });

  it('lets events expire, the ledger never', () => {
    const tables = Object.values(template.findResources('AWS::DynamoDB::Table'));
    const expiring = tables.filter(({ Properties }) => Properties.TimeToLiveSpecification);
    expect(tables).toHaveLength(2);
    expect(expiring.map(({ Properties }) => Properties.TimeToLiveSpecification)).toEqual([
      { AttributeName: 'expiresAt', Enabled: true },
    ]);
    expect(expiring[0]?.Properties.KeySchema[0]).toEqual({ AttributeName: 'eventID', KeyType: 'HASH' });
  });

  it('gives the same template for the same settings', () => {
    const settings = { trail: { keyPrefix: 'audit' }, index: { retentionDays: 365 } };
    expect(synthesize(settings).toJSON()).toEqual(synthesize(settings).toJSON());
  });

  it('gives the events table its five indexes, all attributes in each', () => {
    const [events] = Object.values(
      template.findResources('AWS::DynamoDB::Table', {
        Properties: { GlobalSecondaryIndexes: Match.anyValue() },
      }),
    );
    const indexes = events?.Properties.GlobalSecondaryIndexes as Record<string, unknown>[];
    expect(indexes.map((index) => index.IndexName)).toEqual([
      'by-event-source',
      'by-event-name',
      'by-principal',
      'by-error-code',
      'by-issued-key',
    ]);
    expect(indexes.map((index) => index.Projection)).toEqual(Array(5).fill({ ProjectionType: 'ALL' }));
  });

  it('tunes queue, dead-letter queue and function together', () => {
    const [fn] = Object.values(
      template.findResources('AWS::Lambda::Function', { Properties: { Timeout: 300 } }),
    );
    expect(fn?.Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    template.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 1800,
      MessageRetentionPeriod: 7 * 86_400,
      RedrivePolicy: { maxReceiveCount: 96, deadLetterTargetArn: Match.anyValue() },
    });
    template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 86_400 });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 2,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });

  it('gives the function no right beyond what it does', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(statementsOf);
    expect(statements.flatMap(({ Action }) => Action).sort()).toEqual([
      'dynamodb:BatchWriteItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      's3:GetObject',
      's3:ListBucket',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ]);
    expect(statements.map(({ Resource }) => Resource)).not.toContain('*');
    expect(readableObjects(template)).toBe('/AWSLogs/*');
  });

  it('tells the function which keys to take, also where there is no prefix and no organisation', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ KEY_PREFIX: '', ORGANIZATION_ID: '' }) },
    });
  });

  it('gives the function the limits of files and records in bytes', () => {
    const limited = synthesize({ ingest: { maxInflatedMiB: 64, maxRecordMiB: 2 } });
    limited.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({ MAX_INFLATED_BYTES: '67108864', MAX_RECORD_BYTES: '2097152' }),
      },
    });
  });

  it('puts the key prefix into trail, bucket policy, function and its rights alike', () => {
    const prefixed = synthesize({ trail: { keyPrefix: 'audit/main' } });
    prefixed.hasResourceProperties('AWS::CloudTrail::Trail', { S3KeyPrefix: 'audit/main' });
    prefixed.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ KEY_PREFIX: 'audit/main' }) },
    });
    expect(JSON.stringify(prefixed.findResources('AWS::S3::BucketPolicy'))).toContain('/audit/main/AWSLogs/');
    expect(readableObjects(prefixed)).toBe('/audit/main/AWSLogs/*');
  });

  it('has an output for everything the command line needs', () => {
    expect(Object.keys(template.findOutputs('*')).sort()).toEqual([
      'DeadLetterQueueUrl',
      'DeliveryTopicArn',
      'EventsTableName',
      'IngestQueueUrl',
      'LogFilesTableName',
      'TrailBucketName',
    ]);
  });
});
