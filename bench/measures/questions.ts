/**
 * A question on one index by a full name, at growing sizes, beside those who answer it from the log files themselves.
 *
 * Each size is an index of its own, so that all can be asked in turns.
 */
import { join } from 'node:path';
import { count, milliseconds, times } from '../common/figures.ts';
import { type Runs, runInTurns } from '../common/in-turns.ts';
import type { Bench, Findings, Measure } from '../common/measure.ts';
import { median, ratios, spreadOf } from '../common/statistics.ts';
import { type AskedIndex, type Compared, compare, prepareQuestion } from './questions/ask.ts';
import type { Competitor } from './questions/competitor.ts';
import { openDuckDb } from './questions/duckdb.ts';
import { type Filling, fillIndexes } from './questions/fill-indexes.ts';
import { findJq } from './questions/jq.ts';
import { openIndex } from './questions/open-index.ts';

const LARGEST = 400_000;
const LARGEST_OF_QUICK = 10_000;
const DAYS = 30;
const LIMIT = 50;
const TURNS = { warmUps: 10, rounds: 51 };
const TURNS_WITH_COMPETITOR = { warmUps: 0, rounds: 5 };
const MOST_TIMES_AS_LONG = 1.5;
const LEAST_TIMES_FASTER = 100;

export const questions: Measure = {
  name: 'questions',
  title: 'A question by a full name',
  method: `
The ${LIMIT} newest events of the commonest event name, asked as \`traildex query --name\` asks, of indexes of several
sizes in turns. An index is the embedded DynamoDB with the tables of the synthesized template, filled with the items that the
function writes; the sample trail is spread over ${DAYS} days. A table on AWS adds its own few milliseconds to each request.

DuckDB and \`jq\` (where it is installed) are asked the same, in turns with the largest index, of the log files that it was filled
from. DuckDB is told which columns it needs. Copies are left out by all. Each answer must name the same events in the same
order, or the measurement fails.`,
  measure,
};

interface Asked extends AskedIndex {
  readonly events: number;
  readonly runs: Runs;
  readonly readUnits: number;
  readonly requests: number;
}

/** 10,000, 100,000 and 400,000, unless told otherwise. */
function sizesUpTo(largest: number): readonly number[] {
  return [Math.ceil(largest / 40), Math.ceil(largest / 4), largest];
}

async function measure(bench: Bench): Promise<Findings> {
  const { corpus, folder, projectRoot, events, note } = bench;
  const sizes = corpus.isSample ? sizesUpTo(events(LARGEST, LARGEST_OF_QUICK)) : [Number.MAX_SAFE_INTEGER];
  await using closing = new AsyncDisposableStack();
  const fillings: Filling[] = [];
  for (const [number, until] of sizes.entries()) {
    const index = await openIndex(join(folder, `index-${number}`), projectRoot);
    closing.defer(() => index.close());
    fillings.push({ index, until, events: 0 });
  }
  note('  filling the indexes …');
  const logs = join(folder, 'logs');
  const names = await fillIndexes(fillings, corpus.logFiles(Math.max(...sizes), DAYS), logs);
  const [[eventName] = ['']] = [...names].sort(([, a], [, b]) => b - a);
  const asked = await askInTurns(fillings, eventName);
  const largest = asked.at(-1);
  if (largest === undefined) throw new Error('There is no index.');

  const duckDb = await openDuckDb();
  closing.defer(async () => duckDb.close());
  const competitors = [duckDb, await findJq()].filter((one) => one !== undefined);
  const compared = new Map<Competitor, Compared>();
  for (const competitor of competitors) {
    note(`  asking ${competitor.name} …`);
    const question = { folder: logs, eventName, limit: LIMIT };
    compared.set(competitor, await compare(largest, competitor, question, TURNS_WITH_COMPETITOR));
  }
  return findingsOf({ asked, compared, eventName });
}

async function askInTurns(fillings: readonly Filling[], eventName: string): Promise<readonly Asked[]> {
  const prepared = fillings.map(({ index, events }) => ({
    events,
    ...prepareQuestion(index, eventName, LIMIT),
  }));
  const runs = await runInTurns(
    Object.fromEntries(prepared.map(({ ask }, number) => [`index ${number}`, ask])),
    TURNS,
  );
  const asked: Asked[] = [];
  for (const [number, one] of prepared.entries()) {
    one.reads();
    await one.ask();
    const own = runs[`index ${number}`];
    if (own === undefined) throw new Error('An index was not asked.');
    asked.push({ ...one, ...one.reads(), runs: own });
  }
  return asked;
}

interface Outcome {
  readonly asked: readonly Asked[];
  readonly compared: ReadonlyMap<Competitor, Compared>;
  readonly eventName: string;
}

function findingsOf({ asked, compared, eventName }: Outcome): Findings {
  const [smallest, largest] = [asked[0], asked.at(-1)];
  if (smallest === undefined || largest === undefined) throw new Error('There is no index.');
  const asLong = (one: Asked) => median(one.runs.wallMs) / median(smallest.runs.wallMs);
  const [duckDb] = [...compared.values()].map(
    (one) => ratios(one.competitor.wallMs, one.index.wallMs).median,
  );
  const flatness = {
    goal: `as long at ${count(largest.events)} as at ${count(smallest.events)} events, within ${times(MOST_TIMES_AS_LONG)}`,
    measured: times(asLong(largest)),
    isMet: asked.every((one) => asLong(one) <= MOST_TIMES_AS_LONG),
  };
  return {
    goals: [
      {
        goal: 'one request',
        measured: [...new Set(asked.map(({ requests }) => requests))].join(', '),
        isMet: asked.every(({ requests }) => requests === 1),
      },
      ...(asked.length > 1 ? [flatness] : []),
      {
        goal: `at least ${LEAST_TIMES_FASTER} times faster than DuckDB at ${count(largest.events)} events`,
        measured: times(duckDb ?? Number.NaN),
        isMet: duckDb !== undefined && duckDb >= LEAST_TIMES_FASTER,
      },
    ],
    tables: [
      {
        head: [
          `\`${eventName}\`, events in the index`,
          'requests',
          'read units',
          'median',
          'least to most',
          'of the smallest',
        ],
        rows: asked.map((one) => [
          count(one.events),
          count(one.requests),
          String(one.readUnits),
          milliseconds(median(one.runs.wallMs)),
          spread(one.runs),
          times(asLong(one)),
        ]),
      },
      {
        head: [
          `of ${count(largest.events)} events`,
          'median',
          'least to most',
          'as long as traildex in the same turns',
        ],
        rows: [...compared].map(([{ name }, { index, competitor }]) => [
          name,
          milliseconds(median(competitor.wallMs)),
          spread(competitor),
          times(ratios(competitor.wallMs, index.wallMs).median),
        ]),
      },
    ],
  };
}

function spread({ wallMs }: Runs): string {
  const { least, most } = spreadOf(wallMs);
  return `${milliseconds(least)} to ${milliseconds(most)}`;
}
