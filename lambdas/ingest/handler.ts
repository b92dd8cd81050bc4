/**
 * The ingest function's entry: environment, clients, Powertools. Everything it decides is in ingest.ts.
 *
 * Takes SQS batches, answers with the messages that must come again, and sets when. Invoked directly (SNS subscription,
 * EventBridge rule) the event itself is the message, and a failure is thrown for Lambda's own retries.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import pLimit from 'p-limit';
import { connectIngestStores } from '../../lib/aws/ingest-stores.ts';
import { METRIC_NAMESPACE } from '../metrics/metric-space.ts';
import { RESERVED_MS } from './batch-writer.ts';
import { createCatalogueMemory } from './catalogue-memory.ts';
import { readIngestSettings } from './env.ts';
import { OutOfTimeError } from './errors.ts';
import { type IngestContext, ingestMessage } from './ingest.ts';
import { INGEST_SERVICE } from './metric-names.ts';
import { publishTally } from './metrics.ts';
import type { Clock } from './ports.ts';
import { postponingFailures } from './postpone.ts';
import { createTableWriters } from './table-writers.ts';
import { Tally } from './tally.ts';

/** Log files read at once: their downloads overlap, and memory stays at a few chunks and batches each. */
const CONCURRENT_LOG_FILES = 8;
const CONCURRENT_COUNTERS = 8;

const settings = readIngestSettings(process.env);
const logger = new Logger({ serviceName: 'traildex' });
const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: INGEST_SERVICE });
const stores = connectIngestStores(settings);
const catalogue = createCatalogueMemory();
let knownShardCount: number | undefined;

export async function handler(event: SQSEvent, lambda: Context): Promise<SQSBatchResponse | undefined> {
  const tally = new Tally();
  const clock: Clock = {
    now: () => new Date(),
    remainingMs: () => lambda.getRemainingTimeInMillis(),
    wait: (ms) => wait(ms),
    random: Math.random,
  };
  try {
    if (event.Records?.[0]?.eventSource === 'aws:sqs') {
      const signalAfter = (ms: number) => AbortSignal.timeout(ms);
      const retry = { visibility: stores.visibility, clock, log: logger, signalAfter };
      return await postponingFailures(event.Records, retry, async () =>
        ingestMessages(event, lambda, await openContext(tally, clock)),
      );
    }
    await ingestMessage(JSON.stringify(event), await openContext(tally, clock));
    return undefined;
  } finally {
    await addToCounters(tally, clock);
    publishTally(metrics, tally, lambda.functionName);
  }
}

async function openContext(tally: Tally, clock: Clock): Promise<IngestContext> {
  return {
    ...settings,
    ...createTableWriters({ ...stores, catalogue, clock }),
    bucket: stores.bucket,
    catalogue,
    tally,
    clock,
    log: logger,
    limits: settings,
    shardCount: await raiseShardCount(),
    gate: pLimit(CONCURRENT_LOG_FILES),
    underWay: new Map(),
  };
}

/** Once in the life of a warm function; a failure fails this invocation only. */
async function raiseShardCount(): Promise<number> {
  knownShardCount ??= await stores.raiseShardCount(settings.writeShards);
  return knownShardCount;
}

/** The processor starts every message at once; the context's gate bounds what they do. */
function ingestMessages(event: SQSEvent, lambda: Context, context: IngestContext): Promise<SQSBatchResponse> {
  return processPartialResponse(
    event,
    async ({ messageId, body }: { messageId: string; body: string }) => {
      try {
        await ingestMessage(body, context);
      } catch (error) {
        logger.error('Message goes back to the queue', { messageId, error: error as Error });
        throw error;
      }
    },
    new BatchProcessor(EventType.SQS),
    { context: lambda, throwOnFullBatchFailure: false },
  );
}

/** Counters serve estimates: what fails or has no time left is logged and forgotten, the events are indexed either way. */
async function addToCounters(tally: Tally, clock: Clock): Promise<void> {
  const gate = pLimit(CONCURRENT_COUNTERS);
  const results = await Promise.allSettled(
    [...tally.eventsPerHour].map(([hour, events]) =>
      gate(async () => {
        if (clock.remainingMs() < RESERVED_MS)
          throw new OutOfTimeError('No time left for the hourly counters.');
        await stores.logFiles.addToCounter(hour, events);
      }),
    ),
  );
  const failed = results.filter((result) => result.status === 'rejected');
  if (failed.length > 0) logger.warn('Hourly counters not updated', { failed: failed.length });
}
