/**
 * `traildex query`: events that match, newest first.
 *
 * Without times it looks at everything and its limit bounds the cost; `--all` reads a whole window and therefore takes
 * the newest day of the index unless it is told otherwise.
 */
import type { Command } from 'commander';
import { readIndexSpan } from '../../audit/index-span.ts';
import { meterReads, type ReadUsage } from '../../audit/meter.ts';
import type { QueryRequest } from '../../audit/query.ts';
import type { Workplace } from '../../aws/workplace.ts';
import { parseCursor } from '../../event-index/cursor.ts';
import { needsRecords } from '../../event-index/event-test.ts';
import type { TimeWindow } from '../../event-index/query-plan.ts';
import type { CommandRunner } from '../command-runner.ts';
import { continuationCommand } from '../continuation.ts';
import { EXIT, UsageError } from '../errors.ts';
import { addEvidenceOption, type Evidence, keepEvidence } from '../evidence.ts';
import { describeCost, describePlan } from '../explain.ts';
import { orInterrupted } from '../interrupt.ts';
import { type Listed, listEvents } from '../listing.ts';
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
import { describeEmptyAnswer, describeUnchecked } from '../query-remarks.ts';
import { count } from '../render/count.ts';
import { EVENT_FIELDS, type EventField } from '../render/event-fields.ts';
import {
  addSelectionOptions,
  type Selection,
  type SelectionOptions,
  selectionIn,
  type TypedSelection,
  typedSelection,
  wholeWindow,
  windowAt,
} from '../selection.ts';
import { atPlace, type Session } from '../session.ts';

interface QueryOptions extends SelectionOptions {
  readonly limit?: number;
  readonly all?: boolean;
  readonly asc?: boolean;
  readonly cursor?: string;
  readonly explain?: boolean;
  readonly output?: OutputForm;
  readonly fields?: string;
  readonly full?: boolean;
  readonly evidence?: string;
  readonly exitCode?: boolean;
}

const EXAMPLES = `Examples:
  traildex query --local                             the 50 newest events
  traildex query --source s3 --errors --since 24h    what S3 refused
  traildex query --user alice --writes --since 2026-07-01 --until 2026-07-31
  traildex query --name "Delete*" --name "*Policy" --all -o csv > changes.csv
  traildex query --name AssumeRole | jq -r .principal | sort | uniq -c
  traildex query --access-key AKIAIOSFODNN7EXAMPLE --asc    what a key did
  traildex query --ip 203.0.113.0/24 --not source=s3 --around 2026-07-19T10:30
  traildex query --name PutObject --where requestParameters.bucketName=reports
  traildex query --errors --limit 10 | traildex show -
`;

export function addQueryCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('query')
    .description('Lists events, newest first. Without times it looks at all of them.')
    .addHelpText('before', EXAMPLES)
    .addHelpText(
      'after',
      '\nIn a table without room for the error, a ! before the event marks a failed call.' +
        '\n--full as jsonl keeps each record on one line: line breaks within become blanks.',
    );
  addSelectionOptions(command).option('--explain', 'say how the question was answered and what it cost');
  addLimitOptions(command, 'all of them; without times, those of the newest 24 hours')
    .option('--asc', 'oldest first')
    .option('--cursor <cursor>', 'go on where an earlier answer stopped');
  addZoneOption(addFieldsOption(addOutputOption(command, OUTPUT_FORMS)))
    .option('--full', 'whole records as they were delivered, checked, instead of summaries')
    .option('--exit-code', 'exit with 1 when no event matches');
  addEvidenceOption(command);
  command.action(run(runQuery));
}

async function runQuery(session: Session, options: QueryOptions): Promise<number> {
  const typed = typedSelection(session, options);
  const form = formFor(options.output, session.host);
  if (options.full && (form === 'csv' || options.fields !== undefined)) {
    throw new UsageError('--full writes whole records: as table, json or jsonl, and without --fields.');
  }
  const asked = options.fields === undefined ? undefined : parseFields(options.fields, EVENT_FIELDS);
  const limit = limitOf(options);
  return keepEvidence(session, options.evidence, async (evidence) => {
    const readsRecords = needsRecords(typed.filters) || options.full || evidence !== undefined;
    return atPlace(session, readsRecords ? 'tables-and-bucket' : 'tables', async (place) => {
      const metered = meterReads(place);
      const preparing = prepare({ session, options, typed, limit, place: metered.context });
      const prepared = await orInterrupted(preparing, session.host.interrupt);
      return answer({
        ...prepared,
        ...{ session, options, form, asked, evidence, place: metered.context, usage: metered.usage },
      });
    });
  });
}

interface Preparation {
  readonly session: Session;
  readonly options: QueryOptions;
  readonly typed: TypedSelection;
  readonly limit: number | undefined;
  readonly place: Workplace;
}

interface Prepared {
  readonly selection: Selection;
  readonly request: QueryRequest;
}

/** Completes names and the window; says what became of them. */
async function prepare({ session, options, typed, limit, place }: Preparation): Promise<Prepared> {
  const { window: typedWindow, around } = typed;
  const isBounded =
    typedWindow.since !== undefined || typedWindow.until !== undefined || around !== undefined;
  if (options.cursor !== undefined && (isBounded || options.asc)) {
    await session.remark(
      'The cursor keeps the times and the order of its listing; --since, --until, --around, --asc change nothing.',
    );
  }
  const window = await windowFor({ session, options, typed, limit, place });
  const selection = await selectionIn(session, typed, window, place);
  const request: QueryRequest = {
    filters: selection.resolved,
    asked: typed.filters,
    window,
    order: options.asc ? 'oldest-first' : 'newest-first',
    limit,
    cursor: options.cursor,
    sweepLimit: typed.sweepLimit,
  };
  return { selection, request };
}

/** A cursor's own window also completes the names: they mean what they meant on the first page. */
async function windowFor({ session, options, typed, place }: Preparation): Promise<TimeWindow> {
  if (options.cursor !== undefined) return parseCursor(options.cursor, typed.filters).window;
  return options.all ? wholeWindow(session, typed, place) : windowAt(typed, place);
}

interface Answering extends Prepared {
  readonly session: Session;
  readonly options: QueryOptions;
  readonly form: OutputForm;
  readonly asked: readonly EventField[] | undefined;
  readonly evidence: Evidence | undefined;
  readonly place: Workplace;
  readonly usage: () => ReadUsage;
}

async function answer(answering: Answering): Promise<number> {
  const { session, options, selection, evidence, place } = answering;
  const { zone } = selection;
  const listed = await listEvents({ ...answering, zone, full: options.full ?? false });
  await sayWhatIsMissing(session, listed);
  if (listed.interruption !== undefined) {
    const why = `Stopped after ${count(listed.events, 'event')}`;
    if (listed.cursor === undefined) await session.remark(`${why}. Run the same command again to go on.`);
    await sayHowToGoOn(answering, listed, why);
    throw listed.interruption;
  }
  if (listed.events === 0) await explainEmptyAnswer(answering, listed.answer.unchecked().events === 0);
  else await sayHowToGoOn(answering, listed, `${count(listed.events, 'event')} shown, there may be more`);
  const uncopied = (await evidence?.seal(place)) ?? 0;
  if (options.explain) {
    const plan = describePlan(listed.answer.plan(), selection.resolved);
    await session.remark(...plan, describeCost(answering.usage()));
  }
  const isWhole = listed.answer.unchecked().events + listed.faults + uncopied === 0;
  return isWhole && !(options.exitCode && listed.events === 0) ? EXIT.done : EXIT.failed;
}

async function sayWhatIsMissing(session: Session, { answer }: Listed): Promise<void> {
  if (answer.isIncomplete()) {
    await session.remark(
      'The index has too many event sources or error codes to list them all: name them (--source) to be sure.',
    );
  }
  const unchecked = answer.unchecked();
  if (unchecked.events > 0) await session.complain(describeUnchecked(unchecked));
}

async function sayHowToGoOn({ session, options, request }: Answering, { cursor }: Listed, why: string) {
  if (cursor === undefined) return;
  const typed = request.asked ?? request.filters;
  const command = continuationCommand({ cursor, typed, options }, session.host.env);
  await session.remark(`${why}. To go on:`, `  ${command}`);
}

async function explainEmptyAnswer(
  { session, options, request, place }: Answering,
  isWhole: boolean,
): Promise<void> {
  if (options.quiet) return;
  const span = await readIndexSpan(request.window, place.logFiles);
  const window = options.cursor === undefined ? request.window : undefined;
  const typed = request.asked ?? request.filters;
  await session.remark(...describeEmptyAnswer({ window, typed, span, isWhole }));
}
