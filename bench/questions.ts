/**
 * Asks one index by a full name for its 50 newest events, at growing sizes, and asks DuckDB and jq the same over the same
 * log files in the same run: medians and ratios, because machines differ.
 *
 *     npm run bench -- [EVENTS …]               10000 100000 400000, unless told otherwise
 *
 * Events and log files are of the sample trail, over 30 days. The index is the embedded DynamoDB with the tables of the
 * synthesized template, filled as the ingest function fills it, but for the files' way there.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { meterReads } from '../lib/audit/meter.ts';
import { query } from '../lib/audit/query.ts';
import { generateSampleTrail } from '../lib/sample/sample-trail.ts';
import { openDuckDb } from './questions/duckdb.ts';
import { fillIndex } from './questions/fill-index.ts';
import { askJq } from './questions/jq.ts';
import { openIndex } from './questions/open-index.ts';
import { median, timed } from './questions/timing.ts';

const EVENT_NAME = 'AssumeRole';
const LIMIT = 50;
const RUNS = { traildex: 51, duckdb: 5, jq: 1 } as const;
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10_000, 100_000, 400_000];

/** An answer to another question would be measured for nothing. */
function expectRows(rows: number, who: string): void {
  if (rows !== LIMIT) throw new Error(`${who} gave ${rows} rows instead of ${LIMIT}.`);
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const folder = await mkdtemp(join(tmpdir(), 'traildex-bench-'));
try {
  const index = await openIndex(join(folder, 'index'));
  const logFiles = generateSampleTrail({ seed: 1, eventCount: Math.max(...sizes), days: 30 });
  const indexed = new Set<string>();
  const medians: { events: number; ms: number }[] = [];
  print(`The ${LIMIT} newest ${EVENT_NAME} by full name, on ${index.engine}:`);
  for (const size of sizes.toSorted((a, b) => a - b)) {
    await fillIndex({ index, logFiles, folder: join(folder, 'logs'), until: size, indexed });
    const { context, usage } = meterReads(index.place);
    const request = {
      filters: { eventName: [EVENT_NAME] },
      window: {},
      order: 'newest-first',
      limit: LIMIT,
    } as const;
    let found = 0;
    const times = await timed(RUNS.traildex, async () => {
      found = 0;
      for await (const _ of query(request, context).events) found++;
    });
    expectRows(found, 'traildex');
    const perQuestion = (usage().requests / RUNS.traildex).toFixed(2);
    medians.push({ events: indexed.size, ms: median(times) });
    print(
      `  ${indexed.size} events: median ${median(times).toFixed(1)} ms, ${found} events found, ${perQuestion} requests a question, ${(usage().readUnits / RUNS.traildex).toFixed(1)} read units`,
    );
  }
  const [smallest, largest] = [medians[0], medians.at(-1)];
  if (smallest === undefined || largest === undefined) throw new Error('Name at least one number of events.');
  print(
    `  ${largest.events} against ${smallest.events} events: ${(largest.ms / smallest.ms).toFixed(2)} times as long`,
  );

  const question = { folder: join(folder, 'logs'), eventName: EVENT_NAME, limit: LIMIT };
  const duckdb = await openDuckDb();
  const duckTimes = await timed(RUNS.duckdb, async () => expectRows(await duckdb.ask(question), 'DuckDB'));
  print(
    `DuckDB over the same log files: median ${median(duckTimes).toFixed(0)} ms, ${(median(duckTimes) / largest.ms).toFixed(0)} times as long`,
  );
  const jqTimes = await timed(RUNS.jq, async () => expectRows(await askJq(question), 'jq'));
  print(
    `zcat, jq, sort, head over the same: ${median(jqTimes).toFixed(0)} ms, ${(median(jqTimes) / largest.ms).toFixed(0)} times as long`,
  );
  await index.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}
