/**
 * `ingest`: delivers log files into the trail bucket as CloudTrail does, and waits until the index holds them.
 *
 * Files are taken from their source as fast as they can be delivered, several at once; meanwhile the ledger is asked
 * about those under way. The run ends when nothing is left, when nothing has moved for too long, or when it is told to
 * stop; what is not done then is named. Bodies are held only while they are delivered.
 */
import pLimit from 'p-limit';
import { MAX_INFLATED_BYTES } from '../../cloudtrail/gunzip.ts';
import { createLedgerLookUp } from '../ledger-look-up.ts';
import { createOutstandingFiles, type OutstandingFiles } from '../outstanding-files.ts';
import type { LedgerLookUp, LogFileDelivery, LogFileSource, OperationClock } from '../ports.ts';
import {
  announceAndWatch,
  GIVE_UP_AFTER_MS,
  type Movement,
  type WatchSettings,
} from '../watch-outstanding.ts';
import { createByteBudget } from './byte-budget.ts';
import { type DeliverContext, deliverFile } from './deliver-file.ts';
import { workOf } from './file-work.ts';
import { type IngestEnd, type IngestProgress, type IngestSummary, IngestTally } from './ingest-progress.ts';
import { createKeyClaims } from './key-claims.ts';

export interface IngestSettings extends WatchSettings {
  /** Files delivered at once. */
  readonly concurrency: number;
  /** Delivered files that the index may be behind before the delivery waits for it. */
  readonly maxOutstanding: number;
  /** Bytes of files that are held at once; a single larger one is taken alone. */
  readonly heldBytes: number;
  /** More inflated bytes than this make a file unreadable. */
  readonly maxInflatedBytes: number;
}

export const DEFAULT_INGEST_SETTINGS: IngestSettings = {
  concurrency: 16,
  maxOutstanding: 2_000,
  pollIntervalMs: 1_000,
  giveUpAfterMs: GIVE_UP_AFTER_MS,
  heldBytes: 256 * 1024 ** 2,
  maxInflatedBytes: MAX_INFLATED_BYTES,
};

export interface IngestContext {
  readonly delivery: LogFileDelivery;
  readonly ledger: LedgerLookUp;
  readonly readFile: (source: LogFileSource) => Promise<Uint8Array>;
  readonly clock: OperationClock;
  /** The trail's S3 key prefix, without a slash at its end. */
  readonly keyPrefix?: string | undefined;
  /** Stops the run: no further file is begun, what is under way is finished, the rest is named. */
  readonly signal?: AbortSignal | undefined;
  /** Called whenever a number may have changed, often. */
  readonly onProgress?: ((progress: IngestProgress) => void) | undefined;
  readonly settings?: Partial<IngestSettings>;
}

interface Run {
  readonly context: IngestContext;
  readonly settings: IngestSettings;
  readonly tally: IngestTally;
  readonly outstanding: OutstandingFiles;
  readonly deliver: DeliverContext;
  readonly movement: Movement;
  /** Every file of the sources was taken. */
  isExhausted: boolean;
}

/**
 * Delivers every file of `sources` and waits for the index.
 *
 * @throws {DeliveryError} when the bucket or the topic refuses. What fails in `sources`, in the ledger or in
 * `onProgress` is passed on as it is. In each case deliveries that are under way are finished before.
 */
export async function ingestLogFiles(
  sources: AsyncIterable<LogFileSource>,
  context: IngestContext,
): Promise<IngestSummary> {
  const run = startRun(context);
  const { end } = await announceAndWatch((stop) => deliverAll(sources, run, stop), {
    ...run,
    clock: context.clock,
    signal: context.signal,
    onLook: () => report(run),
  });
  return run.tally.summary(endOf(run, end), run.outstanding.nameAll());
}

/** A signal that comes when everything is done interrupts nothing. */
function endOf({ context, outstanding, isExhausted }: Run, watched: IngestEnd): IngestEnd {
  if (isExhausted && outstanding.size === 0) return 'done';
  return context.signal?.aborted ? 'interrupted' : watched;
}

function startRun(context: IngestContext): Run {
  const settings = { ...DEFAULT_INGEST_SETTINGS, ...context.settings };
  const tally = new IngestTally();
  const deliver: DeliverContext = {
    delivery: context.delivery,
    readFile: context.readFile,
    prepare: {
      keyPrefix: context.keyPrefix,
      maxInflatedBytes: settings.maxInflatedBytes,
      holdInflated: pLimit(1),
    },
    claim: createKeyClaims(createLedgerLookUp(context.ledger)),
    memory: createByteBudget(settings.heldBytes),
    tally,
  };
  return {
    context,
    settings,
    tally,
    outstanding: createOutstandingFiles(context.ledger, tally, settings.maxOutstanding, ({ work = 0 }) => {
      tally.finishedWork += work;
    }),
    deliver,
    movement: { at: context.clock.now(), underWay: 0 },
    isExhausted: false,
  };
}

/** Several takers of one source: each takes the next file when it has delivered its last. */
async function deliverAll(
  sources: AsyncIterable<LogFileSource>,
  run: Run,
  stop: AbortController,
): Promise<void> {
  const iterator = sources[Symbol.asyncIterator]();
  const takers = Array.from({ length: run.settings.concurrency }, () => deliverInTurn(iterator, run, stop));
  const results = await Promise.allSettled(takers);
  await iterator.return?.();
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function deliverInTurn(
  iterator: AsyncIterator<LogFileSource>,
  run: Run,
  stop: AbortController,
): Promise<void> {
  const { signal } = stop;
  try {
    for (;;) {
      await run.outstanding.waitForRoom(signal);
      if (signal.aborted) return;
      const next = await iterator.next();
      if (next.done) {
        run.isExhausted = true;
        return;
      }
      if (signal.aborted) return;
      await deliverNext(next.value, run);
    }
  } catch (error) {
    stop.abort();
    throw error;
  }
}

async function deliverNext(source: LogFileSource, run: Run): Promise<void> {
  run.tally.add('filesFound');
  run.movement.underWay++;
  try {
    const file = await deliverFile(source, run.deliver);
    const work = workOf(source);
    if (file === undefined) run.tally.finishedWork += work;
    else run.outstanding.add({ ...file, work });
  } finally {
    run.movement.underWay--;
    run.movement.at = run.context.clock.now();
  }
  report(run);
}

function report({ context, tally }: Run): void {
  context.onProgress?.(tally.progress());
}
