import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { AccessPolicies } from '../../../lib/constructs/access/access-policies.ts';
import { VerifyQueue } from '../../../lib/constructs/verify-queue.ts';
import { type AccessWorld, accessWorld, BUCKET_ARN, KEY_ARN, TRAIL_KEY_ARN } from '../access-world.ts';
import { logicalId, propertiesOf, type Statement, statementsOf } from '../bare-stack.ts';
import { resourcesOf, synthesizeConfiguration } from '../stack-templates.ts';

function synthesize(world: AccessWorld & { readonly verifyQueue?: VerifyQueue }, ownBucket = true): Template {
  const { keyPrefix } = world.settings.trail;
  new AccessPolicies(world.stack, 'Access', { ...world, ownBucket, keyPrefix });
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
const QUEUE = { 'Fn::GetAtt': [logicalId(plain, 'AWS::SQS::Queue', 'DeliveryQueue'), 'Arn'] };
const DEAD_LETTERS = {
  'Fn::GetAtt': [logicalId(plain, 'AWS::SQS::Queue', 'DeliveryDeadLetterQueue'), 'Arn'],
};

const indexOf = (name: string) => ({ 'Fn::Join': ['', [EVENTS, `/index/${name}`]] });

const keyRights = (statements: readonly Statement[]) =>
  statements
    .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('kms:')))
    .map(({ Action, Resource, Condition }) => [Action, Resource, Condition?.StringLike]);

describe('the policy for readers', () => {
  it('allows what query, show, files and verify do', () => {
    expect(statementsOf(plain, POLICY, 'AccessReader')).toEqual([
      { Effect: 'Allow', Action: 'cloudformation:DescribeStacks', Resource: STACK_ARN },
      { Effect: 'Allow', Action: ['dynamodb:BatchGetItem', 'dynamodb:Query'], Resource: EVENTS },
      {
        Effect: 'Allow',
        Action: 'dynamodb:Query',
        Resource: [
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
      { Effect: 'Allow', Action: 'cloudtrail:ListPublicKeys', Resource: '*' },
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
  it('allows what ingest and repairs do, and to move dead letters back', () => {
    expect(statementsOf(plain, POLICY, 'AccessOperator')).toEqual([
      { Effect: 'Allow', Action: 'cloudformation:DescribeStacks', Resource: STACK_ARN },
      {
        Effect: 'Allow',
        Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
        Resource: LOG_FILES,
      },
      {
        Effect: 'Allow',
        Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
        Resource: `${BUCKET_ARN}/AWSLogs/*`,
      },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: BUCKET_ARN },
      { Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC },
      {
        Effect: 'Allow',
        Action: 'dynamodb:UpdateItem',
        Resource: LOG_FILES,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'log-files#*' } },
      },
      { Effect: 'Allow', Action: 'cloudtrail:ListPublicKeys', Resource: '*' },
      {
        Effect: 'Allow',
        Action: [
          'sqs:CancelMessageMoveTask',
          'sqs:ChangeMessageVisibility',
          'sqs:DeleteMessage',
          'sqs:GetQueueAttributes',
          'sqs:ListMessageMoveTasks',
          'sqs:ReceiveMessage',
          'sqs:StartMessageMoveTask',
        ],
        Resource: DEAD_LETTERS,
      },
      { Effect: 'Allow', Action: ['sqs:GetQueueAttributes', 'sqs:SendMessage'], Resource: QUEUE },
    ]);
  });

  it("allows to put nothing into somebody else's bucket, nor to encrypt with its key", () => {
    const attached = synthesize(accessWorld({}, { trailKeyArn: TRAIL_KEY_ARN }), false);
    const statements = statementsOf(attached, POLICY, 'AccessOperator');
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `${BUCKET_ARN}/AWSLogs/*`,
    });
    const rights = statements.flatMap(({ Action }) => Action);
    expect(rights.filter((action) => action.startsWith('s3:'))).toEqual(['s3:GetObject', 's3:ListBucket']);
    expect(rights.filter((action) => action.startsWith('kms:'))).toEqual(['kms:Decrypt']);
  });

  it('allows to encrypt log files and messages, and to read ledger and dead letters', () => {
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
      ['kms:Decrypt', KEY_ARN, { 'kms:EncryptionContext:aws:sqs:arn': [DEAD_LETTERS] }],
      [['kms:Decrypt', 'kms:GenerateDataKey'], KEY_ARN, { 'kms:EncryptionContext:aws:sqs:arn': [QUEUE] }],
    ]);
  });
});

describe('where accounts are verified by a schedule', () => {
  const world = accessWorld();
  const verifyQueue = new VerifyQueue(world.stack, 'Accounts', {
    functionTimeout: Duration.minutes(15),
    encryption: world.encryption,
  });
  const template = synthesize({ ...world, verifyQueue });
  const arnOf = (id: string) => ({ 'Fn::GetAtt': [logicalId(template, 'AWS::SQS::Queue', id), 'Arn'] });
  const queue = arnOf('AccountsQueue');

  it('operators may see those that were given up, and have them verified after all', () => {
    const statements = statementsOf(template, POLICY, 'AccessOperator');
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: [
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ListMessageMoveTasks',
        'sqs:ReceiveMessage',
        'sqs:StartMessageMoveTask',
      ],
      Resource: arnOf('AccountsDeadLetterQueue'),
    });
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: [queue, arnOf('DeliveryQueue')],
    });
  });

  it('the queue takes what they move back', () => {
    const role = { 'Fn::GetAtt': [logicalId(template, 'AWS::IAM::Role', 'AccessOperatorRole'), 'Arn'] };
    expect(statementsOf(template, 'AWS::SQS::QueuePolicy', 'AccountsQueue')).toContainEqual({
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Principal: { AWS: role },
      Resource: queue,
    });
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

it.each([
  ['default', ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListBucket', 's3:PutObject']],
  ['existing trail', ['s3:GetObject', 's3:ListBucket']],
] as const)('allows operators in the bucket of a stack with %s: %j', (name, expected) => {
  const policies = resourcesOf(synthesizeConfiguration(name).template, POLICY);
  const operator = policies.find(([id]) => id.startsWith('TraildexAccessOperator'));
  const statements: Statement[] = operator?.[1].Properties.PolicyDocument.Statement;
  const rights = statements.flatMap(({ Action }) => Action).filter((action) => action.startsWith('s3:'));
  expect(rights.sort()).toEqual(expected);
});
