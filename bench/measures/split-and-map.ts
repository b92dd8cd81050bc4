/** What a log file costs from its compressed bytes to its items, beside reading it without any of the promises. */
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { textIn } from '../../lib/event-index/item-reading.ts';
import { TIME_SORT_KEY } from '../../lib/event-index/tables.ts';
import { joinedLogFile, type LogFile, recordsIn } from '../common/corpus.ts';
import { microseconds, times } from '../common/figures.ts';
import { type Runs, runInTurns } from '../common/in-turns.ts';
import type { Bench, Findings, Measure } from '../common/measure.ts';
import { regroup } from '../common/regrouped.ts';
import { ratios, spreadOf } from '../common/statistics.ts';
import { type Fields, indexAsTraildex, parseWhole, streamJson } from './split-and-map/contestants.ts';

const RECORDS = 20_000;
const RECORDS_OF_A_USUAL_FILE = 100;
const TURNS = { warmUps: 2, rounds: 9 };
const MOST_TIMES_PARSE = 1.25;
const LEAST_TIMES_FASTER = 8;

export const splitAndMap: Measure = {
  name: 'split-and-map',
  title: 'Split and map',
  method: `
From gzip to items, in one process, in turns: traildex (one gzip member proven whole, SHA-256 of the file, every record
found and hashed, read by the rules of principals and resources, made an item of the index); gunzip, SHA-256, one
\`JSON.parse\` of the whole and reading the same fields as they stand; and \`stream-json\`, picking \`Records\` and reading
the same fields. All three must give the same events. Processor time of all threads.`,
  measure,
};

async function measure({ corpus, isQuick, events, note }: Bench): Promise<Findings> {
  const wanted = events(RECORDS);
  const turns = isQuick ? { warmUps: 1, rounds: 3 } : TURNS;
  const inputs = {
    'one large file': [joinedLogFile(corpus.logFiles(wanted))],
    [`files of ${RECORDS_OF_A_USUAL_FILE} events`]: [
      ...regroup(corpus.logFiles(wanted), RECORDS_OF_A_USUAL_FILE),
    ],
  };
  const figures = [];
  for (const [name, files] of Object.entries(inputs)) {
    if (files.length === 0) continue;
    note(`  ${name}`);
    await requireEqual(files);
    const runs = await runInTurns(
      {
        traildex: () => forEach(files, indexAsTraildex),
        parse: () => forEach(files, parseWhole),
        streamed: () => forEach(files, streamJson),
      },
      turns,
    );
    figures.push({ name, runs, records: files.reduce((sum, { body }) => sum + recordsIn(body).length, 0) });
  }
  const [large] = figures;
  if (large === undefined) throw new Error('There are no log files.');
  const timesParse = ratioOf(large.runs.traildex, large.runs.parse).median;
  const timesFaster = ratioOf(large.runs.streamed, large.runs.traildex).median;
  return {
    goals: [
      {
        goal: `at most ${times(MOST_TIMES_PARSE)} gunzip, SHA-256, \`JSON.parse\` and reading the fields`,
        measured: times(timesParse),
        isMet: timesParse <= MOST_TIMES_PARSE,
      },
      {
        goal: `at least ${times(LEAST_TIMES_FASTER)} faster than \`stream-json\``,
        measured: times(timesFaster),
        isMet: timesFaster >= LEAST_TIMES_FASTER,
      },
    ],
    tables: [
      {
        head: ['', 'an event', 'spread', 'against `JSON.parse`'],
        rows: figures.flatMap(({ name, runs, records }) =>
          Object.entries(LABELS).map(([who, label]) => {
            const own = runs[who as keyof typeof LABELS];
            const {
              least,
              median: middle,
              most,
            } = spreadOf(own.processorMs.map((ms) => (ms * 1000) / records));
            return [
              `${name}: ${label}`,
              microseconds(middle),
              `${least.toFixed(1)}–${most.toFixed(1)}`,
              times(ratioOf(own, runs.parse).median),
            ];
          }),
        ),
      },
    ],
    remarks: [
      'Why not less: inflating, both hashes (of the file for the digests, of each record for its key), finding each record and parsing them one by one is already more than what it is held against; it lets a file be indexed that is larger than memory, and a damaged record be refused without its neighbours. The other half is the rules: who is the principal, what was acted on, keys that DynamoDB takes, all of it within one write unit. Parsing alone is most of what `stream-json` is held against, so eight times faster than it would be faster than `JSON.parse`.',
    ],
  };
}

const LABELS = {
  traildex: 'traildex',
  parse: '`JSON.parse` of the whole',
  streamed: '`stream-json`',
} as const;

function ratioOf(own: Runs, others: Runs) {
  return ratios(own.processorMs, others.processorMs);
}

type Contestant<Event> = (file: LogFile, take: (event: Event) => void) => unknown;

async function forEach<Event>(files: readonly LogFile[], read: Contestant<Event>): Promise<void> {
  for (const file of files) await read(file, () => {});
}

async function collect<Event>(file: LogFile, read: Contestant<Event>): Promise<readonly Event[]> {
  const events: Event[] = [];
  await read(file, (event) => events.push(event));
  return events;
}

/**
 * @throws where the three do not find the same records in the same order. Of a record that is no event (without a time)
 * there is no item, and what a record does not say (its id) the index makes up.
 */
async function requireEqual(files: readonly LogFile[]): Promise<void> {
  for (const file of files) {
    const items = await collect(file, indexAsTraildex);
    const parsed = await collect(file, parseWhole);
    const streamed = await collect(file, streamJson);
    const areEqual =
      items.length === parsed.length &&
      items.some((item) => item !== undefined) &&
      JSON.stringify(parsed) === JSON.stringify(streamed) &&
      items.every((item, at) => (item === undefined ? isNoEvent(parsed[at]) : isOf(item, parsed[at])));
    if (!areEqual) throw new Error(`The contestants disagree about ${file.key}.`);
  }
}

function isNoEvent(fields: Fields | undefined): boolean {
  return Number.isNaN(Date.parse(String(fields?.eventTime)));
}

function isOf(item: Item, fields: Fields | undefined): boolean {
  const names = ['eventID', 'eventName', 'eventSource'] as const;
  const isNamed = names.every((name) => [undefined, textIn(item, name)].includes(fields?.[name]));
  const time = textIn(item, TIME_SORT_KEY)?.split('#')[0];
  return isNamed && [undefined, time].includes(fields?.eventTime);
}
