import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseSettings, type SettingsInput } from '../../../lib/config/settings.ts';
import { DeliveryQueue } from '../../../lib/constructs/delivery-queue.ts';
import { Encryption } from '../../../lib/constructs/encryption.ts';
import { OwnTrail } from '../../../lib/constructs/trail/own-trail.ts';
import { trailArnOf } from '../../../lib/constructs/trail/trail-arn.ts';
import { bareStack, logicalId, propertiesOf, statementsOf } from '../bare-stack.ts';

const TRAIL = 'AWS::CloudTrail::Trail';
const OWN = {
  tables: ['arn:aws:dynamodb:eu-west-1:111122223333:table/events'],
  functions: ['arn:aws:lambda:eu-west-1:111122223333:function:ingest'],
  topics: ['arn:aws:sns:eu-west-1:111122223333:delivery'],
  queues: ['arn:aws:sqs:eu-west-1:111122223333:queue'],
};

/** A trail named like its stack, recording. */
function record(input: SettingsInput = {}, stack: Stack = bareStack()): Template {
  const { trail, bucket, encryption: encrypted } = parseSettings(input);
  const removalPolicy = RemovalPolicy.RETAIN;
  const trailArn = trailArnOf(stack, stack.stackName);
  const keyUsers = { trailArn };
  const encryption = new Encryption(stack, 'Encryption', { encryption: encrypted, removalPolicy, keyUsers });
  const delivery = new DeliveryQueue(stack, 'Delivery', { functionTimeout: Duration.minutes(5), encryption });
  new OwnTrail(stack, 'Trail', {
    trailName: stack.stackName,
    trailArn,
    trail,
    bucket,
    delivery,
    encryption,
    removalPolicy,
  }).record(OWN);
  return Template.fromStack(stack);
}

/** Logical ids of the bucket of the trail, and of that of its access logs. */
function bucketIdsIn(template: Template) {
  const ids = Object.keys(template.findResources('AWS::S3::Bucket'));
  return {
    trail: ids.find((id) => !id.includes('AccessLogs')),
    accessLogs: ids.find((id) => id.includes('AccessLogs')),
  };
}

/** The only trails that the policies of bucket and topic let in. */
function trailsLetInBy(template: Template): unknown[] {
  const statements = [
    ...statementsOf(template, 'AWS::S3::BucketPolicy', 'TrailBucketPolicy'),
    ...statementsOf(template, 'AWS::SNS::TopicPolicy'),
  ].filter(({ Principal }) => JSON.stringify(Principal).includes('cloudtrail'));
  return [...new Set(statements.map(({ Condition }) => Condition?.StringEquals?.['aws:SourceArn']))];
}

describe('the trail', () => {
  it('records the management events of all regions, provably, and tells the topic', () => {
    const template = record();
    expect(propertiesOf(template, TRAIL)).toEqual({
      TrailName: 'Audit',
      S3BucketName: { Ref: bucketIdsIn(template).trail },
      SnsTopicName: { 'Fn::GetAtt': [logicalId(template, 'AWS::SNS::Topic'), 'TopicName'] },
      IsLogging: true,
      IsMultiRegionTrail: true,
      IsOrganizationTrail: false,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      AdvancedEventSelectors: [
        { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
      ],
      InsightSelectors: [],
    });
  });

  it('is of one region, with a prefix and Insights, where the settings say so', () => {
    const trail: SettingsInput['trail'] = {
      multiRegion: false,
      keyPrefix: 'audit/main',
      insights: ['ApiCallRateInsight', 'ApiErrorRateInsight'],
    };
    expect(propertiesOf(record({ trail }), TRAIL)).toMatchObject({
      IsMultiRegionTrail: false,
      S3KeyPrefix: 'audit/main',
      InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }, { InsightType: 'ApiErrorRateInsight' }],
    });
  });

  it('encrypts log files and digests with the key that encrypts everything else', () => {
    const template = record({ encryption: 'new-key' });
    expect(propertiesOf(template, TRAIL).KMSKeyId).toEqual({
      'Fn::GetAtt': [logicalId(template, 'AWS::KMS::Key'), 'Arn'],
    });
    const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/0d1c6e0f-1f5a-4d3c-9a55-0f6cd1b1a9a1';
    expect(propertiesOf(record({ encryption: { keyArn } }), TRAIL).KMSKeyId).toBe(keyArn);
  });

  it('leaves its own bucket, the access logs and the rest of the stack out of data events', () => {
    const trail: SettingsInput['trail'] = {
      managementEvents: 'none',
      eventSelectors: ['AWS::S3::Object', 'AWS::SQS::Queue'].map((type) => ({
        category: 'Data',
        fields: [{ field: 'resources.type', equals: [type] }],
      })),
    };
    const template = record({ trail });
    const allOf = (bucketId: string | undefined) => ({
      'Fn::Join': ['', [{ 'Fn::GetAtt': [bucketId, 'Arn'] }, '/']],
    });
    const { trail: ownBucket, accessLogs } = bucketIdsIn(template);
    expect(propertiesOf(template, TRAIL).AdvancedEventSelectors).toEqual([
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
          {
            Field: 'resources.ARN',
            NotStartsWith: [allOf(ownBucket), allOf(accessLogs)],
          },
        ],
      },
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'resources.type', Equals: ['AWS::SQS::Queue'] },
          { Field: 'resources.ARN', NotEquals: ['arn:aws:sqs:eu-west-1:111122223333:queue'] },
        ],
      },
    ]);
  });

  it('is made after the key, the policies and the way of its first notification', () => {
    const template = record({ encryption: 'new-key' });
    const [trail] = Object.values(template.findResources(TRAIL));
    const idsOf = (type: string) => Object.keys(template.findResources(type));
    const needed = [
      ...idsOf('AWS::KMS::Key'),
      ...idsOf('AWS::S3::BucketPolicy'),
      ...idsOf('AWS::SNS::TopicPolicy'),
      ...idsOf('AWS::SNS::Subscription'),
      ...idsOf('AWS::SQS::QueuePolicy'),
    ];
    // Two buckets have a policy, and two queues.
    expect(needed).toHaveLength(7);
    expect(trail?.DependsOn).toEqual(expect.arrayContaining(needed));
  });

  it.each([
    ['Audit', 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/Audit'],
    ['Sandbox', 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/Sandbox'],
  ])('is the only one of its account that bucket and topic let in: %s', (stackName, trailArn) => {
    expect(trailsLetInBy(record({}, bareStack(stackName)))).toEqual([trailArn]);
  });

  it("is an organisation's where the settings name one, and that of the account all the same", () => {
    const template = record({ trail: { organizationId: 'o-exampleorg1' } });
    expect(propertiesOf(template, TRAIL).IsOrganizationTrail).toBe(true);
    expect(trailsLetInBy(template)).toEqual(['arn:aws:cloudtrail:eu-west-1:111122223333:trail/Audit']);
  });
});
