/**
 * The way of a delivery notification: the stack's own topic, the queue that feeds the ingest function, the dead-letter
 * queue.
 *
 * A queue stands between topic and function because log files are tiny: many notifications share an invocation,
 * failures are answered one by one, and throttling becomes waiting instead of loss. The topic is there whoever makes the
 * trail: the stack's trail notifies it, and what looks for missed log files announces them there.
 */
import { Duration } from 'aws-cdk-lib';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Encryption } from './encryption.ts';

export interface DeliveryQueueProps {
  readonly functionTimeout: Duration;
  readonly encryption: Encryption;
}

/** How long a message that fails again and again stays in the queue before it is set aside. */
const PATIENCE = Duration.days(2);
const QUEUE_RETENTION = Duration.days(7);
/** A message keeps its age when it moves, so the dead-letter queue must keep it longer than the queue does. */
const DEAD_LETTER_RETENTION = Duration.days(14);

export class DeliveryQueue extends Construct {
  readonly topic: Topic;
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { functionTimeout, encryption }: DeliveryQueueProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { ...encryption.forTopic(), enforceSSL: true });
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', {
      ...encryption.forQueue(),
      enforceSSL: true,
      retentionPeriod: DEAD_LETTER_RETENTION,
    });
    // Lambda's advice for a queue as event source: at least six times the function's timeout.
    const visibilityTimeout = Duration.seconds(functionTimeout.toSeconds() * 6);
    this.queue = new Queue(this, 'Queue', {
      ...encryption.forQueue(),
      enforceSSL: true,
      retentionPeriod: QUEUE_RETENTION,
      visibilityTimeout,
      deadLetterQueue: {
        queue: this.deadLetterQueue,
        maxReceiveCount: Math.ceil(PATIENCE.toSeconds() / visibilityTimeout.toSeconds()),
      },
    });
    this.subscribeTo(this.topic);
  }

  /** Queues what `topic` carries, CloudTrail's notifications or others. */
  subscribeTo(topic: ITopic): void {
    topic.addSubscription(new SqsSubscription(this.queue, { rawMessageDelivery: false }));
  }
}
