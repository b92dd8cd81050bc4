import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import type { EncryptionSettings } from '../../lib/config/sections/encryption.ts';
import { DeliveryQueue } from '../../lib/constructs/delivery-queue.ts';
import { Encryption } from '../../lib/constructs/encryption.ts';
import type { KeyUsers } from '../../lib/constructs/key-policy.ts';
import { bareStack, logicalId, statementsOf } from './bare-stack.ts';

const TRAIL_ARN = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/Audit';
const KEY_ARN = 'arn:aws:kms:eu-west-1:444455556666:key/0d1c6e0f-1f5a-4d3c-9a55-0f6cd1b1a9a1';
const EXISTING_BUCKET = { bucketName: 'org-trail', bucketAccountId: '444455556666' };

const ROOT = {
  Action: 'kms:*',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Resource: '*',
};
const CLOUD_TRAIL = {
  Sid: 'CloudTrail',
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey*'],
  Resource: '*',
  Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
};
const TOPIC_TO_QUEUE = {
  Sid: 'TopicToQueue',
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
  Condition: { ArnLike: { 'aws:SourceArn': ['arn:aws:sns:eu-west-1:111122223333:*'] } },
};
const LOGS = {
  Sid: 'Logs',
  Effect: 'Allow',
  Principal: { Service: { 'Fn::Join': ['', ['logs.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } },
  Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
  Resource: '*',
  Condition: {
    ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:111122223333:log-group:*' },
  },
};

function encrypt(encryption: EncryptionSettings, keyUsers: KeyUsers = {}, stack: Stack = bareStack()) {
  const made = new Encryption(stack, 'Encryption', {
    encryption,
    removalPolicy: RemovalPolicy.RETAIN,
    keyUsers,
  });
  return { stack, made };
}

/** Everything that can be encrypted, encrypted. */
function fill({ stack, made }: ReturnType<typeof encrypt>): Template {
  new Bucket(stack, 'Bucket', made.forBucket());
  new DeliveryQueue(stack, 'Delivery', { functionTimeout: Duration.minutes(5), encryption: made });
  new Table(stack, 'Table', {
    ...made.forTable(),
    partitionKey: { name: 'id', type: AttributeType.STRING },
  });
  new LogGroup(stack, 'Logs', made.forLogGroup());
  return Template.fromStack(stack);
}

const keyPolicyFor = (keyUsers: KeyUsers) =>
  statementsOf(Template.fromStack(encrypt('new-key', keyUsers).stack), 'AWS::KMS::Key');

describe('keys of the services', () => {
  const template = fill(encrypt('aws-managed'));

  it('cost nothing: no KMS key is made or named', () => {
    template.resourceCountIs('AWS::KMS::Key', 0);
    expect(JSON.stringify(template.toJSON())).not.toMatch(/kms/i);
  });

  it('encrypt bucket and queues', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    template.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
  });

  it('ask nothing of anybody', () => {
    expect(template.findOutputs('*')).toEqual({});
  });
});

describe('a new key', () => {
  const template = fill(encrypt('new-key', { trailArn: TRAIL_ARN }));
  const keyArn = { 'Fn::GetAtt': [logicalId(template, 'AWS::KMS::Key'), 'Arn'] };

  it('is rotated, kept when the stack is deleted, and found by the name of the stack', () => {
    template.hasResource('AWS::KMS::Key', {
      Properties: { EnableKeyRotation: true },
      DeletionPolicy: 'Retain',
    });
    template.hasResourceProperties('AWS::KMS::Alias', {
      AliasName: 'alias/traildex/Audit',
      TargetKeyId: keyArn,
    });
  });

  it('encrypts bucket, topic, queues, table and log, the bucket with a bucket key', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn },
          },
        ],
      },
    });
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: keyArn });
    template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: keyArn });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: keyArn });
  });

  it('lets in the account, the trail, topics and logs, and nobody because a topic or queue uses it', () => {
    expect(statementsOf(template, 'AWS::KMS::Key')).toEqual([ROOT, CLOUD_TRAIL, TOPIC_TO_QUEUE, LOGS]);
  });

  it('asks nothing of anybody', () => {
    expect(template.findOutputs('*')).toEqual({});
  });
});

describe('the key policy', () => {
  it('leaves CloudTrail out where the stack makes no trail', () => {
    expect(keyPolicyFor({})).toEqual([ROOT, TOPIC_TO_QUEUE, LOGS]);
  });

  it("lets the existing trail's topic reach the queue beside those of the account", () => {
    const topicArn = 'arn:aws:sns:us-east-1:444455556666:aws-controltower-AllConfigNotifications';
    const existing = { ...EXISTING_BUCKET, notifications: { from: 'topic', topicArn } } as const;
    expect(keyPolicyFor({ existing })[1]?.Condition).toEqual({
      ArnLike: { 'aws:SourceArn': ['arn:aws:sns:eu-west-1:111122223333:*', topicArn] },
    });
  });

  it('lets S3 send for the bucket of the existing trail and its owner only', () => {
    const existing = { ...EXISTING_BUCKET, notifications: { from: 's3' } } as const;
    expect(keyPolicyFor({ existing })).toEqual([
      ROOT,
      TOPIC_TO_QUEUE,
      {
        Sid: 'BucketToQueue',
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: {
          ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::org-trail' },
          StringEquals: { 'aws:SourceAccount': '444455556666' },
        },
      },
      LOGS,
    ]);
  });

  it('lets EventBridge, which tells no source, encrypt for queues of the account only', () => {
    const existing = { ...EXISTING_BUCKET, notifications: { from: 'event-bridge' } } as const;
    expect(keyPolicyFor({ existing })[2]).toEqual({
      Sid: 'EventBridgeToQueue',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:sqs:arn': 'arn:aws:sqs:eu-west-1:111122223333:*' },
      },
    });
  });

  it('lets alarms and rules of the account reach a topic for alarms', () => {
    expect(keyPolicyFor({ alarmTopic: true })).toEqual([
      ROOT,
      TOPIC_TO_QUEUE,
      {
        Sid: 'AlarmToTopic',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*' },
          StringEquals: { 'aws:SourceAccount': '111122223333' },
        },
      },
      {
        Sid: 'EventBridgeToTopic',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: {
          ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': 'arn:aws:sns:eu-west-1:111122223333:*' },
        },
      },
      LOGS,
    ]);
  });
});

describe('an existing key', () => {
  const existing = encrypt({ keyArn: KEY_ARN }, { trailArn: TRAIL_ARN });
  const template = fill(existing);

  it('is used as it is', () => {
    template.resourceCountIs('AWS::KMS::Key', 0);
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: KEY_ARN });
    template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: KEY_ARN });
  });

  const ACCOUNT = {
    Sid: 'TraildexAccount',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    Resource: '*',
  };
  const TABLES = {
    Sid: 'TraildexTables',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Action: 'kms:CreateGrant',
    Resource: '*',
    Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  };
  const LOGS_BY_NAME = { ...LOGS, Principal: { Service: 'logs.eu-west-1.amazonaws.com' } };

  it('has its owner asked, before the deployment, to let in the account, its tables, and the services', () => {
    const [warning] = Annotations.fromStack(existing.stack).findWarning('*', Match.anyValue());
    const [, says = '', json = ''] = /^(.+?)\n(\[.+\n\])\n/s.exec(String(warning?.entry.data)) ?? [];
    expect(says).toMatch(
      /^In account 444455556666, before the stack is deployed: Add these statements to the policy of the key arn:/,
    );
    expect(JSON.parse(json)).toEqual([ACCOUNT, TABLES, CLOUD_TRAIL, TOPIC_TO_QUEUE, LOGS_BY_NAME]);
  });

  it('has an output that says the same when the stack is there', () => {
    const { Value, Description } =
      template.findOutputs('OwnerEncryptionKeyPolicy').OwnerEncryptionKeyPolicy ?? {};
    const text = Value['Fn::Join'][1].map((part: unknown) =>
      typeof part === 'string' ? part : 'amazonaws.com',
    );
    expect(JSON.parse(text.join(''))).toEqual([ACCOUNT, TABLES, CLOUD_TRAIL, TOPIC_TO_QUEUE, LOGS_BY_NAME]);
    expect(Description).toContain(`to the policy of the key ${KEY_ARN}`);
  });

  it('is warned of also where nobody knows the account yet', () => {
    const stack = new Stack(new App(), 'Anywhere');
    encrypt({ keyArn: KEY_ARN }, {}, stack);
    Annotations.fromStack(stack).hasWarning(
      '*',
      Match.stringLikeRegexp(
        'before the stack is deployed[^]*arn:<partition>:iam::<account>:root[^]*logs.<region>.<domain of AWS>',
      ),
    );
  });
});
