/**
 * Tiny log files, which most are: how much of the waiting is hidden when many notifications share an invocation.
 *
 * One at a time means a message an invocation, one invocation after the other: what a queue without batches would do.
 */
import { join } from 'node:path';
import { count, milliseconds, times } from '../common/figures.ts';
import { bundleIngestFunction, type FunctionHost, startFunctionHost } from '../common/function-host.ts';
import type { Invocation } from '../common/function-host-process.ts';
import { type InstantAws, startInstantAws } from '../common/instant-aws.ts';
import type { Bench, Findings, Measure } from '../common/measure.ts';
import { DEPLOYED_FLAGS } from '../common/process-flags.ts';
import { regroup } from '../common/regrouped.ts';
import { median, ratios } from '../common/statistics.ts';
import { writeTrail } from '../common/trail-folder.ts';

const RECORDS_EACH = 5;
const FILES = 1_000;
const FILES_OF_QUICK = 100;
/** Messages of an invocation. */
const BATCHES = [1, 10, 25, 100, 250, 1_000];
/** `ingest.batchSize` by default. */
const DEFAULT_BATCH = 100;
/** Of a round: one at a time takes as long for each, so fewer tell as much; and so do fewer than the largest batch takes. */
const FILES_ONE_AT_A_TIME = 50;
const FILES_IN_BATCHES = 250;
const ROUNDS = 5;
const OBJECT_DELAY_MS = 30;
const TABLE_DELAYS_MS = [0, 5];
const LEAST_RATIO = 8;

export const tinyFiles: Measure = {
  name: 'tiny-files',
  title: 'Tiny log files in one invocation',
  method: `
Log files of ${RECORDS_EACH} events each, a notification for each, to the bundled function in a process of its own: one
notification an invocation, one invocation after the other; and many at once. S3 takes ${OBJECT_DELAY_MS} ms to answer,
DynamoDB nothing, then ${TABLE_DELAYS_MS.at(-1)} ms. By default an invocation takes up to ${DEFAULT_BATCH} notifications
(\`ingest.batchSize\`). Processor time is that of all threads of the function's process. Rounds take turns; medians, with least
and most of the ratio.`,
  measure,
};

interface Batch {
  readonly tableDelayMs: number;
  readonly size: number;
  /** Of each round. */
  readonly filesPerSecond: number[];
  readonly processorMsPerFile: number[];
  objectsAtOnce: number;
}

async function measure({ corpus, folder, isQuick, note }: Bench): Promise<Findings> {
  const wanted = isQuick ? FILES_OF_QUICK : FILES;
  const files = [...regroup(corpus.logFiles(wanted * RECORDS_EACH * 2), RECORDS_EACH)].slice(0, wanted);
  const trail = join(folder, 'trail');
  const keys = writeTrail(trail, files);
  const aws = await startInstantAws(trail);
  const batches = TABLE_DELAYS_MS.flatMap((tableDelayMs) =>
    BATCHES.filter((size) => size <= keys.length).map(
      (size): Batch => ({
        tableDelayMs,
        size,
        filesPerSecond: [],
        processorMsPerFile: [],
        objectsAtOnce: 0,
      }),
    ),
  );
  try {
    const bundle = bundleIngestFunction(join(folder, 'bundle'));
    const host = await startFunctionHost({ bundle, endpoint: aws.endpoint, execArgv: DEPLOYED_FLAGS });
    try {
      await host.ingest(keys.map((key) => [key]));
      for (let round = 1; round <= (isQuick ? 3 : ROUNDS); round++) {
        note(`  round ${round}`);
        for (const batch of batches) await runBatch(batch, keys, host, aws);
      }
    } finally {
      await host.stop();
    }
  } finally {
    await aws.stop();
  }
  const sizeBytes = median(files.map(({ body }) => body.length));
  return findingsOf(batches, `${RECORDS_EACH} events, ${(sizeBytes / 1000).toFixed(1)} KB`);
}

async function runBatch(batch: Batch, keys: readonly string[], host: FunctionHost, aws: InstantAws) {
  const { size, tableDelayMs } = batch;
  await aws.set({ objectDelayMs: OBJECT_DELAY_MS, tableDelayMs });
  await aws.served();
  const most = Math.min(keys.length, size === 1 ? FILES_ONE_AT_A_TIME : Math.max(FILES_IN_BATCHES, size));
  const taken = keys.slice(0, most - (most % size));
  const invocations: Invocation[] = [];
  for (let from = 0; from < taken.length; from += size)
    invocations.push(await host.ingest(taken.slice(from, from + size).map((key) => [key])));
  const { objects, objectsAtOnce } = await aws.served();
  if (objects !== taken.length) throw new Error(`Of ${taken.length} files ${objects} were read.`);
  batch.filesPerSecond.push((taken.length / sum(invocations.map(({ wallMs }) => wallMs))) * 1000);
  batch.processorMsPerFile.push(sum(invocations.map(({ processorMs }) => processorMs)) / taken.length);
  batch.objectsAtOnce = Math.max(batch.objectsAtOnce, objectsAtOnce);
}

function findingsOf(batches: readonly Batch[], files: string): Findings {
  const alone = (batch: Batch) =>
    batches.find(({ size, tableDelayMs }) => size === 1 && tableDelayMs === batch.tableDelayMs) ?? batch;
  const gain = (batch: Batch) => ratios(batch.filesPerSecond, alone(batch).filesPerSecond);
  // The largest that there are files for, where there are few.
  const usual = batches
    .filter(({ size, tableDelayMs }) => size <= DEFAULT_BATCH && tableDelayMs === 0)
    .at(-1);
  const reached = usual === undefined ? Number.NaN : gain(usual).median;
  return {
    goals: [
      {
        goal: `${usual?.size} notifications an invocation: at least ${LEAST_RATIO} times as many files a second as one at a time`,
        measured: times(reached),
        isMet: reached >= LEAST_RATIO,
      },
    ],
    tables: [
      {
        head: [
          `${files}: notifications an invocation`,
          'an answer of DynamoDB',
          'files/s',
          'of one at a time',
          'least to most',
          'S3 reads at once',
          'processor time a file',
          'files/s of processor time',
        ],
        rows: batches.map((batch) => {
          const { least, median: middle, most } = gain(batch);
          const processorMs = median(batch.processorMsPerFile);
          return [
            count(batch.size),
            milliseconds(batch.tableDelayMs),
            count(median(batch.filesPerSecond)),
            times(middle),
            `${times(least)} to ${times(most)}`,
            count(batch.objectsAtOnce),
            milliseconds(processorMs),
            count(1000 / processorMs),
          ];
        }),
      },
    ],
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
