/** What an event costs the whole function, beside the least that anybody could do with the same log files. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventsIn } from '../common/events-in.ts';
import { microseconds, perSecond, times } from '../common/figures.ts';
import { bundleIngestFunction, type FunctionHost, startFunctionHost } from '../common/function-host.ts';
import { type InstantAws, startInstantAws } from '../common/instant-aws.ts';
import type { Bench, Findings, Measure } from '../common/measure.ts';
import { DEPLOYED_FLAGS } from '../common/process-flags.ts';
import { type RegroupedFile, regroup } from '../common/regrouped.ts';
import { median, ratios, spreadOf } from '../common/statistics.ts';
import { writeTrail } from '../common/trail-folder.ts';

/** Records of a file: a busy account's, CloudTrail's usual, and nearly the smallest. The goals are of the first. */
const SIZES = [1_000, 100, 10];
const RECORDS = 20_000;
const TURNS = { warmUps: 4, rounds: 9 };
const LEAST_PER_SECOND = 20_000;
const MOST_TIMES = 1.5;
const BATCH = 25;

const BARE_HANDLER = fileURLToPath(new URL('whole-function/bare-handler.ts', import.meta.url));

export const wholeFunction: Measure = {
  name: 'whole-function',
  title: 'The whole function',
  method: `
The bundled ingest function in a process of its own, against S3 and DynamoDB that answer at once, in another process.
Counted is the processor time of the function's process, of all its threads; events a second are of one core busy with
nothing else. Beside it, in turns, a process that fetches the same objects, does gunzip and one \`JSON.parse\` of each, and
sends the fewest requests that the events take, with bodies of the same size, by \`node:http\`: unsigned, prepared beforehand, without an index.`,
  measure,
};

async function measure(bench: Bench): Promise<Findings> {
  const sizes = [];
  for (const size of SIZES) sizes.push(await measureSize(size, bench));
  const [largest] = sizes;
  if (largest === undefined) throw new Error('There is nothing to measure.');
  const { function: own, bare } = largest;
  const perSecondOfCore = 1_000_000 / median(own);
  const ratio = ratios(own, bare);
  return {
    goals: [
      {
        goal: `at least ${perSecond(LEAST_PER_SECOND, 'events')} on one core, files of ${SIZES[0]} events`,
        measured: perSecond(perSecondOfCore, 'events'),
        isMet: perSecondOfCore >= LEAST_PER_SECOND,
      },
      {
        goal: `at most ${times(MOST_TIMES)} the processor time of gunzip, JSON.parse and bare requests, files of ${SIZES[0]} events`,
        measured: times(ratio.median),
        isMet: ratio.median <= MOST_TIMES,
      },
    ],
    tables: [
      {
        head: [
          'events a file',
          'processor time an event',
          'spread',
          'bare',
          'times bare',
          'events a core and second',
        ],
        rows: sizes.map(({ size, function: own, bare }) => {
          const { least, median: middle, most } = spreadOf(own);
          return [
            String(size),
            microseconds(middle),
            `${least.toFixed(1)}–${most.toFixed(1)}`,
            microseconds(median(bare)),
            times(ratios(own, bare).median),
            perSecond(1_000_000 / middle, 'events'),
          ];
        }),
      },
    ],
    remarks: [
      'Why not less: a request that makes, signs and guards a batch of 25 costs the SDK three times what sending it costs, and a file its two requests more; so the SDK alone takes more than the goal. The next measure shows the shares. What was left out and why is in [ADR 0013](adr/0013-batching.md).',
    ],
  };
}

/** Microseconds of processor time an event, round by round. */
interface SizeFigures {
  readonly size: number;
  readonly function: readonly number[];
  readonly bare: readonly number[];
}

async function measureSize(
  size: number,
  { corpus, folder, isQuick, events, note }: Bench,
): Promise<SizeFigures> {
  note(`  ${size} events a file`);
  const wanted = events(RECORDS);
  const files: RegroupedFile[] = [];
  for (const file of regroup(corpus.logFiles(2 * wanted), size)) {
    files.push(file);
    if (files.length * size >= wanted) break;
  }
  const bucket = join(folder, `files-of-${size}`);
  const keys = writeTrail(bucket, files);
  const aws = await startInstantAws(bucket);
  const { endpoint } = aws;
  const bundle = bundleIngestFunction(join(folder, 'bundle'));
  const hosts = {
    function: await startFunctionHost({ bundle, endpoint, execArgv: DEPLOYED_FLAGS }),
    bare: await startFunctionHost({
      bundle: BARE_HANDLER,
      endpoint,
      environment: { BATCH_BYTES: String(batchBytes(files)) },
    }),
  };
  try {
    const least = itemsOf(files);
    const figures = { size, function: [] as number[], bare: [] as number[] };
    const { warmUps, rounds } = isQuick ? { warmUps: 1, rounds: 3 } : TURNS;
    for (let round = 0; round < warmUps + rounds; round++) {
      for (const name of ['function', 'bare'] as const) {
        await aws.served();
        const us = await timeAnEvent(hosts[name], keys, files.length * size);
        if (name === 'function') await requireWritten(aws, least);
        if (round >= warmUps) figures[name].push(us);
      }
    }
    return figures;
  } finally {
    await Promise.all([hosts.function.stop(), hosts.bare.stop()]);
    await aws.stop();
  }
}

async function timeAnEvent(host: FunctionHost, keys: readonly string[], events: number): Promise<number> {
  const { processorMs } = await host.ingest(keys.map((key) => [key]));
  return (processorMs * 1000) / events;
}

/** A function that refused its files would be fast. */
async function requireWritten(aws: InstantAws, least: number): Promise<void> {
  const { putItems } = await aws.served();
  if (putItems < least) throw new Error(`The function wrote ${putItems} items instead of ${least} at least.`);
}

/** Its events, and an entry of the ledger for each file. */
function itemsOf(files: readonly RegroupedFile[]): number {
  return files.reduce((sum, file) => sum + [...eventsIn(file)].length + 1, 0);
}

/** What a full batch of these events takes on the wire. */
function batchBytes(files: readonly RegroupedFile[]): number {
  const items = files.slice(0, 10).flatMap((file) => [...eventsIn(file)].map(({ item }) => item));
  const wired = items.map((item) => ({ PutRequest: { Item: item } }));
  const bytes = Buffer.byteLength(
    JSON.stringify(wired, (_name, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    ),
  );
  return Math.round((bytes / items.length) * BATCH);
}
