import { RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { VerifyFunction } from '../../../lib/constructs/functions/verify-function.ts';
import { type AccessWorld, accessWorld, BUCKET_ARN, KEY_ARN, TRAIL_KEY_ARN } from '../access-world.ts';
import { logicalId, propertiesOf, rightsOf } from '../bare-stack.ts';

const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:111122223333:accounts';

function synthesize(world: AccessWorld): Template {
  new VerifyFunction(world.stack, 'Verify', {
    ...world,
    queue: Queue.fromQueueArn(world.stack, 'Accounts', QUEUE_ARN),
    topic: world.delivery.topic,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  return Template.fromStack(world.stack);
}

/** X-Ray's rights would stand in one statement with others on everything. */
const UNTRACED = { ingest: { tracing: false } };

const plain = synthesize(accessWorld(UNTRACED));
const LOG_FILES = { 'Fn::GetAtt': [logicalId(plain, 'AWS::DynamoDB::Table', 'IndexLogFiles'), 'Arn'] };
const TOPIC = { Ref: logicalId(plain, 'AWS::SNS::Topic', 'DeliveryTopic') };

const inSections = (Action: string | string[], sections: string) => ({
  Effect: 'Allow',
  Action,
  Resource: LOG_FILES,
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': sections } },
});
const publishing = { Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC };

describe('the rights of the verify function', () => {
  it('are to read bucket and ledger, to keep what it finds and the keys that prove it, and to announce', () => {
    expect(rightsOf(plain)).toEqual([
      {
        Effect: 'Allow',
        Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        Resource: QUEUE_ARN,
      },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET_ARN}/AWSLogs/*` },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: BUCKET_ARN },
      {
        Effect: 'Allow',
        Action: ['dynamodb:BatchGetItem', 'dynamodb:Query'],
        Resource: LOG_FILES,
      },
      inSections('dynamodb:PutItem', 'coverage#*'),
      { Effect: 'Allow', Action: 'cloudtrail:ListPublicKeys', Resource: '*' },
      inSections(['dynamodb:GetItem', 'dynamodb:PutItem'], 'public-keys#*'),
      publishing,
    ]);
  });

  it('are to announce nothing where nothing is repaired', () => {
    const rights = rightsOf(synthesize(accessWorld({ ...UNTRACED, verify: { repair: false } })));
    expect(rights).toHaveLength(7);
    expect(rights).not.toContainEqual(publishing);
  });

  it('reach the keys of log files and digests to read them, and that of the rest where it works', () => {
    const world = accessWorld({ encryption: { keyArn: KEY_ARN } }, { trailKeyArn: TRAIL_KEY_ARN });
    const template = synthesize(world);
    const logFiles = { Ref: logicalId(template, 'AWS::DynamoDB::Table', 'IndexLogFiles') };
    const ofKeys = rightsOf(template).filter(({ Action }) => [Action].flat()[0]?.startsWith('kms:'));
    const contexts = ofKeys.map(({ Action, Resource, Condition }) => [
      Action,
      Resource,
      Condition?.StringLike,
    ]);
    const ofTable = ['kms:Decrypt', KEY_ARN, { 'kms:EncryptionContext:aws:dynamodb:tableName': [logFiles] }];
    expect(contexts).toEqual([
      ['kms:Decrypt', KEY_ARN, { 'kms:EncryptionContext:aws:sqs:arn': [QUEUE_ARN] }],
      [
        'kms:Decrypt',
        TRAIL_KEY_ARN,
        { 'kms:EncryptionContext:aws:s3:arn': [BUCKET_ARN, `${BUCKET_ARN}/AWSLogs/*`] },
      ],
      ofTable,
      [
        ['kms:Decrypt', 'kms:GenerateDataKey'],
        KEY_ARN,
        {
          'kms:EncryptionContext:aws:sns:topicArn': [
            { Ref: logicalId(template, 'AWS::SNS::Topic', 'DeliveryTopic') },
          ],
        },
      ],
    ]);
  });
});

describe('the verify function', () => {
  it('takes one account at a time, and five at once', () => {
    expect(propertiesOf(plain, 'AWS::Lambda::EventSourceMapping')).toMatchObject({
      EventSourceArn: QUEUE_ARN,
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    expect(propertiesOf(plain, 'AWS::Lambda::Function')).toMatchObject({ Timeout: 900 });
  });

  it('is told what to read, where to announce, and what has expired', () => {
    const world = accessWorld({
      trail: { keyPrefix: 'audit', organizationId: 'o-abcdefghij' },
      bucket: { logFiles: { expireAfterDays: 400 }, digests: { expireAfterDays: 400 } },
      index: { retentionDays: 365 },
    });
    const template = synthesize(world);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          LOG_FILES_TABLE: { Ref: logicalId(template, 'AWS::DynamoDB::Table', 'IndexLogFiles') },
          TRAIL_BUCKET: 'org-trail',
          TRAIL_BUCKET_OWNER: '444455556666',
          DELIVERY_TOPIC: { Ref: logicalId(template, 'AWS::SNS::Topic', 'DeliveryTopic') },
          KEY_PREFIX: 'audit',
          ORGANIZATION_ID: 'o-abcdefghij',
          LOG_FILE_RETENTION_DAYS: '400',
          DIGEST_RETENTION_DAYS: '400',
          EVENT_RETENTION_DAYS: '365',
        }),
      },
    });
  });

  it('is told of no topic where nothing is repaired, and of no days where all is kept', () => {
    synthesize(accessWorld({ verify: { repair: false } })).hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          DELIVERY_TOPIC: Match.absent(),
          LOG_FILE_RETENTION_DAYS: Match.absent(),
          DIGEST_RETENTION_DAYS: Match.absent(),
          EVENT_RETENTION_DAYS: Match.absent(),
        }),
      },
    });
  });
});
