import { RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { BackfillFunction } from '../../../lib/constructs/functions/backfill-function.ts';
import { type AccessWorld, accessWorld, BUCKET_ARN, KEY_ARN, TRAIL_KEY_ARN } from '../access-world.ts';
import { logicalId, propertiesOf, rightsOf } from '../bare-stack.ts';

function synthesize(world: AccessWorld): Template {
  new BackfillFunction(world.stack, 'Backfill', {
    ...world,
    topic: world.delivery.topic,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  return Template.fromStack(world.stack);
}

describe('the rights of the backfill function', () => {
  const listing = (prefix: string) => ({
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: BUCKET_ARN,
    Condition: { StringLike: { 's3:prefix': prefix } },
  });

  it('are to list the folders of the trail, to query the ledger, to publish, and no others', () => {
    const template = synthesize(accessWorld());
    expect(rightsOf(template)).toEqual([
      listing('AWSLogs/*'),
      {
        Effect: 'Allow',
        Action: 'dynamodb:Query',
        Resource: { 'Fn::GetAtt': [logicalId(template, 'AWS::DynamoDB::Table', 'IndexLogFiles'), 'Arn'] },
      },
      {
        Effect: 'Allow',
        Action: 'sns:Publish',
        Resource: { Ref: logicalId(template, 'AWS::SNS::Topic', 'DeliveryTopic') },
      },
    ]);
  });

  it('end at the key prefix of the trail', () => {
    const prefixed = synthesize(accessWorld({ trail: { keyPrefix: 'audit/main' } }));
    expect(rightsOf(prefixed)).toContainEqual(listing('audit/main/AWSLogs/*'));
  });

  it('reach the key for ledger and topic alone, and never that of the log files', () => {
    const template = synthesize(
      accessWorld({ encryption: { keyArn: KEY_ARN } }, { trailKeyArn: TRAIL_KEY_ARN }),
    );
    const logFiles = logicalId(template, 'AWS::DynamoDB::Table', 'IndexLogFiles');
    const topic = logicalId(template, 'AWS::SNS::Topic', 'DeliveryTopic');
    const ofKeys = rightsOf(template).filter(({ Action }) => [Action].flat()[0]?.startsWith('kms:'));
    expect(
      ofKeys.map(({ Action, Resource, Condition }) => [Action, Resource, Condition?.StringLike]),
    ).toEqual([
      ['kms:Decrypt', KEY_ARN, { 'kms:EncryptionContext:aws:dynamodb:tableName': [{ Ref: logFiles }] }],
      [
        ['kms:Decrypt', 'kms:GenerateDataKey'],
        KEY_ARN,
        { 'kms:EncryptionContext:aws:sns:topicArn': [{ Ref: topic }] },
      ],
    ]);
  });
});

describe('the backfill function', () => {
  it('is told what to list, where to announce it and how far to look back', () => {
    const world = accessWorld({
      trail: { keyPrefix: 'audit', organizationId: 'o-abcdefghij' },
      backfill: { lookBackDays: 7 },
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
          LOOK_BACK_DAYS: '7',
        }),
      },
    });
  });

  it('is told that there is no prefix and no organisation', () => {
    synthesize(accessWorld()).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ KEY_PREFIX: '', ORGANIZATION_ID: '' }) },
    });
  });

  it.each([
    [1, 'rate(1 hour)'],
    [6, 'rate(6 hours)'],
    [24, 'rate(1 day)'],
  ])('runs every %i hours', (everyHours, rate) => {
    const template = synthesize(accessWorld({ backfill: { everyHours } }));
    const fn = { 'Fn::GetAtt': [logicalId(template, 'AWS::Lambda::Function'), 'Arn'] };
    expect(propertiesOf(template, 'AWS::Events::Rule')).toMatchObject({
      ScheduleExpression: rate,
      State: 'ENABLED',
      Targets: [{ Arn: fn, RetryPolicy: { MaximumEventAgeInSeconds: 1800 } }],
    });
    const rule = { 'Fn::GetAtt': [logicalId(template, 'AWS::Events::Rule'), 'Arn'] };
    expect(propertiesOf(template, 'AWS::Lambda::Permission')).toMatchObject({
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: rule,
    });
  });

  it('is over with all its tries before the next run is due, at the shortest', () => {
    const template = synthesize(accessWorld({ backfill: { everyHours: 1 } }));
    const { Timeout } = propertiesOf(template, 'AWS::Lambda::Function') as { Timeout: number };
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = propertiesOf(
      template,
      'AWS::Lambda::EventInvokeConfig',
    ) as Record<string, number>;
    expect([Timeout, MaximumRetryAttempts, MaximumEventAgeInSeconds]).toEqual([900, 2, 1800]);
    // Lambda waits one minute before the first retry, two before the second.
    expect(3 * Timeout + 60 + 120).toBeLessThan(3600);
  });
});
