/**
 * `traildex ask --all`: asks every question, then writes the report in the form that was asked for. Whoever stops it gets
 * the report of what was answered until then.
 */
import { type Outcome, type ReportRequest, reportOn } from '../audit/ask/report.ts';
import type { AuditContext } from '../audit/ports.ts';
import type { EventFilters } from '../event-index/filters.ts';
import { EXIT, InterruptedError } from './errors.ts';
import { flagsFor } from './filter-options.ts';
import { untilInterrupted } from './interrupt.ts';
import type { GlobalOptions } from './options.ts';
import { placeFlags, programName } from './place-flags.ts';
import { showAsking } from './progress/asking-progress.ts';
import { describeWindow } from './query-remarks.ts';
import type { AskForm } from './render/ask-forms.ts';
import { describeTally, type ReportLayout, writeReport } from './render/ask-report.ts';
import { writeMarkdownReport } from './render/ask-report-markdown.ts';
import { REPORT_CELLS, REPORT_FIELDS, type ReportField, toReportRow } from './render/ask-report-rows.ts';
import { openCsv } from './render/csv.ts';
import { openJsonArray, openJsonLines } from './render/json.ts';
import type { RowWriter } from './render/rows.ts';
import type { Session } from './session.ts';

export interface AskingAll {
  readonly session: Session;
  readonly options: GlobalOptions & { readonly exitCode?: boolean };
  readonly request: ReportRequest & Required<Pick<ReportRequest, 'questions'>>;
  /** The filters as typed. */
  readonly typed: EventFilters;
  readonly zone: string;
  readonly form: AskForm;
  readonly place: AuditContext;
}

/** @returns the exit code */
export async function reportOnAll(asking: AskingAll): Promise<number> {
  const { session, request, place, options } = asking;
  const total = request.questions?.length ?? 0;
  const progress = showAsking(session.host.stderr, session.quiet, total);
  const outcomes: Outcome[] = [];
  let interrupted: unknown;
  try {
    for await (const outcome of untilInterrupted(reportOn(request, place), session.host.interrupt)) {
      outcomes.push(outcome);
      progress.update(outcomes.length);
    }
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    interrupted = error;
  } finally {
    progress.stop();
  }
  await write(asking, outcomes, total - outcomes.length);
  if (interrupted !== undefined) throw interrupted;
  if (!outcomes.every(isWhole)) return EXIT.failed;
  return options.exitCode && !outcomes.some(hasRows) ? EXIT.failed : EXIT.done;
}

function isWhole(outcome: Outcome): boolean {
  if (outcome.status === 'answered') return outcome.caveats.unchecked().events === 0;
  return outcome.status !== 'failed' && outcome.status !== 'too-large';
}

function hasRows(outcome: Outcome): boolean {
  return outcome.status === 'answered' && outcome.answer.rows.length > 0;
}

async function write(asking: AskingAll, outcomes: readonly Outcome[], notAsked: number): Promise<void> {
  const { session, form, request } = asking;
  const { out } = session;
  if (form === 'table') return writeReport(out, outcomes, layoutOf(asking, notAsked));
  if (form === 'markdown') return writeMarkdownReport(out, outcomes, layoutOf(asking, notAsked));
  const writer = openWriter(session, form);
  for (const outcome of outcomes) await writer.write(toReportRow(outcome, request.window));
  await writer.end();
  await session.remark(describeTally(outcomes, notAsked));
}

function layoutOf({ session, options, request, typed, zone }: AskingAll, notAsked: number): ReportLayout {
  const { host, color } = session;
  return {
    searched: [describeWindow(request.window), ...flagsFor(typed)].join(' '),
    zone,
    width: host.columns ?? Number.POSITIVE_INFINITY,
    color,
    program: programName(host.env),
    place: placeFlags(options),
    notAsked,
  };
}

function openWriter({ out, host }: Session, form: AskForm): RowWriter<ReportField> {
  if (form === 'csv') return openCsv(out, { fields: REPORT_CELLS, onTerminal: host.isTTY });
  const options = { fields: REPORT_FIELDS, everyField: false };
  return form === 'json' ? openJsonArray(out, options) : openJsonLines(out, options);
}
