import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { SettingsInput } from '../../../lib/config/settings.ts';
import { TraildexStack } from '../../../lib/constructs/traildex-stack.ts';
import { testApp } from '../test-app.ts';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const TOPIC_ARN = 'arn:aws:sns:us-east-1:777788889999:all-notifications';

/** A stack attached to a trail that delivers to the bucket `the-logs`. */
function attach(existing: object, env?: typeof ENV): { stack: Stack; template: Template } {
  const settings = {
    trail: { keyPrefix: 'audit', existing: { bucketName: 'the-logs', ...existing } },
  } as SettingsInput;
  const stack = new TraildexStack(testApp(), 'Traildex', {
    settings,
    ...(env === undefined ? {} : { env }),
  });
  return { stack, template: Template.fromStack(stack) };
}

interface Statement {
  readonly Effect: string;
  readonly Action: string;
  readonly Principal: { readonly Service?: string };
  readonly Resource: unknown;
  readonly Condition: unknown;
}

/** Who may send to which queue of the stack, apart from the stack's own topic. */
function sendersOf(template: Template, service: string): Statement[] {
  return Object.values(template.findResources('AWS::SQS::QueuePolicy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])
    .filter(({ Principal, Effect }) => Effect === 'Allow' && Principal.Service === service);
}

function idOf(template: Template, type: string, properties: object = {}, idPrefix = ''): string {
  const ids = Object.keys(template.findResources(type, { Properties: properties })).filter((id) =>
    id.startsWith(idPrefix),
  );
  expect(ids).toHaveLength(1);
  return ids[0] ?? '';
}

/** Beside the queues of the verification. */
const DELIVERY = 'TraildexDelivery';

const queueOf = (template: Template) =>
  idOf(template, 'AWS::SQS::Queue', { RedrivePolicy: Match.anyValue() }, DELIVERY);

const deadLetterQueueOf = (template: Template) =>
  idOf(template, 'AWS::SQS::Queue', { RedrivePolicy: Match.absent() }, DELIVERY);

describe('attached to an existing trail', () => {
  const { template } = attach({
    bucketAccountId: '444455556666',
    notifications: { from: 'topic', topicArn: TOPIC_ARN },
    kmsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:key/0a1b',
  });

  it('makes no trail, no bucket, and no policy of what is not its own', () => {
    for (const type of ['AWS::CloudTrail::Trail', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy']) {
      template.resourceCountIs(type, 0);
    }
    const types = Object.values(template.toJSON().Resources as Record<string, { Type: string }>);
    expect(types.filter(({ Type }) => Type.startsWith('Custom::'))).toEqual([]);
    const topicPolicies = Object.values(template.findResources('AWS::SNS::TopicPolicy'));
    expect(JSON.stringify(topicPolicies)).not.toContain('all-notifications');
  });

  it('tells the function whose bucket it is', () => {
    const bucketOwnerOf = (existing: object) => {
      const [fn] = Object.values(
        attach({ notifications: { from: 's3' }, ...existing }).template.findResources(
          'AWS::Lambda::Function',
          {
            Properties: { Environment: { Variables: { TRAIL_BUCKET: 'the-logs' } } },
          },
        ),
      );
      return fn?.Properties.Environment.Variables.TRAIL_BUCKET_OWNER;
    };
    expect(bucketOwnerOf({})).toEqual({ Ref: 'AWS::AccountId' });
    expect(bucketOwnerOf({ bucketAccountId: '444455556666' })).toBe('444455556666');
  });
});

describe('hearing a topic', () => {
  it('subscribes the queue where the topic is, to all it carries', () => {
    const { template } = attach({ notifications: { from: 'topic', topicArn: TOPIC_ARN } });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      TopicArn: TOPIC_ARN,
      Region: 'us-east-1',
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': [queueOf(template), 'Arn'] },
      FilterPolicy: Match.absent(),
    });
  });

  it('lets this topic send to the queue', () => {
    const { template } = attach({ notifications: { from: 'topic', topicArn: TOPIC_ARN } });
    expect(sendersOf(template, 'sns.amazonaws.com')).toContainEqual(
      expect.objectContaining({
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': [queueOf(template), 'Arn'] },
        Condition: { ArnEquals: { 'aws:SourceArn': TOPIC_ARN } },
      }),
    );
  });

  it('admits the SNS of a region that accounts must opt in to', () => {
    const topicArn = 'arn:aws:sns:ap-east-1:777788889999:all-notifications';
    const { template } = attach({ notifications: { from: 'topic', topicArn } }, ENV);
    expect(sendersOf(template, 'sns.ap-east-1.amazonaws.com')).toHaveLength(1);
  });
});

describe('hearing EventBridge', () => {
  const own = { notifications: { from: 'event-bridge' } };
  const foreign = { ...own, bucketAccountId: '444455556666' };

  it('takes new log files from the default bus of the account to the queue', () => {
    const { template } = attach(own);
    template.resourceCountIs('AWS::Events::EventBus', 0);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: Match.absent(),
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        account: [{ Ref: 'AWS::AccountId' }],
        detail: {
          bucket: { name: ['the-logs'] },
          object: { key: [{ wildcard: 'audit/AWSLogs/*/CloudTrail*.json.gz' }] },
        },
      },
      Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [queueOf(template), 'Arn'] } })],
    });
  });

  it('keeps what could not be delivered in the dead-letter queue', () => {
    const { template } = attach(own);
    const arn = { 'Fn::GetAtt': [deadLetterQueueOf(template), 'Arn'] };
    template.hasResourceProperties('AWS::Events::Rule', {
      Targets: [Match.objectLike({ DeadLetterConfig: { Arn: arn }, RetryPolicy: Match.absent() })],
    });
  });

  it('lets this rule, and no other, send to queue and dead-letter queue', () => {
    const { template } = attach(own);
    const rule = idOf(template, 'AWS::Events::Rule', {
      EventPattern: { source: ['aws.s3'], detail: Match.anyValue() },
    });
    const senders = sendersOf(template, 'events.amazonaws.com').filter(({ Condition }) =>
      JSON.stringify(Condition).includes(rule),
    );
    const onlyTheRule = { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule, 'Arn'] } } };
    expect(senders.map(({ Condition }) => Condition)).toEqual([onlyTheRule, onlyTheRule]);
    expect(new Set(senders.map(({ Resource }) => JSON.stringify(Resource)))).toEqual(
      new Set([queueOf(template), deadLetterQueueOf(template)].map((id) => `{"Fn::GetAtt":["${id}","Arn"]}`)),
    );
  });

  it('makes a bus for events of another account, on which only that account may put', () => {
    const { template } = attach(foreign, ENV);
    const bus = idOf(template, 'AWS::Events::EventBus', { Name: 'Traildex' });
    template.hasResourceProperties('AWS::Events::EventBusPolicy', {
      EventBusName: { Ref: bus },
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::444455556666:root' },
        Action: 'events:PutEvents',
        Resource: { 'Fn::GetAtt': [bus, 'Arn'] },
      },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: { Ref: bus },
      EventPattern: Match.objectLike({ account: ['444455556666'] }),
    });
  });

  it('needs no bus where the named account is the stack’s own', () => {
    attach({ ...own, bucketAccountId: ENV.account }, ENV).template.resourceCountIs(
      'AWS::Events::EventBus',
      0,
    );
  });
});

describe('hearing S3', () => {
  it('lets this bucket of this account send to the queue', () => {
    const { template } = attach({ notifications: { from: 's3' }, bucketAccountId: '444455556666' }, ENV);
    expect(sendersOf(template, 's3.amazonaws.com')).toEqual([
      expect.objectContaining({
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': [queueOf(template), 'Arn'] },
        Condition: {
          ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::the-logs' },
          StringEquals: { 'aws:SourceAccount': '444455556666' },
        },
      }),
    ]);
  });
});

describe('telling the owners', () => {
  const foreignTopic = { notifications: { from: 'topic', topicArn: TOPIC_ARN } };

  it('warns at synth where the deployment would fail', () => {
    const { stack } = attach(foreignTopic, ENV);
    Annotations.fromStack(stack).hasWarning(
      '/Traildex/Traildex/Trail',
      Match.stringLikeRegexp(
        'account 777788889999, before the stack is deployed:[^]*sqs:eu-west-1:111122223333:\\*',
      ),
    );
  });

  it('only informs where the account is not known yet, with places held', () => {
    const annotations = Annotations.fromStack(attach(foreignTopic).stack);
    annotations.hasNoWarning('/Traildex/Traildex/Trail', Match.stringLikeRegexp('In account'));
    annotations.hasInfo(
      '/Traildex/Traildex/Trail',
      Match.stringLikeRegexp('777788889999[^]*arn:<partition>:iam::<account>:root'),
    );
  });

  it('says nothing where nothing is to be asked', () => {
    const topicArn = 'arn:aws:sns:eu-west-1:111122223333:trail';
    const { stack, template } = attach({ notifications: { from: 'topic', topicArn } }, ENV);
    Annotations.fromStack(stack).hasNoInfo('/Traildex/Traildex/Trail', Match.anyValue());
    expect(Object.keys(template.findOutputs('*')).filter((name) => name.startsWith('Owner'))).toEqual([]);
  });

  it('has an output for each request, ready to paste', () => {
    const { template } = attach(
      {
        bucketAccountId: '444455556666',
        notifications: { from: 'event-bridge' },
        kmsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:key/0a1b',
      },
      ENV,
    );
    const outputs = template.findOutputs('*');
    const names = Object.keys(outputs).filter((name) => name.startsWith('Owner'));
    expect(names.sort()).toEqual([
      'OwnerBucketNotification',
      'OwnerBucketPolicy',
      'OwnerEventForwarding',
      'OwnerKeyPolicy',
    ]);
    expect(JSON.parse(outputs.OwnerBucketPolicy?.Value)).toMatchObject([
      { Action: 's3:GetObject', Resource: 'arn:aws:s3:::the-logs/audit/AWSLogs/*' },
      { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::the-logs' },
    ]);
    // CloudFormation takes no longer description.
    for (const name of names) expect(outputs[name]?.Description.length).toBeLessThan(1024);
  });

  it('names the real queue in the output', () => {
    const { template } = attach({ notifications: { from: 's3' } }, ENV);
    const value = template.findOutputs('OwnerBucketNotification').OwnerBucketNotification?.Value;
    expect(value['Fn::Join'][1]).toContainEqual({ 'Fn::GetAtt': [queueOf(template), 'Arn'] });
  });
});
