/** One question: its rows as they come, then what they mean, what is left out of them, and the next command. */
import { type Answer, ask } from '../audit/ask/ask.ts';
import { UnsupportedFilterError } from '../audit/ask/findings/unsupported-filter.ts';
import { readIndexSpan } from '../audit/index-span.ts';
import type { AuditContext } from '../audit/ports.ts';
import { resolvePointer } from '../audit/show.ts';
import type { EventFilters } from '../event-index/filters.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { describeAnswer, describeNoAnswer, describeStop, describeUnsupported } from './ask-remarks.ts';
import { EXIT, InterruptedError, UsageError } from './errors.ts';
import { untilInterrupted } from './interrupt.ts';
import type { GlobalOptions } from './options.ts';
import { showReading } from './progress/reading-progress.ts';
import { describeNames, describeUnchecked } from './query-remarks.ts';
import type { AskedOf } from './question-options.ts';
import { rowShapeOf } from './render/answer-rows.ts';
import { type AskForm, openAnswer } from './render/ask-forms.ts';
import { toEventRow } from './render/event-fields.ts';
import type { Row, RowWriter } from './render/rows.ts';
import type { Session } from './session.ts';

export interface AskingOne {
  readonly session: Session;
  readonly options: GlobalOptions & { readonly exitCode?: boolean };
  readonly asked: AskedOf;
  /** Those of `asked`, with full names. */
  readonly filters: EventFilters;
  readonly window: TimeWindow;
  readonly zone: string;
  readonly sweepLimit: number | undefined;
  /** Undefined gives all rows. */
  readonly limit: number | undefined;
  readonly form: AskForm;
  /** Asked for by name. */
  readonly fields: readonly string[] | undefined;
  readonly place: AuditContext;
}

export interface Written {
  readonly rows: number;
  /** Rows from which the next command may be made. */
  readonly first: readonly Row[];
  readonly last: Row | undefined;
}

const KEPT_ROWS = 10;

/** @returns the exit code */
export async function answerQuestion(asking: AskingOne): Promise<number> {
  const { session, asked, filters, window, limit, sweepLimit, place, options } = asking;
  const progress = showReading(session.host.stderr, session.quiet);
  const request = { args: asked.args, filters, window, limit, sweepLimit, onProgress: progress.update };
  const answer = ask(asked.question, request, place);
  const written = await writeRows(asking, answer, progress.stop);
  await session.remark(...answer.remarks(), ...describeNames(answer.names(), session.verbose));
  if (answer.isIncomplete()) await session.remark(INCOMPLETE);
  const unchecked = answer.unchecked();
  if (unchecked.events > 0) await session.complain(describeUnchecked(unchecked));
  if (written.rows > 0) await session.remark(...describeAnswer(asking, written));
  else if (!session.quiet) {
    await session.remark(...describeNoAnswer(asking, await readIndexSpan(window, place.logFiles)));
  }
  if (unchecked.events > 0) return EXIT.failed;
  return options.exitCode && written.rows === 0 ? EXIT.failed : EXIT.done;
}

const INCOMPLETE =
  'The index has too many names of one kind to list them all: rows may be missing. Full names (--source, --principal) are safe.';

async function writeRows(asking: AskingOne, answer: Answer, onRow: () => void): Promise<Written> {
  const { session, asked, form, fields, zone } = asking;
  const { question } = asked;
  const open = (row: Row) =>
    openAnswer(session, { question, form, fields, shape: rowShapeOf(question, zone, row) });
  const first: Row[] = [];
  let [rows, last, writer]: [number, Row | undefined, RowWriter | undefined] = [0, undefined, undefined];
  try {
    for await (const row of untilInterrupted(rowsOf(answer, asking), session.host.interrupt)) {
      onRow();
      writer ??= open(row);
      await writer.write(row);
      if (rows < KEPT_ROWS) first.push(row);
      rows++;
      last = row;
    }
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw asUsage(error);
    onRow();
    await writer?.end();
    await session.remark(...describeStop({ rows, first, last }));
    throw error;
  } finally {
    onRow();
  }
  writer ??= open({});
  await writer.end();
  return { rows, first, last };
}

async function* rowsOf(answer: Answer, { form, fields, place }: AskingOne): AsyncGenerator<Row> {
  if (answer.kind === 'findings') return yield* answer.rows;
  const wantsLogFile = fields?.includes('logFile') ?? (form !== 'table' && form !== 'markdown');
  for await (const event of answer.rows) {
    yield toEventRow(event, wantsLogFile ? await resolvePointer(event.logFile, place.logFiles) : undefined);
  }
}

function asUsage(error: unknown): unknown {
  return error instanceof UnsupportedFilterError
    ? new UsageError(describeUnsupported(error), { cause: error })
    : error;
}
