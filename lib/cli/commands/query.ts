/**
 * `traildex query`: events that match, newest first.
 *
 * Without times it looks at everything and its limit bounds the cost; `--all` reads a whole window and therefore takes
 * the newest day of the index unless it is told otherwise.
 */
import type { Command } from 'commander';
import { readIndexSpan } from '../../audit/index-span.ts';
import { type QueryAnswer, type QueryRequest, query } from '../../audit/query.ts';
import { resolveNames } from '../../audit/resolve-names.ts';
import { resolvePointer } from '../../audit/show.ts';
import type { Workplace } from '../../aws/workplace.ts';
import { parseCursor } from '../../event-index/cursor.ts';
import type { IndexedEvent } from '../../event-index/event-item.ts';
import type { EventFilters } from '../../event-index/filters.ts';
import type { TimeWindow } from '../../event-index/query-plan.ts';
import type { CommandRunner } from '../command-runner.ts';
import { continuationCommand } from '../continuation.ts';
import { EXIT, InterruptedError } from '../errors.ts';
import { addFilterOptions, type FilterOptions, filtersOf } from '../filter-options.ts';
import { orInterrupted, untilInterrupted } from '../interrupt.ts';
import type { GlobalOptions } from '../options.ts';
import {
  addFieldsOption,
  addLimitOptions,
  addOutputOption,
  addZoneOption,
  formFor,
  limitOf,
  OUTPUT_FORMS,
  type OutputForm,
  parseFields,
} from '../output-options.ts';
import { describeEmptyAnswer, describeNames } from '../query-remarks.ts';
import { count } from '../render/count.ts';
import { EVENT_COLUMN_PRIORITY, eventColumns, USUAL_EVENT_COLUMNS } from '../render/event-columns.ts';
import { EVENT_FIELDS, type EventField, toEventRow } from '../render/event-fields.ts';
import { openRows } from '../render/open-rows.ts';
import { atPlace, type Session } from '../session.ts';
import { addTimeOptions, parseWindow, parseZone, type TimeOptions } from '../times.ts';

interface QueryOptions extends GlobalOptions, FilterOptions, TimeOptions {
  readonly tz: string;
  readonly limit?: number;
  readonly all?: boolean;
  readonly asc?: boolean;
  readonly cursor?: string;
  readonly output?: OutputForm;
  readonly fields?: string;
  readonly exitCode?: boolean;
}

const EXAMPLES = `Examples:
  traildex query --local                             the 50 newest events
  traildex query --source s3 --errors --since 24h    what S3 refused
  traildex query --principal role/Admin --since 2026-07-01 --until 2026-07-31
  traildex query --name "Delete*" --name "*Policy" --all -o csv > changes.csv
  traildex query --name AssumeRole | jq -r .principal | sort | uniq -c
  traildex query --access-key AKIAIOSFODNN7EXAMPLE --asc    what a key did
  traildex query --errors --limit 10 | traildex show -
`;

export function addQueryCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('query')
    .description('Lists events, newest first. Without times it looks at all of them.')
    .addHelpText('before', EXAMPLES)
    .addHelpText(
      'after',
      '\nIn a table without room for the error, a ! before the event marks a failed call.',
    );
  addFilterOptions(command);
  addTimeOptions(command);
  addLimitOptions(command, 'all of them; without times, those of the newest 24 hours')
    .option('--asc', 'oldest first')
    .option('--cursor <cursor>', 'go on where an earlier answer stopped');
  addZoneOption(addFieldsOption(addOutputOption(command, OUTPUT_FORMS))).option(
    '--exit-code',
    'exit with 1 when no event matches',
  );
  command.action(run(runQuery));
}

async function runQuery(session: Session, options: QueryOptions): Promise<number> {
  const { host } = session;
  const zone = parseZone(options.tz, host.timeZone);
  const window = parseWindow(options, { now: host.now, zone });
  const asked = options.fields === undefined ? undefined : parseFields(options.fields, EVENT_FIELDS);
  const limit = limitOf(options);
  const typed = filtersOf(options);
  const found = await atPlace(session, 'tables', async (place) => {
    const request = await orInterrupted(
      prepare({ session, options, window, limit, typed, place }),
      host.interrupt,
    );
    return answer({ session, options, asked, zone, typed, place, request });
  });
  return options.exitCode && found === 0 ? EXIT.failed : EXIT.done;
}

interface Preparation {
  readonly session: Session;
  readonly options: QueryOptions;
  readonly window: TimeWindow;
  readonly limit: number | undefined;
  readonly typed: EventFilters;
  readonly place: Workplace;
}

/** Completes names and, for `--all`, the window; says what became of them. */
async function prepare(preparation: Preparation): Promise<QueryRequest> {
  const { session, options, window: typedWindow, limit, typed, place } = preparation;
  const { logFiles } = place;
  const window = await windowFor(preparation);
  if (options.cursor !== undefined && (isBounded(typedWindow) || options.asc)) {
    await session.remark(
      'The cursor keeps the times and the order of its listing; --since, --until, --asc change nothing.',
    );
  }
  const resolution = await resolveNames(typed, window, logFiles);
  await session.remark(...describeNames(resolution.resolved, session.verbose));
  if (resolution.incomplete) {
    await session.remark(
      'The list of names in the index is not complete; a short name may mean more than these.',
    );
  }
  return {
    filters: resolution.filters,
    asked: typed,
    window,
    order: options.asc ? 'oldest-first' : 'newest-first',
    limit,
    cursor: options.cursor,
  };
}

/** A cursor's own window also completes the names: they mean what they meant on the first page. */
async function windowFor({ session, options, window, typed, place }: Preparation): Promise<TimeWindow> {
  if (options.cursor !== undefined) return parseCursor(options.cursor, typed).window;
  return options.all && !isBounded(window) ? newestDay(session, place) : window;
}

function isBounded({ since, until }: TimeWindow): boolean {
  return since !== undefined || until !== undefined;
}

const DAY_MS = 86_400_000;

async function newestDay(session: Session, place: Workplace): Promise<TimeWindow> {
  const newest = await query(
    { filters: {}, window: {}, order: 'newest-first', limit: 1 },
    place,
  ).events.next();
  if (newest.done) return {};
  const time = Date.parse(newest.value.eventTime);
  if (Number.isNaN(time)) return {};
  const since = new Date(time - DAY_MS).toISOString().replace(/\.\d+Z$/, 'Z');
  await session.remark(
    `--all without times takes the newest 24 hours of the index: since ${since}. --since 100y takes everything.`,
  );
  return { since };
}

interface Answering {
  readonly session: Session;
  readonly options: QueryOptions;
  readonly asked: readonly EventField[] | undefined;
  readonly zone: string;
  readonly typed: EventFilters;
  readonly place: Workplace;
  readonly request: QueryRequest;
}

/** Writes the answer and gives the number of its events. */
async function answer(answering: Answering): Promise<number> {
  const { session, options, asked, zone, place, request } = answering;
  const found = query(request, place);
  const form = formFor(options.output, session.host);
  const writer = openRows<EventField>(session, {
    form,
    asked,
    all: EVENT_FIELDS,
    usualColumns: USUAL_EVENT_COLUMNS,
    priority: EVENT_COLUMN_PRIORITY,
    columnsOf: (fields) => eventColumns(fields, zone),
    isAlarming: (row) => row.failed === true,
  });
  const wantsLogFile = asked?.includes('logFile') ?? form !== 'table';
  const logFileOf = async ({ logFile }: IndexedEvent) =>
    wantsLogFile ? await resolvePointer(logFile, place.logFiles) : undefined;

  let written = 0;
  try {
    for await (const event of untilInterrupted(found.events, session.host.interrupt)) {
      await writer.write(toEventRow(event, await logFileOf(event)));
      written++;
    }
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    await writer.end();
    await sayHowToGoOn(answering, found, `Stopped after ${count(written, 'event')}`);
    throw error;
  }
  await writer.end();
  if (found.isIncomplete()) {
    await session.remark(
      'The index has too many event sources or error codes to list them all: name them (--source) to be sure.',
    );
  }
  if (written === 0) await explainEmptyAnswer(answering);
  else await sayHowToGoOn(answering, found, `${count(written, 'event')} shown, there may be more`);
  return written;
}

async function sayHowToGoOn({ session, options, typed }: Answering, found: QueryAnswer, why: string) {
  const cursor = found.cursor();
  if (cursor === undefined) return;
  const command = continuationCommand({ cursor, typed, options }, session.host.env);
  await session.remark(`${why}. To go on:`, `  ${command}`);
}

async function explainEmptyAnswer({ session, options, typed, request, place }: Answering): Promise<void> {
  if (options.quiet) return;
  const span = await readIndexSpan(request.window, place.logFiles);
  const window = options.cursor === undefined ? request.window : undefined;
  await session.remark(...describeEmptyAnswer({ window, typed, span }));
}
