/**
 * Gives messages that failed a time for their next try, by how often they failed: retry-wait.ts.
 *
 * The queue's own visibility timeout has to outlast the longest invocations, so it is far too long after a fault of a
 * moment and too short after one of hours. It stands where a wait cannot be set: the messages come back either way, so
 * a failure here is logged and forgotten, and the invocation's answer never waits for it long.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
 */

import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { batchesOf } from '../../lib/batches.ts';
import { type Clock, type Log, type MessageVisibility, VISIBILITY_BATCH_LIMIT } from './ports.ts';
import { retryWaitSeconds } from './retry-wait.ts';
import { KEPT_MS } from './time-limit.ts';

/** For all messages together. SQS answers within some tens of milliseconds. */
const LONGEST_MS = 2_000;
const NOT_POSTPONED_MESSAGE = "Messages that failed wait the queue's own visibility timeout";

export interface PostponeContext {
  readonly visibility: MessageVisibility;
  readonly clock: Pick<Clock, 'remainingMs' | 'random'>;
  readonly log: Pick<Log, 'warn'>;
  /** Aborts after `ms`. */
  readonly signalAfter: (ms: number) => AbortSignal;
}

export type QueueMessage = Pick<SQSRecord, 'messageId' | 'receiptHandle'> & {
  readonly attributes: Pick<SQSRecord['attributes'], 'ApproximateReceiveCount'>;
};

/** Ends as `work` does, and postpones what failed: all messages, if the work fails as a whole. */
export async function postponingFailures(
  messages: readonly QueueMessage[],
  context: PostponeContext,
  work: () => Promise<SQSBatchResponse>,
): Promise<SQSBatchResponse> {
  let failed = messages;
  try {
    const answer = await work();
    const failedIds = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    failed = messages.filter(({ messageId }) => failedIds.has(messageId));
    return answer;
  } finally {
    await postpone(failed, context);
  }
}

/** Never rejects. */
async function postpone(
  messages: readonly QueueMessage[],
  { visibility, clock, log, signalAfter }: PostponeContext,
): Promise<void> {
  if (messages.length === 0) return;
  const timeoutMs = Math.min(LONGEST_MS, clock.remainingMs() - KEPT_MS.afterAnswer);
  if (timeoutMs <= 0) {
    log.warn(NOT_POSTPONED_MESSAGE, { reason: 'No time left.' });
    return;
  }
  const signal = signalAfter(timeoutMs);
  const changes = messages.map(({ receiptHandle, attributes }) => ({
    receiptHandle,
    seconds: retryWaitSeconds(Number(attributes.ApproximateReceiveCount), clock.random()),
  }));
  const results = await Promise.allSettled(
    batchesOf(changes, VISIBILITY_BATCH_LIMIT).map((batch) => visibility.change(batch, signal)),
  );
  const [reason] = results.flatMap((result) =>
    result.status === 'fulfilled' ? result.value : [String(result.reason)],
  );
  if (reason !== undefined) log.warn(NOT_POSTPONED_MESSAGE, { reason });
}
