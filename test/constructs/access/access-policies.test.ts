import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { AccessPolicies } from '../../../lib/constructs/access/access-policies.ts';
import { type AccessWorld, accessWorld, BUCKET_ARN, KEY_ARN, TRAIL_KEY_ARN } from '../access-world.ts';
import { logicalId, propertiesOf, type Statement, statementsOf } from '../bare-stack.ts';

function synthesize(world: AccessWorld): Template {
  const { keyPrefix } = world.settings.trail;
  new AccessPolicies(world.stack, 'Access', { ...world, keyPrefix });
  return Template.fromStack(world.stack);
}

const plain = synthesize(accessWorld());
const encrypted = synthesize(
  accessWorld({ encryption: { keyArn: KEY_ARN } }, { trailKeyArn: TRAIL_KEY_ARN }),
);

const POLICY = 'AWS::IAM::ManagedPolicy';
const STACK_ARN = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Audit/*';
const EVENTS = { 'Fn::GetAtt': [logicalId(plain, 'AWS::DynamoDB::Table', 'IndexEvents'), 'Arn'] };
const LOG_FILES = { 'Fn::GetAtt': [logicalId(plain, 'AWS::DynamoDB::Table', 'IndexLogFiles'), 'Arn'] };
const TOPIC = { Ref: logicalId(plain, 'AWS::SNS::Topic', 'DeliveryTopic') };

const indexOf = (name: string) => ({ 'Fn::Join': ['', [EVENTS, `/index/${name}`]] });

const keyRights = (statements: readonly Statement[]) =>
  statements
    .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('kms:')))
    .map(({ Action, Resource, Condition }) => [Action, Resource, Condition?.StringLike]);

describe('the policy for readers', () => {
  it('allows what query, show and files do', () => {
    expect(statementsOf(plain, POLICY, 'AccessReader')).toEqual([
      { Effect: 'Allow', Action: 'cloudformation:DescribeStacks', Resource: STACK_ARN },
      {
        Effect: 'Allow',
        Action: 'dynamodb:Query',
        Resource: [
          EVENTS,
          indexOf('by-error-code'),
          indexOf('by-event-name'),
          indexOf('by-event-source'),
          indexOf('by-issued-key'),
          indexOf('by-principal'),
        ],
      },
      { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: LOG_FILES },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET_ARN}/AWSLogs/*` },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: BUCKET_ARN },
    ]);
  });

  it('allows to decrypt tables and log files, each with its own key', () => {
    const names = ['IndexEvents', 'IndexLogFiles'].map((id) => ({
      Ref: logicalId(encrypted, 'AWS::DynamoDB::Table', id),
    }));
    expect(keyRights(statementsOf(encrypted, POLICY, 'AccessReader'))).toEqual([
      ['kms:Decrypt', KEY_ARN, { 'kms:EncryptionContext:aws:dynamodb:tableName': [names[0]] }],
      ['kms:Decrypt', KEY_ARN, { 'kms:EncryptionContext:aws:dynamodb:tableName': [names[1]] }],
      [
        'kms:Decrypt',
        TRAIL_KEY_ARN,
        { 'kms:EncryptionContext:aws:s3:arn': [BUCKET_ARN, `${BUCKET_ARN}/AWSLogs/*`] },
      ],
    ]);
  });

  it('reaches no further than the key prefix of the trail', () => {
    const prefixed = synthesize(accessWorld({ trail: { keyPrefix: 'audit' } }));
    expect(statementsOf(prefixed, POLICY, 'AccessReader')).toContainEqual({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `${BUCKET_ARN}/audit/AWSLogs/*`,
    });
  });
});

describe('the policy for operators', () => {
  it('allows what ingest does', () => {
    expect(statementsOf(plain, POLICY, 'AccessOperator')).toEqual([
      { Effect: 'Allow', Action: 'cloudformation:DescribeStacks', Resource: STACK_ARN },
      { Effect: 'Allow', Action: 'dynamodb:BatchGetItem', Resource: LOG_FILES },
      {
        Effect: 'Allow',
        Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
        Resource: `${BUCKET_ARN}/AWSLogs/*`,
      },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: BUCKET_ARN },
      { Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC },
    ]);
  });

  it('allows to encrypt log files and messages, and to read the ledger', () => {
    const table = { Ref: logicalId(encrypted, 'AWS::DynamoDB::Table', 'IndexLogFiles') };
    const topic = { Ref: logicalId(encrypted, 'AWS::SNS::Topic', 'DeliveryTopic') };
    expect(keyRights(statementsOf(encrypted, POLICY, 'AccessOperator'))).toEqual([
      ['kms:Decrypt', KEY_ARN, { 'kms:EncryptionContext:aws:dynamodb:tableName': [table] }],
      [
        ['kms:Decrypt', 'kms:GenerateDataKey'],
        TRAIL_KEY_ARN,
        { 'kms:EncryptionContext:aws:s3:arn': [BUCKET_ARN, `${BUCKET_ARN}/AWSLogs/*`] },
      ],
      [
        ['kms:Decrypt', 'kms:GenerateDataKey'],
        KEY_ARN,
        { 'kms:EncryptionContext:aws:sns:topicArn': [topic] },
      ],
    ]);
  });
});

describe('the role for operators', () => {
  it('has both policies, for whom the administrators of the account allow to assume it', () => {
    const role = propertiesOf(plain, 'AWS::IAM::Role', 'AccessOperatorRole');
    expect(role.ManagedPolicyArns).toEqual([
      { Ref: logicalId(plain, POLICY, 'AccessReader') },
      { Ref: logicalId(plain, POLICY, 'AccessOperator') },
    ]);
    expect(role.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        },
      ],
    });
  });

  it('may send to the queue, where it moves messages back', () => {
    expect(statementsOf(plain, 'AWS::SQS::QueuePolicy', 'DeliveryQueue')).toContainEqual({
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Principal: { AWS: { 'Fn::GetAtt': [logicalId(plain, 'AWS::IAM::Role', 'AccessOperatorRole'), 'Arn'] } },
      Resource: { 'Fn::GetAtt': [logicalId(plain, 'AWS::SQS::Queue', 'DeliveryQueue'), 'Arn'] },
    });
  });
});

it('gives policies and role no names, so that the stack can stand in several regions and twice in one', () => {
  expect(propertiesOf(plain, POLICY, 'AccessReader').ManagedPolicyName).toBeUndefined();
  expect(propertiesOf(plain, POLICY, 'AccessOperator').ManagedPolicyName).toBeUndefined();
  expect(propertiesOf(plain, 'AWS::IAM::Role', 'AccessOperatorRole').RoleName).toBeUndefined();
});
