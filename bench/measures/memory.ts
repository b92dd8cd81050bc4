/**
 * Memory of the function while it indexes a large log file: what it takes must not grow with the file.
 *
 * Each file has a process of its own: a process tells the peak of its life, not that of a while.
 */
import { join } from 'node:path';
import { type Corpus, type LogFile, recordsIn } from '../common/corpus.ts';
import { count, times } from '../common/figures.ts';
import { bundleIngestFunction, type HostOptions, startFunctionHost } from '../common/function-host.ts';
import { startInstantAws } from '../common/instant-aws.ts';
import type { Bench, Findings, Measure } from '../common/measure.ts';
import { DEPLOYED_FLAGS } from '../common/process-flags.ts';
import { median, spreadOf } from '../common/statistics.ts';
import { writeTrail } from '../common/trail-folder.ts';
import { type LargeLogFile, writeLargeLogFile } from './memory/large-log-file.ts';

const MEGABYTE = 1e6;
const SIZES_BYTES = [50 * MEGABYTE, 1000 * MEGABYTE];
const SIZES_BYTES_OF_QUICK = [50 * MEGABYTE, 150 * MEGABYTE];
const ROUNDS = 3;
/** Different ones that the large files repeat. */
const RECORDS = 2_000;
const MOST_ABOVE_IDLE_BYTES = 96 * MEGABYTE;
/** "The same": runs of one file differ by as much, by when the collector happens to run. */
const LARGEST_RATIO = 1.25;

export const memory: Measure = {
  name: 'memory',
  title: 'Memory of the function on large log files',
  method: `
The bundled function indexes one log file, from an S3 and into a DynamoDB that answer at once, in a process with the flags that
it has when deployed. *Idle* is what the process has resident after it has indexed a file of usual size, *peak* the most that it
had resident in its life, as the kernel counts it. The large files are the records of the corpus over and over, each with an
event id of its own; sizes are inflated, MB are 10⁶ bytes. Rounds take turns, each with a new process; medians, with least and
most.`,
  measure,
};

interface Run {
  readonly idleBytes: number;
  readonly peakBytes: number;
  readonly wallMs: number;
}

interface Candidate extends LargeLogFile {
  readonly key: string;
  readonly runs: Run[];
}

async function measure({ corpus, folder, isQuick, note }: Bench): Promise<Findings> {
  const trail = join(folder, 'trail');
  const usual = usualFile(corpus);
  writeTrail(trail, [usual]);
  const records = recordsOf(corpus);
  const candidates: Candidate[] = [];
  for (const bytes of isQuick ? SIZES_BYTES_OF_QUICK : SIZES_BYTES) {
    const key = usual.key.replace(/\.json\.gz$/, `-${bytes}.json.gz`);
    const written = await writeLargeLogFile(join(trail, key), records, bytes);
    note(`  written: ${megabytes(written.inflatedBytes)}, ${count(written.records)} records`);
    candidates.push({ key, runs: [], ...written });
  }
  const aws = await startInstantAws(trail);
  try {
    const bundle = bundleIngestFunction(join(folder, 'bundle'));
    const host = { bundle, endpoint: aws.endpoint, execArgv: DEPLOYED_FLAGS };
    for (let round = 0; round < (isQuick ? 1 : ROUNDS); round++) {
      for (const candidate of candidates) {
        await aws.served();
        candidate.runs.push(await runOnce(host, usual.key, candidate.key));
        requireAll((await aws.served()).putItems, candidate);
      }
    }
  } finally {
    await aws.stop();
  }
  return findingsOf(candidates);
}

async function runOnce(options: HostOptions, usualKey: string, key: string): Promise<Run> {
  const host = await startFunctionHost(options);
  try {
    await host.ingest([[usualKey]]);
    const { residentBeforeBytes, peakResidentBytes, wallMs } = await host.ingest([[key]]);
    return { idleBytes: residentBeforeBytes, peakBytes: peakResidentBytes, wallMs };
  } finally {
    await host.stop();
  }
}

function findingsOf(candidates: readonly Candidate[]): Findings {
  const peaks = candidates.map(({ runs }) => median(aboveIdle(runs)));
  const ratio = (peaks.at(-1) ?? Number.NaN) / (peaks[0] ?? Number.NaN);
  return {
    goals: [
      {
        goal: `peak at most ${megabytes(MOST_ABOVE_IDLE_BYTES)} above idle`,
        measured: candidates
          .map(({ inflatedBytes }, index) => `${megabytes(peaks[index] ?? 0)} on ${megabytes(inflatedBytes)}`)
          .join(', '),
        isMet: peaks.every((peak) => peak <= MOST_ABOVE_IDLE_BYTES),
      },
      {
        goal: `the same on the largest as on the smallest, within ${times(LARGEST_RATIO)}`,
        measured: times(ratio),
        isMet: ratio <= LARGEST_RATIO,
      },
    ],
    tables: [
      {
        head: ['inflated', 'records', 'idle', 'peak', 'above idle', 'least to most', 'events/s'],
        rows: candidates.map(({ inflatedBytes, records, runs }) => {
          const above = spreadOf(aboveIdle(runs));
          return [
            megabytes(inflatedBytes),
            count(records),
            megabytes(median(runs.map(({ idleBytes }) => idleBytes))),
            megabytes(median(runs.map(({ peakBytes }) => peakBytes))),
            megabytes(above.median),
            `${megabytes(above.least)} to ${megabytes(above.most)}`,
            count(median(runs.map(({ wallMs }) => (records / wallMs) * 1000))),
          ];
        }),
      },
    ],
  };
}

function aboveIdle(runs: readonly Run[]): readonly number[] {
  return runs.map(({ peakBytes, idleBytes }) => peakBytes - idleBytes);
}

/** A file that was refused would be measured for nothing. Of a folder's records, some may be no events. */
function requireAll(putItems: number, { records, key }: Candidate): void {
  if (putItems < records * 0.9)
    throw new Error(`Of ${records} records of ${key} only ${putItems} were written.`);
}

function usualFile(corpus: Corpus): LogFile {
  const [file] = corpus.logFiles(1);
  if (file === undefined) throw new Error('There are no log files.');
  return file;
}

function recordsOf(corpus: Corpus): readonly object[] {
  return [...corpus.logFiles(RECORDS)]
    .flatMap(({ body }) => recordsIn(body))
    .filter((record) => typeof record === 'object' && record !== null);
}

function megabytes(bytes: number): string {
  return `${count(bytes / MEGABYTE)} MB`;
}
