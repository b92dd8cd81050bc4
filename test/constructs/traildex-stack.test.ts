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

  it('makes the trail after the policies that CloudTrail checks', () => {
    const [trail] = Object.values(template.findResources('AWS::CloudTrail::Trail'));
    const policies = [
      ...Object.keys(template.findResources('AWS::S3::BucketPolicy')),
      ...Object.keys(template.findResources('AWS::SNS::TopicPolicy')),
    ];
    expect(policies).toHaveLength(2);
    expect(trail?.DependsOn).toEqual(expect.arrayContaining(policies));
  });

  it('keeps bucket and tables when the stack is deleted, unless the settings say otherwise', () => {
    const policiesOf = (of: Template) =>
      ['AWS::S3::Bucket', 'AWS::DynamoDB::Table'].flatMap((type) =>
        Object.values(of.findResources(type)).map((resource) => resource.DeletionPolicy),
      );
    expect(policiesOf(template)).toEqual(['Retain', 'Retain', 'Retain']);
    expect(policiesOf(synthesize({ removalPolicy: 'destroy' }))).toEqual(['Delete', 'Delete', 'Delete']);
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
    const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
      (policy) =>
        policy.Properties.PolicyDocument.Statement as {
          Action: string | string[];
          Resource: unknown;
        }[],
    );
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
  });

  it('puts the key prefix into trail, bucket policy and function alike', () => {
    const prefixed = synthesize({ trail: { keyPrefix: 'audit/main' } });
    prefixed.hasResourceProperties('AWS::CloudTrail::Trail', { S3KeyPrefix: 'audit/main' });
    prefixed.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ KEY_PREFIX: 'audit/main' }) },
    });
    expect(JSON.stringify(prefixed.findResources('AWS::S3::BucketPolicy'))).toContain('/audit/main/AWSLogs/');
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
