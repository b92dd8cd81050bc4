/**
 * A queue that feeds a function, and its dead-letter queue, which is there for nobody else.
 *
 * Each of the two names the other, which CloudFormation would refuse as a circle: a name of our own, with that of the stack
 * in it, cuts it.
 */
import { ArnFormat, Duration, Names, Stack } from 'aws-cdk-lib';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Encryption } from './encryption.ts';

export interface QueuePairProps {
  readonly encryption: Encryption;
  readonly retention: Duration;
  /** For how long a message is hidden that was handed out. */
  readonly visibilityTimeout: Duration;
  /** How often a message is handed out before it is set aside. */
  readonly tries: number;
}

export interface QueuePair {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
}

/** A message keeps its age when it moves, so the dead-letter queue must keep it longer than the queue does. */
const DEAD_LETTER_RETENTION = Duration.days(14);
const LONGEST_QUEUE_NAME = 80;

/** In `scope`, which has only this pair. */
export function makeQueuePair(scope: Construct, props: QueuePairProps): QueuePair {
  const { encryption } = props;
  const queueName = Names.uniqueResourceName(scope, { maxLength: LONGEST_QUEUE_NAME, separator: '-' });
  const deadLetterQueue = new Queue(scope, 'DeadLetterQueue', {
    ...encryption.forQueue(),
    enforceSSL: true,
    retentionPeriod: DEAD_LETTER_RETENTION,
    redriveAllowPolicy: { sourceQueues: [queueNamed(scope, queueName)] },
  });
  const queue = new Queue(scope, 'Queue', {
    ...encryption.forQueue(),
    queueName,
    enforceSSL: true,
    retentionPeriod: props.retention,
    visibilityTimeout: props.visibilityTimeout,
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: props.tries },
  });
  return { queue, deadLetterQueue };
}

function queueNamed(scope: Construct, queueName: string): IQueue {
  const arn = Stack.of(scope).formatArn({
    service: 'sqs',
    resource: queueName,
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
  return Queue.fromQueueArn(scope, 'SourceQueue', arn);
}

/** Lambda's advice for a queue as event source: six times the function's timeout, and the batching window. */
export function visibilityTimeoutFor(functionTimeout: Duration, batchingWindow?: Duration): Duration {
  return Duration.seconds(functionTimeout.toSeconds() * 6 + (batchingWindow?.toSeconds() ?? 0));
}
