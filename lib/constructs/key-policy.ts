/**
 * What the policy of the KMS key allows: AWS services that use it for the stack, each held to its source.
 *
 * Topics, queues and log groups name the key, so the key's policy cannot name them: CloudFormation refuses the circle.
 * Their statements say "of this account and region"; which of them a service reaches is for their own policies. The
 * functions and people get their rights by IAM, to which the key's first statement leaves the account.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ExistingTrailSettings } from '../config/sections/trail.ts';

/** Beside what every stack has: a topic that feeds a queue, and logs. */
export interface KeyUsers {
  /**
   * ARN of the trail whose log files and topic the key encrypts.
   * @default the stack makes no trail
   */
  readonly trailArn?: string | undefined;
  /**
   * The trail that is there already: who announces its log files in the queue.
   * @default none but the stack's own topic
   */
  readonly existing?: ExistingTrailSettings | undefined;
  /**
   * Whether the key encrypts a topic for alarms.
   * @default false
   */
  readonly alarmTopic?: boolean;
}

/** What SNS and SQS ask of KMS in the name of whoever sends. */
const SEND = ['kms:Decrypt', 'kms:GenerateDataKey*'];

/** What AWS services need of the key. */
export function serviceStatements(scope: Construct, users: KeyUsers): PolicyStatement[] {
  const { trailArn, existing, alarmTopic = false } = users;
  return [
    ...(trailArn === undefined ? [] : [cloudTrail(trailArn)]),
    subscriptions(scope, existing),
    ...bucketNotifications(scope, existing),
    ...(existing?.notifications.from === 'event-bridge' ? [eventBridge(scope, 'Queue')] : []),
    ...(alarmTopic ? [alarms(scope), eventBridge(scope, 'Topic')] : []),
    logs(scope),
  ];
}

/** What the owner of an existing key must allow beside the services: the account itself, to hand it on by IAM. */
export function accountStatements(): PolicyStatement[] {
  const allow = (sid: string, actions: string[], conditions = {}) =>
    new PolicyStatement({
      sid,
      principals: [new AccountRootPrincipal()],
      actions,
      resources: ['*'],
      conditions,
    });
  return [
    allow('TraildexAccount', [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey*',
      'kms:ReEncrypt*',
    ]),
    // DynamoDB makes grants for itself when somebody chooses the key for a table.
    allow('TraildexTables', ['kms:CreateGrant'], { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
  ];
}

/**
 * AWS's example holds GenerateDataKey to an encryption context with `aws:cloudtrail:arn` as well. Requests for an S3
 * Bucket Key and for the topic have another context, and `aws:SourceArn` names the one trail in all of them.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
function cloudTrail(trailArn: string): PolicyStatement {
  return allowService('CloudTrail', 'cloudtrail.amazonaws.com', {
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey*'],
    conditions: { StringEquals: { 'aws:SourceArn': trailArn } },
  });
}

function subscriptions(scope: Construct, existing: ExistingTrailSettings | undefined): PolicyStatement {
  const topics = [arnLike(scope, 'sns', '*')];
  if (existing?.notifications.from === 'topic') topics.push(existing.notifications.topicArn);
  return allowService('TopicToQueue', 'sns.amazonaws.com', {
    actions: SEND,
    conditions: { ArnLike: { 'aws:SourceArn': topics } },
  });
}

function bucketNotifications(
  scope: Construct,
  existing: ExistingTrailSettings | undefined,
): PolicyStatement[] {
  if (existing?.notifications.from !== 's3') return [];
  const bucketArn = Stack.of(scope).formatArn({
    service: 's3',
    region: '',
    account: '',
    resource: existing.bucketName,
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
  return [
    allowService('BucketToQueue', 's3.amazonaws.com', {
      actions: SEND,
      conditions: {
        ArnEquals: { 'aws:SourceArn': bucketArn },
        StringEquals: { 'aws:SourceAccount': existing.bucketAccountId ?? Stack.of(scope).account },
      },
    }),
  ];
}

function alarms(scope: Construct): PolicyStatement {
  return allowService('AlarmToTopic', 'cloudwatch.amazonaws.com', {
    actions: SEND,
    conditions: {
      ArnLike: { 'aws:SourceArn': arnLike(scope, 'cloudwatch', 'alarm:*') },
      StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
    },
  });
}

const SENT_TO = {
  Queue: { service: 'sqs', contextKey: 'kms:EncryptionContext:aws:sqs:arn' },
  Topic: { service: 'sns', contextKey: 'kms:EncryptionContext:aws:sns:topicArn' },
} as const;

/**
 * EventBridge's requests for encrypted topics carry no source, and a condition on one would drop the messages silently:
 * so it is held to what it sends to. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
function eventBridge(scope: Construct, target: keyof typeof SENT_TO): PolicyStatement {
  const { service, contextKey } = SENT_TO[target];
  return allowService(`EventBridgeTo${target}`, 'events.amazonaws.com', {
    actions: SEND,
    conditions: { ArnLike: { [contextKey]: arnLike(scope, service, '*') } },
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function logs(scope: Construct): PolicyStatement {
  const { region, urlSuffix } = Stack.of(scope);
  // The one service among these whose principal is of a region.
  return allowService('Logs', `logs.${region}.${urlSuffix}`, {
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    conditions: {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arnLike(scope, 'logs', 'log-group:*') },
    },
  });
}

function allowService(
  sid: string,
  service: string,
  { actions, conditions }: { readonly actions: string[]; readonly conditions: Record<string, unknown> },
): PolicyStatement {
  // In a key's policy, "*" is the key.
  return new PolicyStatement({
    sid,
    principals: [new ServicePrincipal(service)],
    actions,
    resources: ['*'],
    conditions,
  });
}

function arnLike(scope: Construct, service: string, resource: string): string {
  return Stack.of(scope).formatArn({ service, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
}
