/** `ingest --local` of a folder, as somebody at a terminal waits for it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { count, perSecond } from '../common/figures.ts';
import type { Bench, Findings, Measure } from '../common/measure.ts';
import { writeTrail } from '../common/trail-folder.ts';
import { isWithin, type ShownTimeLeft, shownTimesLeft } from './ingest-local/shown-time-left.ts';
import { type Roles, type WatchedRun, watchRun } from './ingest-local/watch-run.ts';

const RECORDS = 100_000;
const RECORDS_OF_QUICK = 20_000;
const NEAR_ENOUGH = 0.25;
/** What else the machine does changes the pace: no estimate foresees that. */
const LEAST_SHARE = 0.9;

const EMULATOR = 'DynamoDB (emulator)';
const ROLES: Roles = [
  ['dynoxide', EMULATOR],
  ['dynalite', EMULATOR],
  ['lambda/bootstrap', 'ingest function'],
  ['bin/traildex', 'command, with S3, SNS and SQS (emulators)'],
];

export const ingestLocal: Measure = {
  name: 'ingest-local',
  title: 'Indexing a folder on a laptop',
  method: `
\`traildex ingest --local FOLDER\`, the command as it is, from its start to its end, into a data directory that has been used
before: the stack is synthesized already. Shown is what a log of a build shows, a line every five seconds. Each line's time left
is compared with the time that passed until the last one; within two seconds counts as right. Processor time is that of all
processes below the command's. One run.`,
  measure,
};

async function measure({ corpus, folder, projectRoot, events: wanted, note }: Bench): Promise<Findings> {
  const trail = join(folder, 'trail');
  const keys = writeTrail(trail, corpus.logFiles(wanted(RECORDS, RECORDS_OF_QUICK)));
  const ingest = (path: string) => {
    const words = ['bin/traildex.js', 'ingest', path, '--local', '--data', join(folder, 'index')];
    return watchRun([join(projectRoot, words[0] ?? ''), ...words.slice(1)], ROLES);
  };
  note('  the data directory');
  await ingest(emptyLogFile(folder, keys[0] ?? ''));
  note('  the run');
  const run = await ingest(trail);
  const events = eventsOf(run);
  const told = shownTimesLeft(run.shown);
  const near = told.filter((shown) => isWithin(shown, NEAR_ENOUGH));
  return {
    goals: [
      {
        goal: 'the time left shown is within 25 %, nine times of ten',
        measured: `${near.length} of ${told.length}`,
        isMet: told.length > 0 && near.length >= LEAST_SHARE * told.length,
      },
    ],
    tables: [
      {
        head: ['', 'log files', 'events', 'seconds', 'events/s'],
        rows: [
          [
            'the run',
            ...[keys.length, events, run.wallMs / 1000].map(count),
            perSecond(events / (run.wallMs / 1000), 'events'),
          ],
        ],
      },
      { head: ['processor time', 'seconds', 'share'], rows: processorRows(run) },
      { head: ['time left, seconds', 'shown', 'true'], rows: told.map(rowOf) },
    ],
    remarks: [
      'The emulated DynamoDB has the largest share, and the pace is that of the machine. The first estimate is made while function and engine are still warming up, and is too long.',
    ],
  };
}

/** What is delivered first, so that the data directory is there. */
function emptyLogFile(folder: string, key: string): string {
  const path = join(folder, 'first', basename(key, '.gz'));
  mkdirSync(join(folder, 'first'), { recursive: true });
  writeFileSync(path, '{"Records":[]}');
  return path;
}

/** From the last line of progress: `… · 104,000 records · …`. */
function eventsOf({ exitCode, shown }: WatchedRun): number {
  const line = shown.findLast(({ line }) => line.includes(' records'))?.line ?? '';
  const events = Number(/([\d,]+) records/.exec(line)?.[1]?.replaceAll(',', ''));
  if (exitCode !== 0 || !(events > 0)) throw new Error(`The run ended with ${exitCode} after "${line}".`);
  return events;
}

function processorRows({ processorSeconds }: WatchedRun): string[][] {
  const total = [...processorSeconds.values()].reduce((sum, seconds) => sum + seconds, 0);
  return [...processorSeconds]
    .sort(([, a], [, b]) => b - a)
    .map(([role, seconds]) => [role, seconds.toFixed(1), `${Math.round((100 * seconds) / total)} %`]);
}

function rowOf({ seconds, trueSeconds }: ShownTimeLeft, index: number): string[] {
  return [`line ${index + 1}`, count(seconds), count(trueSeconds)];
}
