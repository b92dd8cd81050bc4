/**
 * The way of a delivery notification: the stack's own topic, the queue that feeds the ingest function, the dead-letter
 * queue.
 *
 * A queue stands between topic and function because log files are tiny: many notifications share an invocation,
 * failures are answered one by one, and throttling becomes waiting instead of loss. The topic is there whoever makes the
 * trail: the stack's trail notifies it, and what looks for missed log files announces them there.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
import { ArnFormat, Duration, Names, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { receivesWithin } from '../../lambdas/ingest/retry-wait.ts';
import type { Encryption } from './encryption.ts';
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
/** A message keeps its age when it moves, so the dead-letter queue must keep it longer than the queue does. */
const DEAD_LETTER_RETENTION = Duration.days(14);
const LONGEST_QUEUE_NAME = 80;

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
    // Each of the two queues names the other; a name of our own, with that of the stack in it, cuts the circle.
    const queueName = Names.uniqueResourceName(this, { maxLength: LONGEST_QUEUE_NAME, separator: '-' });
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', {
      ...encryption.forQueue(),
      enforceSSL: true,
      retentionPeriod: DEAD_LETTER_RETENTION,
      redriveAllowPolicy: { sourceQueues: [this.queueNamed(queueName)] },
    });
    this.queue = new Queue(this, 'Queue', {
      ...encryption.forQueue(),
      queueName,
      enforceSSL: true,
      retentionPeriod: QUEUE_RETENTION,
      visibilityTimeout: visibilityTimeoutFor(props),
      deadLetterQueue: {
        queue: this.deadLetterQueue,
        maxReceiveCount: receivesWithin(PATIENCE.toSeconds()),
      },
    });
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
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [role],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
      }),
    );
    this.senders.admitRole(role);
  }

  private queueNamed(queueName: string): IQueue {
    const arn = Stack.of(this).formatArn({
      service: 'sqs',
      resource: queueName,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
    return Queue.fromQueueArn(this, 'SourceQueue', arn);
  }
}

/** Lambda's advice for a queue as event source: six times the function's timeout, and the batching window. */
function visibilityTimeoutFor({ functionTimeout, batchingWindow }: DeliveryQueueProps): Duration {
  return Duration.seconds(functionTimeout.toSeconds() * 6 + (batchingWindow?.toSeconds() ?? 0));
}
