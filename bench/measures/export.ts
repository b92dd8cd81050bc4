/** An export of everything in a day, from an index that answers at once: what is left is the client. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { count, microseconds, perSecond } from '../common/figures.ts';
import type { Bench, Findings, Measure } from '../common/measure.ts';
import { median, type Spread, spreadOf } from '../common/statistics.ts';
import { writeTrail } from '../common/trail-folder.ts';
import { type InstantIndex, startInstantIndex } from './export/instant-index.ts';

const RECORDS = 100_000;
const RECORDS_OF_QUICK = 20_000;
const ROUNDS = 5;
const LEAST_PER_SECOND = 20_000;
/** What DynamoDB takes for a page of a thousand entries, about. */
const USUAL_PAGE_MS = 30;

export const exportOfADay: Measure = {
  name: 'export',
  title: 'Export of everything in a day',
  method: `
\`traildex query --since DAY --until NEXT --all -o jsonl\`, the command as it is, against an index in another process that
answers from memory: the catalogue, the counters, and the pages of all event sources of the busiest day of the corpus, as
DynamoDB sends them, a thousand entries each. The command merges the sources in the order of time and writes lines into a
pipe. Counted are the lines between the first and the last piece that comes out of the pipe, so that start-up does not count.
The first run is held against the index: each event of the day once, in order. The second row is the same with a wait before
each page, as DynamoDB needs; pages are asked for ahead of time. Medians, with least and most.`,
  measure,
};

async function measure({ corpus, folder, projectRoot, isQuick, events: wanted }: Bench): Promise<Findings> {
  const trail = join(folder, 'trail');
  writeTrail(trail, corpus.logFiles(wanted(RECORDS, RECORDS_OF_QUICK)));
  const index = await startInstantIndex(trail);
  try {
    const rounds = isQuick ? 2 : ROUNDS;
    requireWhole((await runExport(index, projectRoot)).lines, index);
    const atOnce = await timed(rounds, index, projectRoot);
    index.setDelay(USUAL_PAGE_MS);
    const waiting = await timed(rounds, index, projectRoot);
    return {
      goals: [
        {
          goal: `at least ${count(LEAST_PER_SECOND)} events/s from an instant index`,
          measured: perSecond(atOnce.median, 'events'),
          isMet: atOnce.median >= LEAST_PER_SECOND,
        },
      ],
      tables: [
        {
          head: ['pages of the index', 'events', 'events/s', 'least', 'most', 'an event'],
          rows: [
            rowOf('at once', index.events, atOnce),
            rowOf(`after ${USUAL_PAGE_MS} ms`, index.events, waiting),
          ],
        },
      ],
    };
  } finally {
    await index.stop();
  }
}

function rowOf(name: string, events: number, { median: usual, least, most }: Spread): string[] {
  return [name, ...[events, usual, least, most].map(count), microseconds(1e6 / usual)];
}

async function timed(rounds: number, index: InstantIndex, projectRoot: string): Promise<Spread> {
  const speeds: number[] = [];
  for (let round = 0; round < rounds; round++) speeds.push((await runExport(index, projectRoot)).perSecond);
  if (!(median(speeds) > 0)) throw new Error('The day has too few events to time their export.');
  return spreadOf(speeds);
}

interface Run {
  readonly lines: readonly string[];
  /** Between the first and the last piece of output. */
  readonly perSecond: number;
}

async function runExport({ endpoint, day }: InstantIndex, projectRoot: string): Promise<Run> {
  const until = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  const words = [
    'query',
    '--endpoint-url',
    endpoint,
    '--since',
    day,
    '--until',
    until,
    '--all',
    '-o',
    'jsonl',
  ];
  const child = spawn(process.execPath, [join(projectRoot, 'bin/traildex.js'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
    },
  });
  const pieces: Buffer[] = [];
  let [first, last] = [Number.NaN, Number.NaN];
  for await (const piece of child.stdout) {
    last = performance.now();
    if (pieces.push(piece as Buffer) === 1) first = last;
  }
  const lines = Buffer.concat(pieces).toString().split('\n').slice(0, -1);
  const [early] = pieces;
  const before = early === undefined ? 0 : early.toString().split('\n').length - 1;
  return { lines, perSecond: ((lines.length - before) * 1000) / (last - first) };
}

function requireWhole(lines: readonly string[], { events }: InstantIndex): void {
  const rows = lines.map(
    (line) => JSON.parse(line) as Record<'eventID' | 'recordHash' | 'eventTime', string>,
  );
  const distinct = new Set(rows.map(({ eventID, recordHash }) => `${eventID}/${recordHash}`)).size;
  const isOrdered = rows.every(({ eventTime }, at) => eventTime <= (rows[at - 1]?.eventTime ?? eventTime));
  if (rows.length !== events || distinct !== events || !isOrdered)
    throw new Error(`The export has ${rows.length} lines of ${distinct} events, and the day has ${events}.`);
}
