import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { IngestFunction } from '../../../lib/constructs/functions/ingest-function.ts';
import { type AccessWorld, accessWorld, BUCKET_ARN, KEY_ARN, TRAIL_KEY_ARN } from '../access-world.ts';
import { logicalId, type Statement, statementsOf } from '../bare-stack.ts';

function synthesize(world: AccessWorld): Template {
  new IngestFunction(world.stack, 'Ingest', {
    ...world,
    queue: world.delivery.queue,
    timeout: Duration.minutes(5),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  return Template.fromStack(world.stack);
}

/** The rights of its role beside those that every function has: its log, its traces. */
function rightsOf(template: Template): Statement[] {
  return statementsOf(template, 'AWS::IAM::Policy').filter(
    ({ Action }) => ![Action].flat().some((action) => /^(logs|xray):/.test(action)),
  );
}

describe('the rights of the ingest function', () => {
  const template = synthesize(accessWorld());
  const arnOf = (type: string, id: string) => ({ 'Fn::GetAtt': [logicalId(template, type, id), 'Arn'] });

  it('are what it does, each on the one thing that it does it to', () => {
    expect(rightsOf(template)).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'sqs:ChangeMessageVisibility',
          'sqs:DeleteMessage',
          'sqs:GetQueueAttributes',
          'sqs:ReceiveMessage',
        ],
        Resource: arnOf('AWS::SQS::Queue', 'DeliveryQueue'),
      },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET_ARN}/AWSLogs/*` },
      // Without a condition on a prefix: S3 tests none when it chooses between 404 and 403.
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: BUCKET_ARN },
      {
        Effect: 'Allow',
        Action: 'dynamodb:BatchWriteItem',
        Resource: arnOf('AWS::DynamoDB::Table', 'IndexEvents'),
      },
      {
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: arnOf('AWS::DynamoDB::Table', 'IndexLogFiles'),
      },
      {
        Effect: 'Allow',
        Action: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        Resource: arnOf('AWS::DynamoDB::Table', 'IndexLogFiles'),
        // What is proven, and by which keys, is for the verification to write.
        Condition: {
          'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': ['coverage#*', 'public-keys#*'] },
        },
      },
    ]);
  });

  it('end at the key prefix of the trail', () => {
    const prefixed = synthesize(accessWorld({ trail: { keyPrefix: 'audit/main' } }));
    expect(rightsOf(prefixed).find(({ Action }) => Action === 's3:GetObject')?.Resource).toBe(
      `${BUCKET_ARN}/audit/main/AWSLogs/*`,
    );
  });
});

describe('what the function may decrypt', () => {
  const decrypting = (template: Template) =>
    rightsOf(template)
      .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('kms:')))
      .map(({ Action, Resource, Condition }) => [Action, Resource, Condition?.StringLike]);

  it('is nothing where no key is', () => {
    expect(decrypting(synthesize(accessWorld()))).toEqual([]);
  });

  it('is log files of the trail, encrypted with a bucket key or without one', () => {
    const template = synthesize(accessWorld({}, { trailKeyArn: TRAIL_KEY_ARN }));
    expect(decrypting(template)).toEqual([
      [
        'kms:Decrypt',
        TRAIL_KEY_ARN,
        { 'kms:EncryptionContext:aws:s3:arn': [BUCKET_ARN, `${BUCKET_ARN}/AWSLogs/*`] },
      ],
    ]);
  });

  it('is the queue and both tables, and nothing else that the key encrypts', () => {
    const template = synthesize(accessWorld({ encryption: { keyArn: KEY_ARN } }));
    const queue = logicalId(template, 'AWS::SQS::Queue', 'DeliveryQueue');
    const [events, logFiles] = ['IndexEvents', 'IndexLogFiles'].map((id) =>
      logicalId(template, 'AWS::DynamoDB::Table', id),
    );
    expect(decrypting(template)).toEqual([
      ['kms:Decrypt', KEY_ARN, { 'kms:EncryptionContext:aws:sqs:arn': [{ 'Fn::GetAtt': [queue, 'Arn'] }] }],
      ['kms:Decrypt', KEY_ARN, { 'kms:EncryptionContext:aws:dynamodb:tableName': [{ Ref: events }] }],
      ['kms:Decrypt', KEY_ARN, { 'kms:EncryptionContext:aws:dynamodb:tableName': [{ Ref: logFiles }] }],
    ]);
  });
});

describe('the ingest function', () => {
  it('is fed by the queue as the settings say, and answers for each message', () => {
    const world = accessWorld({
      ingest: { batchSize: 25, batchingWindowSeconds: 7, maxConcurrency: 4, reservedConcurrency: 6 },
    });
    const template = synthesize(world);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [logicalId(template, 'AWS::SQS::Queue', 'DeliveryQueue'), 'Arn'] },
      BatchSize: 25,
      MaximumBatchingWindowInSeconds: 7,
      ScalingConfig: { MaximumConcurrency: 4 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    template.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 6 });
  });

  it('is told where to postpone messages that failed', () => {
    const template = synthesize(accessWorld());
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          QUEUE_URL: { Ref: logicalId(template, 'AWS::SQS::Queue', 'DeliveryQueue') },
        }),
      },
    });
  });

  it('is told whose log files to take, and what is too large', () => {
    const world = accessWorld({
      trail: { keyPrefix: 'audit', organizationId: 'o-abcdefghij' },
      index: { retentionDays: 365, writeShards: 8 },
      ingest: { maxInflatedMiB: 64, maxRecordMiB: 2 },
    });
    synthesize(world).hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          TRAIL_BUCKET: 'org-trail',
          TRAIL_BUCKET_OWNER: '444455556666',
          KEY_PREFIX: 'audit',
          ORGANIZATION_ID: 'o-abcdefghij',
          RETENTION_DAYS: '365',
          WRITE_SHARDS: '8',
          MAX_INFLATED_BYTES: '67108864',
          MAX_RECORD_BYTES: '2097152',
        }),
      },
    });
  });

  it('may poll the queue before the mapping is made, which checks that', () => {
    const template = synthesize(accessWorld());
    const policy = logicalId(template, 'AWS::IAM::Policy', 'IngestFunctionRoleDefaultPolicy');
    const [fn] = Object.values(template.findResources('AWS::Lambda::Function'));
    expect(fn?.DependsOn).toContain(policy);
  });
});
