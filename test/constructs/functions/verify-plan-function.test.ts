import { RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { VerifyPlanFunction } from '../../../lib/constructs/functions/verify-plan-function.ts';
import { type AccessWorld, accessWorld, BUCKET_ARN, KEY_ARN, TRAIL_KEY_ARN } from '../access-world.ts';
import { logicalId, propertiesOf, rightsOf } from '../bare-stack.ts';

const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:111122223333:accounts';

function synthesize(world: AccessWorld): Template {
  new VerifyPlanFunction(world.stack, 'Plan', {
    ...world,
    queue: Queue.fromQueueArn(world.stack, 'Accounts', QUEUE_ARN),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  return Template.fromStack(world.stack);
}

describe('the rights of the verify-plan function', () => {
  const listing = {
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: BUCKET_ARN,
    Condition: { StringLike: { 's3:prefix': 'AWSLogs/*' } },
  };
  const sending = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE_ARN };

  const ORGANIZATION = { trail: { organizationId: 'o-abcdefghij' } };

  it('are to send, and no others, where the accounts are known', () => {
    expect(rightsOf(synthesize(accessWorld()))).toEqual([sending]);
  });

  const asking = (template: Template) => ({
    Effect: 'Allow',
    Action: 'dynamodb:Query',
    Resource: { 'Fn::GetAtt': [logFilesOf(template), 'Arn'] },
  });
  const logFilesOf = (template: Template) => logicalId(template, 'AWS::DynamoDB::Table', 'IndexLogFiles');

  it('are to look for accounts as well, in the bucket and among those verified before, where none is named', () => {
    const template = synthesize(accessWorld(ORGANIZATION));
    expect(rightsOf(template)).toEqual([listing, asking(template), sending]);
  });

  it('reach the key for the table and its queue alone', () => {
    const encrypted = { ...ORGANIZATION, encryption: { keyArn: KEY_ARN } };
    const world = accessWorld(encrypted, { trailKeyArn: TRAIL_KEY_ARN });
    const template = synthesize(world);
    expect(rightsOf(template)).toEqual([
      listing,
      asking(template),
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: KEY_ARN,
        Condition: {
          StringLike: { 'kms:EncryptionContext:aws:dynamodb:tableName': [{ Ref: logFilesOf(template) }] },
        },
      },
      sending,
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: KEY_ARN,
        Condition: { StringLike: { 'kms:EncryptionContext:aws:sqs:arn': [QUEUE_ARN] } },
      },
    ]);
  });
});

describe('the verify-plan function', () => {
  it('is told where accounts are found, which are taken, and whom to tell of them', () => {
    const world = accessWorld({
      trail: {
        keyPrefix: 'audit',
        organizationId: 'o-abcdefghij',
        accountIds: ['111122223333', '222233334444'],
      },
    });
    synthesize(world).hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          TRAIL_BUCKET: 'org-trail',
          TRAIL_BUCKET_OWNER: '444455556666',
          VERIFY_QUEUE_URL: Match.anyValue(),
          KEY_PREFIX: 'audit',
          ORGANIZATION_ID: 'o-abcdefghij',
          ACCOUNT_IDS: '111122223333,222233334444',
        }),
      },
    });
  });

  it('is told of no accounts where every one is taken', () => {
    const template = synthesize(accessWorld({ trail: { organizationId: 'o-abcdefghij' } }));
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ ACCOUNT_IDS: Match.absent(), KEY_PREFIX: '' }) },
    });
  });

  it.each([
    [1, 'rate(1 hour)'],
    [6, 'rate(6 hours)'],
    [24, 'rate(1 day)'],
  ])('runs every %i hours', (everyHours, rate) => {
    const template = synthesize(accessWorld({ verify: { everyHours } }));
    const fn = { 'Fn::GetAtt': [logicalId(template, 'AWS::Lambda::Function'), 'Arn'] };
    expect(propertiesOf(template, 'AWS::Events::Rule')).toMatchObject({
      ScheduleExpression: rate,
      State: 'ENABLED',
      Targets: [{ Arn: fn, RetryPolicy: { MaximumEventAgeInSeconds: 1800 } }],
    });
  });

  it('is over with all its tries before the next one is due, at the shortest', () => {
    const template = synthesize(accessWorld({ verify: { everyHours: 1 } }));
    const { Timeout } = propertiesOf(template, 'AWS::Lambda::Function') as { Timeout: number };
    expect(propertiesOf(template, 'AWS::Lambda::EventInvokeConfig')).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 1800,
    });
    expect(Timeout).toBe(300);
    // Lambda waits one minute before the first retry, two before the second.
    expect(3 * Timeout + 60 + 120).toBeLessThan(3600);
  });
});
