import { describe, expect, it } from 'vitest';
import { readDeclaredStack } from '../../lib/local/declared-stack.ts';
import type { ResolvedResource } from '../../lib/local/template.ts';

const PLACE = { region: 'us-east-1', accountId: '000000000000' };
const ASSETS = new Map([['abc.zip', '/assembly/asset.abc']]);

function resource(logicalId: string, type: string, properties: object = {}): ResolvedResource {
  return { logicalId, type, name: `the-${logicalId}`, properties: { ...properties } };
}

const QUEUE = resource('queue', 'AWS::SQS::Queue');
const QUEUE_ARN = 'arn:aws:sqs:us-east-1:000000000000:the-queue';
const TOPIC = resource('topic', 'AWS::SNS::Topic');
const TOPIC_ARN = 'arn:aws:sns:us-east-1:000000000000:the-topic';
/** A subscription to whatever topic. */
const HEARD = { Protocol: 'sqs', Endpoint: QUEUE_ARN };
const FUNCTION = resource('function', 'AWS::Lambda::Function', {
  Code: { S3Bucket: 'assets', S3Key: 'abc.zip' },
  Handler: 'index.handler',
  Runtime: 'nodejs24.x',
  MemorySize: 512,
  Timeout: 30,
  Environment: { Variables: { A: 'b', N: 1 } },
});

function read(...resources: ResolvedResource[]) {
  return readDeclaredStack({ resources, assetDirectories: ASSETS, place: PLACE });
}

describe('a declared stack', () => {
  it('has buckets and topics by name', () => {
    const { buckets, topics } = read(resource('bucket', 'AWS::S3::Bucket'), TOPIC);
    expect([buckets, topics]).toEqual([['the-bucket'], ['the-topic']]);
  });

  it('has queues with attributes as SQS takes them', () => {
    const { queues } = read(
      QUEUE,
      resource('main', 'AWS::SQS::Queue', {
        VisibilityTimeout: 1800,
        SqsManagedSseEnabled: true,
        RedrivePolicy: { deadLetterTargetArn: QUEUE_ARN, maxReceiveCount: 96 },
      }),
    );
    expect(queues[1]).toEqual({
      name: 'the-main',
      attributes: {
        VisibilityTimeout: '1800',
        RedrivePolicy: `{"deadLetterTargetArn":"${QUEUE_ARN}","maxReceiveCount":96}`,
      },
    });
  });

  it('has subscriptions of queues to topics', () => {
    const subscription = { Protocol: 'sqs', TopicArn: TOPIC_ARN, Endpoint: QUEUE_ARN };
    const { subscriptions } = read(
      QUEUE,
      TOPIC,
      resource('enveloped', 'AWS::SNS::Subscription', subscription),
      resource('raw', 'AWS::SNS::Subscription', {
        ...subscription,
        RawMessageDelivery: true,
        FilterPolicy: { a: ['b'] },
      }),
    );
    expect(subscriptions).toEqual([
      { topicName: 'the-topic', queueArn: QUEUE_ARN, attributes: { RawMessageDelivery: 'false' } },
      {
        topicName: 'the-topic',
        queueArn: QUEUE_ARN,
        attributes: { RawMessageDelivery: 'true', FilterPolicy: '{"a":["b"]}' },
      },
    ]);
  });

  it('has tables with keys and indexes', () => {
    const { tables } = read(
      resource('table', 'AWS::DynamoDB::Table', {
        KeySchema: [
          { AttributeName: 'id', KeyType: 'HASH' },
          { AttributeName: 'hash', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-name',
            KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    );
    expect(tables).toEqual([
      {
        name: 'the-table',
        keySchema: [
          { AttributeName: 'id', KeyType: 'HASH' },
          { AttributeName: 'hash', KeyType: 'RANGE' },
        ],
        attributes: [{ AttributeName: 'id', AttributeType: 'S' }],
        globalIndexes: [
          {
            IndexName: 'by-name',
            KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
        localIndexes: [],
      },
    ]);
  });

  it.each(['the-function', 'arn:aws:lambda:us-east-1:000000000000:function:the-function'])(
    'has a mapping with its function, named as %s',
    (FunctionName) => {
      const { mappings } = read(
        QUEUE,
        FUNCTION,
        resource('mapping', 'AWS::Lambda::EventSourceMapping', {
          EventSourceArn: QUEUE_ARN,
          FunctionName,
          BatchSize: 100,
          MaximumBatchingWindowInSeconds: 2,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ScalingConfig: { MaximumConcurrency: 10 },
        }),
      );
      expect(mappings).toEqual([
        {
          queueName: 'the-queue',
          queueArn: QUEUE_ARN,
          function: {
            name: 'the-function',
            handler: 'index.handler',
            codeDirectory: '/assembly/asset.abc',
            environment: { A: 'b', N: '1' },
            memoryMiB: 512,
            timeoutMs: 30_000,
            runtime: 'nodejs24.x',
          },
          batchSize: 100,
          batchingWindowMs: 2_000,
          maximumConcurrency: 10,
          reportsBatchItemFailures: true,
        },
      ]);
    },
  );

  it("has Lambda's defaults where the template says nothing", () => {
    const plain = resource('plain', 'AWS::Lambda::Function', {
      Code: { S3Key: 'abc.zip' },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
    });
    const mapping = resource('mapping', 'AWS::Lambda::EventSourceMapping', {
      EventSourceArn: QUEUE_ARN,
      FunctionName: 'the-plain',
    });
    expect(read(QUEUE, plain, mapping).mappings[0]).toMatchObject({
      function: { memoryMiB: 128, timeoutMs: 3_000, environment: {} },
      batchSize: 10,
      batchingWindowMs: 0,
      maximumConcurrency: undefined,
      reportsBatchItemFailures: false,
    });
  });

  it('has no mapping that is switched off', () => {
    const off = resource('mapping', 'AWS::Lambda::EventSourceMapping', { Enabled: false });
    expect(read(off).mappings).toEqual([]);
  });
});

describe('what others own', () => {
  const readsLogFiles = (bucket: string, Action: unknown = ['s3:GetObject', 's3:GetObjectVersion']) => ({
    PolicyDocument: {
      Statement: [
        { Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: QUEUE_ARN },
        { Effect: 'Allow', Action, Resource: `arn:aws:s3:::${bucket}/AWSLogs/*` },
      ],
    },
  });

  it.each([
    'arn:aws:sns:us-east-1:222222222222:their-topic',
    'arn:aws:sns:eu-west-1:000000000000:their-topic',
  ])('is stood in for by a topic of the same name: %s', (TopicArn) => {
    const { topics, subscriptions } = read(
      QUEUE,
      TOPIC,
      resource('heard', 'AWS::SNS::Subscription', { ...HEARD, TopicArn }),
    );
    expect(topics).toEqual(['the-topic', 'their-topic']);
    expect(subscriptions).toMatchObject([{ topicName: 'their-topic', queueArn: QUEUE_ARN }]);
  });

  it('is stood in for by a bucket, where a policy lets somebody read its objects', () => {
    const { buckets, foreignBuckets } = read(
      resource('bucket', 'AWS::S3::Bucket'),
      resource('role', 'AWS::IAM::Policy', readsLogFiles('their-bucket')),
      resource('people', 'AWS::IAM::ManagedPolicy', readsLogFiles('their-bucket', 's3:GetObject')),
      resource('ours', 'AWS::IAM::Policy', readsLogFiles('the-bucket')),
      resource('copies', 'AWS::IAM::Policy', readsLogFiles('copies', 's3:ReplicateObject')),
    );
    expect([buckets, foreignBuckets]).toEqual([['the-bucket'], ['their-bucket']]);
  });

  it('does not mail people', () => {
    const mail = { Protocol: 'email', TopicArn: TOPIC_ARN, Endpoint: 'oncall@example.com' };
    expect(read(TOPIC, resource('mail', 'AWS::SNS::Subscription', mail)).subscriptions).toEqual([]);
  });
});

describe('wiring that leads nowhere', () => {
  const mapping = (properties: object) =>
    resource('mapping', 'AWS::Lambda::EventSourceMapping', {
      EventSourceArn: QUEUE_ARN,
      FunctionName: 'the-function',
      ...properties,
    });

  it.each([
    [
      'a mapping without its queue',
      [FUNCTION, mapping({})],
      `mapping: EventSourceArn is ${QUEUE_ARN}, which`,
    ],
    ['a mapping without its function', [QUEUE, mapping({})], 'mapping: FunctionName is the-function, which'],
    [
      'a batch that Lambda would refuse',
      [QUEUE, FUNCTION, mapping({ BatchSize: 11 })],
      'a BatchSize over 10 needs',
    ],
    [
      'a dead-letter queue of another stack',
      [
        resource('main', 'AWS::SQS::Queue', {
          RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:x:y:other' },
        }),
      ],
      'main: RedrivePolicy.deadLetterTargetArn is arn:aws:sqs:x:y:other, which',
    ],
    [
      'a subscription that is not a queue',
      [TOPIC, resource('hook', 'AWS::SNS::Subscription', { Protocol: 'https', TopicArn: TOPIC_ARN })],
      'hook: the protocol is https',
    ],
    [
      "a subscription to a topic of the stack's own account that it does not make",
      [QUEUE, resource('heard', 'AWS::SNS::Subscription', { ...HEARD, TopicArn: TOPIC_ARN })],
      `heard: TopicArn is ${TOPIC_ARN}, which`,
    ],
    [
      'a function whose code is not there',
      [QUEUE, { ...FUNCTION, properties: { ...FUNCTION.properties, Code: { S3Key: 'x.zip' } } }, mapping({})],
      'function: its code (x.zip) is not an asset',
    ],
    [
      'a function of another language',
      [QUEUE, { ...FUNCTION, properties: { ...FUNCTION.properties, Runtime: 'python3.13' } }, mapping({})],
      'function: the runtime is python3.13',
    ],
  ])('is refused: %s', (_what, resources, message) => {
    expect(() => read(...resources)).toThrow(message);
  });
});
