/**
 * The way of a delivery notification: the stack's own topic, the queue that feeds the ingest function, the dead-letter
 * queue.
 *
 * A queue stands between topic and function because log files are tiny: many notifications share an invocation,
 * failures are answered one by one, and throttling becomes waiting instead of loss. The topic is there whoever makes the
 * trail: the stack's trail notifies it, and what looks for missed log files announces them there.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
import { Duration } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { receivesWithin } from '../../lambdas/ingest/retry-wait.ts';
import type { Encryption } from './encryption.ts';
import { makeQueuePair, visibilityTimeoutFor } from './queue-pair.ts';
import { QueueSenders } from './queue-senders.ts';

export interface DeliveryQueueProps {
  /** Longest time that the function takes for the messages of one invocation. */
  readonly functionTimeout: Duration;
  /**
   * Time that messages wait for others to share an invocation with.
   * @default none
   */
  readonly batchingWindow?: Duration;
  /** Encrypts topic and queues. */
  readonly encryption: Encryption;
}

/** How long a message that fails again and again is tried before it is set aside; the function sets its waits. */
const PATIENCE = Duration.days(2);
const QUEUE_RETENTION = Duration.days(7);

export class DeliveryQueue extends Construct {
  readonly topic: Topic;
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  /** Who may send to the queue; nobody else may. */
  readonly senders: QueueSenders;

  constructor(scope: Construct, id: string, props: DeliveryQueueProps) {
    super(scope, id);
    const { encryption } = props;
    this.topic = new Topic(this, 'Topic', { ...encryption.forTopic(), enforceSSL: true });
    const { queue, deadLetterQueue } = makeQueuePair(this, {
      encryption,
      retention: QUEUE_RETENTION,
      visibilityTimeout: visibilityTimeoutFor(props.functionTimeout, props.batchingWindow),
      tries: receivesWithin(PATIENCE.toSeconds()),
    });
    this.queue = queue;
    this.deadLetterQueue = deadLetterQueue;
    this.senders = new QueueSenders(this.queue);
    this.subscribeTo(this.topic);
  }

  /** Queues what `topic` carries, CloudTrail's notifications or others. */
  subscribeTo(topic: ITopic): void {
    topic.addSubscription(new SqsSubscription(this.queue, { rawMessageDelivery: false }));
    this.senders.admitSource(topic.topicArn);
  }

  /** Takes messages that `role` sends or moves back from the dead-letter queue. */
  allowSending(role: IRole): void {
    this.senders.allowRole(role);
  }
}
