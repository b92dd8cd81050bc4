/**
 * Makes the declared buckets, queues, topics and subscriptions in S3, SQS and SNS, and leaves alone what is there.
 *
 * Queue and subscription attributes that changed are set anew, as a deployment would. What the stack no longer declares
 * stays: it may hold messages or log files.
 */
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeclaredQueue, DeclaredStack, DeclaredSubscription } from './declared-stack.ts';

export interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export async function deployServices(options: ClientOptions, stack: DeclaredStack): Promise<void> {
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const sqs = new SQSClient(options);
  const sns = new SNSClient(options);
  try {
    // Making a bucket that is there is a success in us-east-1, for its owner.
    for (const name of [...stack.buckets, ...stack.foreignBuckets])
      await s3.send(new CreateBucketCommand({ Bucket: name }));
    for (const queue of stack.queues) await deployQueue(sqs, queue);
    // Making a topic that is there returns it.
    for (const name of stack.topics) await sns.send(new CreateTopicCommand({ Name: name }));
    for (const subscription of stack.subscriptions) await deploySubscription(sns, subscription);
  } finally {
    for (const client of [s3, sqs, sns]) client.destroy();
  }
}

async function deployQueue(sqs: SQSClient, { name, attributes }: DeclaredQueue): Promise<void> {
  const url = await findQueueUrl(sqs, name);
  if (url === undefined)
    await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { ...attributes } }));
  else await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { ...attributes } }));
}

async function findQueueUrl(sqs: SQSClient, name: string): Promise<string | undefined> {
  try {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}

async function deploySubscription(sns: SNSClient, subscription: DeclaredSubscription): Promise<void> {
  const { topicName, queueArn, attributes } = subscription;
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: topicName }));
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  const existing = Subscriptions.find(({ Endpoint }) => Endpoint === queueArn)?.SubscriptionArn;
  if (existing === undefined) {
    await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn, Attributes: { ...attributes } }),
    );
    return;
  }
  for (const [AttributeName, AttributeValue] of Object.entries(attributes)) {
    await sns.send(
      new SetSubscriptionAttributesCommand({ SubscriptionArn: existing, AttributeName, AttributeValue }),
    );
  }
}
