import { describe, expect, it } from 'vitest';
import type { ExistingTrailSettings } from '../../../lib/config/sections/trail.ts';
import { ownerRequests } from '../../../lib/constructs/existing-trail/owner-requests.ts';
import type { OwnerRequest } from '../../../lib/constructs/owners/owner-request.ts';
import type { StackNames } from '../../../lib/constructs/owners/stack-names.ts';

const STACK: StackNames = {
  partition: 'aws',
  region: 'eu-west-1',
  account: '111122223333',
  stackName: 'Traildex',
  roleNames: 'Traildex-*',
};

const queueArn = 'arn:aws:sqs:eu-west-1:111122223333:Traildex-Queue-1A2B';

const TOPIC = { from: 'topic', topicArn: 'arn:aws:sns:us-east-1:777788889999:all-notifications' } as const;
const OWN_TOPIC = { from: 'topic', topicArn: 'arn:aws:sns:eu-west-1:111122223333:trail' } as const;
const OTHER_ACCOUNT = '444455556666';

function ask(existing: Omit<ExistingTrailSettings, 'bucketName'>, stack = STACK): OwnerRequest[] {
  return ownerRequests(
    { existing: { bucketName: 'the-logs', ...existing }, folder: { keyPrefix: 'audit' }, queueArn },
    stack,
  );
}

function namesAndOwners(requests: readonly OwnerRequest[]) {
  return requests.map(({ name, owner }) => [name, owner]);
}

function pasteOf(name: OwnerRequest['name'], requests: readonly OwnerRequest[]): unknown {
  return requests.find((request) => request.name === name)?.paste;
}

describe('what is asked', () => {
  it('is nothing for bucket and topic of the own account', () => {
    expect(ask({ notifications: OWN_TOPIC })).toEqual([]);
    expect(ask({ notifications: OWN_TOPIC, bucketAccountId: '111122223333' })).toEqual([]);
  });

  it('goes to the owner of each thing', () => {
    const requests = ask({
      notifications: TOPIC,
      bucketAccountId: OTHER_ACCOUNT,
      kmsKeyArn: 'arn:aws:kms:eu-west-1:222233334444:key/0a1b',
    });
    expect(namesAndOwners(requests)).toEqual([
      ['TopicPolicy', '777788889999'],
      ['BucketPolicy', '444455556666'],
      ['KeyPolicy', '222233334444'],
    ]);
  });

  it('is due before the deployment only where that would fail', () => {
    const requests = ask({ notifications: TOPIC, bucketAccountId: OTHER_ACCOUNT });
    expect(requests.map(({ deploymentNeedsIt }) => deploymentNeedsIt)).toEqual([
      'in-another-account',
      'nowhere',
    ]);
  });

  it('includes settings of the own account’s bucket, where the stack hears the bucket itself', () => {
    expect(namesAndOwners(ask({ notifications: { from: 's3' } }))).toEqual([
      ['BucketNotification', undefined],
    ]);
    expect(namesAndOwners(ask({ notifications: { from: 'event-bridge' } }))).toEqual([
      ['BucketNotification', undefined],
    ]);
  });

  it('includes the forwarding of events from another account', () => {
    const requests = ask({ notifications: { from: 'event-bridge' }, bucketAccountId: OTHER_ACCOUNT });
    expect(namesAndOwners(requests)).toEqual([
      ['BucketPolicy', '444455556666'],
      ['BucketNotification', '444455556666'],
      ['EventForwarding', '444455556666'],
    ]);
  });
});

describe('what is to be pasted', () => {
  it('lets the account subscribe queues of its own to the topic, and nothing else', () => {
    expect(pasteOf('TopicPolicy', ask({ notifications: TOPIC }))).toEqual([
      {
        Sid: 'TraildexSubscribe',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'sns:Subscribe',
        Resource: 'arn:aws:sns:us-east-1:777788889999:all-notifications',
        Condition: {
          StringEquals: { 'sns:Protocol': 'sqs' },
          StringLike: { 'sns:Endpoint': 'arn:aws:sqs:eu-west-1:111122223333:*' },
        },
      },
      {
        Sid: 'TraildexLook',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'sns:GetTopicAttributes',
        Resource: 'arn:aws:sns:us-east-1:777788889999:all-notifications',
      },
    ]);
  });

  it('lets roles of the stack read the trail’s files and list the bucket, before the roles exist', () => {
    const requests = ask({ notifications: OWN_TOPIC, bucketAccountId: OTHER_ACCOUNT });
    const whom = {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Condition: { ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/Traildex-*'] } },
    };
    expect(pasteOf('BucketPolicy', requests)).toEqual([
      {
        ...whom,
        Sid: 'TraildexRead',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::the-logs/audit/AWSLogs/*',
      },
      { ...whom, Sid: 'TraildexList', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::the-logs' },
    ]);
  });

  it('lets roles of the stack decrypt through S3 alone', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b';
    const requests = ask({ notifications: OWN_TOPIC, kmsKeyArn });
    expect(namesAndOwners(requests)).toEqual([['KeyPolicy', undefined]]);
    expect(pasteOf('KeyPolicy', requests)).toEqual([
      {
        Sid: 'TraildexDecrypt',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: {
          ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/Traildex-*'] },
          StringLike: { 'kms:ViaService': 's3.eu-west-1.*' },
        },
      },
    ]);
  });

  it('makes the bucket announce log files to the queue', () => {
    expect(pasteOf('BucketNotification', ask({ notifications: { from: 's3' } }))).toEqual({
      QueueConfigurations: [
        {
          Id: 'traildex',
          QueueArn: 'arn:aws:sqs:eu-west-1:111122223333:Traildex-Queue-1A2B',
          Events: ['s3:ObjectCreated:*'],
          Filter: {
            Key: {
              FilterRules: [
                { Name: 'prefix', Value: 'audit/AWSLogs/' },
                { Name: 'suffix', Value: '.json.gz' },
              ],
            },
          },
        },
      ],
    });
  });

  it('makes the bucket send its events to EventBridge, and a rule forward them to the bus', () => {
    const requests = ask({ notifications: { from: 'event-bridge' }, bucketAccountId: OTHER_ACCOUNT });
    const bus = 'arn:aws:events:eu-west-1:111122223333:event-bus/Traildex';
    expect(pasteOf('BucketNotification', requests)).toEqual({ EventBridgeConfiguration: {} });
    expect(pasteOf('EventForwarding', requests)).toMatchObject({
      Resources: {
        Role: {
          Properties: {
            Policies: [{ PolicyDocument: { Statement: [{ Action: 'events:PutEvents', Resource: bus }] } }],
          },
        },
        Rule: {
          Properties: {
            EventPattern: {
              account: ['444455556666'],
              detail: { object: { key: [{ wildcard: 'audit/AWSLogs/*/CloudTrail*.json.gz' }] } },
            },
            Targets: [{ Arn: bus, RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }],
          },
        },
      },
    });
  });

  it('says that putting a notification configuration replaces the one that is there', () => {
    for (const from of ['s3', 'event-bridge'] as const) {
      expect(ask({ notifications: { from } })[0]?.text).toContain('replaces all that was set');
    }
  });
});
