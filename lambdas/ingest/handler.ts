/**
 * The ingest function's entry: environment, clients, Powertools. Everything it decides is in ingest.ts.
 *
 * Takes SQS batches, answers with the messages that must come again, and sets when. Invoked directly (SNS subscription,
 * EventBridge rule) the event itself is the message, and a failure is thrown for Lambda's own retries.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import pLimit from 'p-limit';
import { connectIngestStores } from '../../lib/aws/ingest-stores.ts';
import { METRIC_NAMESPACE } from '../metrics/metric-space.ts';
import { createCatalogueMemory } from './catalogue-memory.ts';
import { readIngestSettings } from './env.ts';
import { type IngestContext, ingestMessage } from './ingest.ts';
import { INGEST_SERVICE } from './metric-names.ts';
import { publishTally } from './metrics.ts';
import type { Clock } from './ports.ts';
import { postponingFailures } from './postpone.ts';
import { createTableWriters } from './table-writers.ts';
import { Tally } from './tally.ts';
import { endingAt, KEPT_MS } from './time-limit.ts';

/**
 * Log files read at once, so that waiting for S3 is hidden: most are tiny, and an invocation has a hundred of them. Each
 * holds 8 MiB at most before it begins to write, and few hold anything like it (docs/adr/0013-batching.md).
 */
const CONCURRENT_LOG_FILES = 16;
const CONCURRENT_COUNTERS = 8;

const settings = readIngestSettings(process.env);
const logger = new Logger({ serviceName: 'traildex' });
const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: INGEST_SERVICE });
const stores = connectIngestStores(settings);
const catalogue = createCatalogueMemory();
let knownShardCount: number | undefined;

export async function handler(event: SQSEvent, lambda: Context): Promise<SQSBatchResponse | undefined> {
  const tally = new Tally();
  const clock = openClock(lambda);
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

function openClock(lambda: Context): Clock {
  const remainingMs = () => lambda.getRemainingTimeInMillis();
  return {
    now: () => new Date(),
    remainingMs,
    filesEnd: endWith(KEPT_MS.afterFiles, remainingMs()),
    ledgerEnd: endWith(KEPT_MS.afterLedger, remainingMs()),
    wait: (ms) => wait(ms),
    random: Math.random,
  };
}

function endWith(keptMs: number, remainingMs: number): AbortSignal {
  const end = AbortSignal.timeout(Math.max(0, remainingMs - keptMs));
  // Every message and every file listens to it, as long as it is worked on.
  setMaxListeners(0, end);
  return end;
}

async function openContext(tally: Tally, clock: Clock): Promise<IngestContext> {
  return {
    ...settings,
    ...createTableWriters({ ...stores, catalogue, clock }),
    bucket: stores.bucket,
    tally,
    clock,
    log: logger,
    limits: settings,
    shardCount: await raiseShardCount(clock),
    gate: pLimit(CONCURRENT_LOG_FILES),
    underWay: new Map(),
  };
}

/** Once in the life of a warm function; a failure fails this invocation only. */
async function raiseShardCount(clock: Clock): Promise<number> {
  knownShardCount ??= await endingAt(
    clock.filesEnd,
    stores.raiseShardCount(settings.writeShards),
    () => 'The tables of the index did not answer in time.',
  );
  return knownShardCount;
}

/** The processor starts every message at once; the context's gate bounds what they do. */
function ingestMessages(event: SQSEvent, lambda: Context, context: IngestContext): Promise<SQSBatchResponse> {
  return processPartialResponse(
    event,
    async ({ messageId, body }: { messageId: string; body: string }) => {
      try {
        await endingAt(context.clock.ledgerEnd, ingestMessage(body, context));
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
  const end = endWith(KEPT_MS.afterAnswer, clock.remainingMs());
  const results = await Promise.allSettled(
    [...tally.eventsPerHour].map(([hour, events]) =>
      endingAt(
        end,
        gate(() => stores.logFiles.addToCounter(hour, events)),
      ),
    ),
  );
  const failed = results.filter((result) => result.status === 'rejected');
  if (failed.length > 0) logger.warn('Hourly counters not updated', { failed: failed.length });
}
