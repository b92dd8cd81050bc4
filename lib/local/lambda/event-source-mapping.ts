/**
 * Feeds a queue's messages to a function, as Lambda's event source mapping for SQS does.
 *
 * Batches by size, window and payload; as many invocations at once as the mapping allows; deletes what succeeded and
 * leaves the rest to the queue's visibility timeout and redrive policy. A person does not wait for six times a
 * function's timeout: `redeliverAfterMs` makes failed messages visible sooner, whatever wait the function has set.
 * Pages: "Using Lambda with Amazon SQS" (polling and batching), "Handling errors for an SQS event source in Lambda".
 */

import { setTimeout as wait } from 'node:timers/promises';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { batchesOf } from '../../batches.ts';
import type { FunctionPool } from './function-pool.ts';
import { buildSqsEvent, findFailedMessages } from './sqs-event.ts';

export interface EventSourceMappingOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly region: string;
  readonly pool: Pick<FunctionPool, 'invoke'>;
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  readonly maximumConcurrency: number;
  readonly reportsBatchItemFailures: boolean;
  /** Failed messages are visible again after this. @default the queue's visibility timeout */
  readonly redeliverAfterMs?: number;
  readonly log?: (line: string) => void;
}

export interface EventSourceMapping {
  /**
   * Takes no more messages, and waits for the invocations at hand, at most as long as said. True if all are done; what
   * is not done comes again.
   */
  stop(graceMs: number): Promise<boolean>;
}

/** What SQS gives, deletes or changes at once. */
const SQS_BATCH = 10;
const LONG_POLL_SECONDS = 20;
/** Between two looks at the queue while a batch may still grow. */
const WINDOW_POLL_MS = 25;
/** Lambda invokes when the payload reaches 6 MB; ten more messages of the largest size must fit in. */
const FULL_PAYLOAD_BYTES = 6_000_000 - SQS_BATCH * 262_144;
const RETRY_AFTER_FAULT_MS = 500;

export function startEventSourceMapping(options: EventSourceMappingOptions): EventSourceMapping {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const polling = poll(options, stopping.signal, running);
  return {
    async stop(graceMs) {
      stopping.abort();
      await polling;
      const grace = new AbortController();
      const done = await Promise.race([
        Promise.all(running).then(() => true),
        wait(graceMs, false, { signal: grace.signal }).catch(() => false),
      ]);
      grace.abort();
      return done;
    },
  };
}

async function poll(
  options: EventSourceMappingOptions,
  stop: AbortSignal,
  running: Set<Promise<void>>,
): Promise<void> {
  while (!stop.aborted) {
    try {
      if (running.size >= options.maximumConcurrency) await Promise.race([...running, aborted(stop)]);
      else {
        const batch = await collectBatch(options, stop);
        if (batch.length === 0 || stop.aborted) continue;
        const work = serveBatch(untilStopped(options, stop), batch).finally(() => running.delete(work));
        running.add(work);
      }
    } catch (error) {
      if (stop.aborted) return;
      options.log?.(`Event source mapping of ${options.queueArn}: ${String(error)}`);
      await wait(RETRY_AFTER_FAULT_MS, undefined, { signal: stop }).catch(() => {});
    }
  }
}

/** What is ended with the command is no failure of the function: its messages come again. */
function untilStopped(
  { log, ...options }: EventSourceMappingOptions,
  stop: AbortSignal,
): EventSourceMappingOptions {
  if (log === undefined) return options;
  return {
    ...options,
    log: (line) => {
      if (!stop.aborted) log(line);
    },
  };
}

async function collectBatch(options: EventSourceMappingOptions, stop: AbortSignal): Promise<Message[]> {
  const batch = await receive(options, options.batchSize, LONG_POLL_SECONDS, stop);
  const closesAt = Date.now() + options.batchingWindowMs;
  let payloadBytes = sizeOf(batch);
  while (batch.length > 0 && batch.length < options.batchSize && payloadBytes < FULL_PAYLOAD_BYTES) {
    const more = await receive(options, options.batchSize - batch.length, 0, stop);
    batch.push(...more);
    payloadBytes += sizeOf(more);
    if (more.length > 0) continue;
    const leftMs = closesAt - Date.now();
    if (leftMs <= 0) break;
    await wait(Math.min(leftMs, WINDOW_POLL_MS), undefined, { signal: stop });
  }
  return batch;
}

async function receive(
  { client, queueUrl }: EventSourceMappingOptions,
  wanted: number,
  waitSeconds: number,
  stop: AbortSignal,
): Promise<Message[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(wanted, SQS_BATCH),
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
    { abortSignal: stop },
  );
  return Messages;
}

async function serveBatch(options: EventSourceMappingOptions, batch: readonly Message[]): Promise<void> {
  try {
    const outcome = await options.pool.invoke(buildSqsEvent(batch, options.queueArn, options.region));
    const ids = batch.map(({ MessageId = '' }) => MessageId);
    const failed =
      outcome.kind === 'error'
        ? new Set(ids)
        : options.reportsBatchItemFailures
          ? findFailedMessages(outcome.answer, ids)
          : new Set<string>();
    const hasFailed = ({ MessageId = '' }: Message) => failed.has(MessageId);
    await deleteMessages(
      options,
      batch.filter((message) => !hasFailed(message)),
    );
    await hastenMessages(options, batch.filter(hasFailed));
    if (outcome.kind === 'error') {
      options.log?.(`The function failed for ${batch.length} messages: ${outcome.error.errorMessage}`);
    } else if (failed.size > 0) {
      options.log?.(`The function reported ${failed.size} of ${batch.length} messages as failed.`);
    }
  } catch (error) {
    // Nothing is lost: what was not deleted becomes visible again.
    options.log?.(
      `A batch of ${batch.length} messages of ${options.queueArn} was not settled: ${String(error)}`,
    );
  }
}

async function deleteMessages({ client, queueUrl }: EventSourceMappingOptions, messages: readonly Message[]) {
  for (const some of batchesOf(messages, SQS_BATCH)) {
    const Entries = some.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

async function hastenMessages(
  { client, queueUrl, redeliverAfterMs }: EventSourceMappingOptions,
  messages: readonly Message[],
) {
  if (redeliverAfterMs === undefined) return;
  // SQS counts whole seconds.
  const VisibilityTimeout = Math.max(1, Math.ceil(redeliverAfterMs / 1000));
  for (const some of batchesOf(messages, SQS_BATCH)) {
    const Entries = some.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout,
    }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

function sizeOf(messages: readonly Message[]): number {
  return messages.reduce((bytes, { Body = '' }) => bytes + Buffer.byteLength(Body), 0);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
