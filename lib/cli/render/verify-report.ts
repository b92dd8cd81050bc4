/**
 * Writes the reports of a verification, region by region as they come, in the form that was asked for.
 *
 * `text` is for people: pictures, faults, claims, and the last word. The others are for programs: a row for each hour,
 * or everything in one JSON object; what they have no place for is remarked on stderr.
 */
import type { Place, RegionReport } from '../../audit/verify/report.ts';
import type { VerifyWindow } from '../../audit/verify/request.ts';
import { coveragePercent, type VerifyTotals } from '../../audit/verify/totals.ts';
import type { OutputForm } from '../output-options.ts';
import type { Session } from '../session.ts';
import { escapeJson } from './escape.ts';
import { openArray } from './json.ts';
import { openRows } from './open-rows.ts';
import { paint } from './paint.ts';
import type { Row } from './rows.ts';
import type { Collected } from './verify-collected.ts';
import { PictureCollector } from './verify-drawn.ts';
import { describeFaults, describeNotices } from './verify-faults.ts';
import {
  HOUR_COLUMN_PRIORITY,
  HOUR_FIELDS,
  type HourField,
  hourColumns,
  hourRows,
  isFaultyRow,
  USUAL_HOUR_COLUMNS,
} from './verify-rows.ts';
import { isNothing } from './verify-scope-text.ts';
import { describeVerdict, hasFaults, isComplete, type VerdictScope } from './verify-verdict.ts';
import { wrapWords } from './wrap-words.ts';

export type VerifyForm = 'text' | OutputForm;

export interface ReportWriter {
  write(report: RegionReport): Promise<void>;
  end(collected: Collected): Promise<void>;
}

/** What programs are given of a report. */
export interface ReportShape {
  readonly fields: readonly HourField[];
  readonly rows: (report: RegionReport) => Iterable<Row<HourField>>;
  readonly region: (report: RegionReport) => object;
  readonly totals: (totals: VerifyTotals) => object;
}

export const WHOLE_REPORT: ReportShape = {
  fields: HOUR_FIELDS,
  rows: hourRows,
  region: ({ hours, faults, notices, ...report }) => ({
    ...report,
    hours: hours.map(withoutPlace),
    faults: faults.map(withoutPlace),
    notices: notices.map(withoutPlace),
  }),
  totals: (totals) => totals,
};

export interface ReportRequest extends VerdictScope {
  readonly form: VerifyForm;
  readonly shape: ReportShape;
  /** Fields asked for by name. */
  readonly fields: readonly HourField[] | undefined;
  readonly window: VerifyWindow;
  /** What was looked at, in a sentence. */
  readonly title: (collected: Collected) => string;
  /** What it has shown, a sentence each. */
  readonly claims: (collected: Collected) => readonly string[];
  /** Further members of the JSON object. */
  readonly members: Readonly<Record<string, unknown>>;
}

export function openReport(session: Session, request: ReportRequest): ReportWriter {
  switch (request.form) {
    case 'text':
      return openTextReport(session, request);
    case 'json':
      return openJsonReport(session, request);
    default:
      return openHourRows(session, request, request.form);
  }
}

function openTextReport(session: Session, request: ReportRequest): ReportWriter {
  const { host, out, color } = session;
  const width = host.columns ?? Number.POSITIVE_INFINITY;
  const isVerbose = session.verbose;
  const pictures = new PictureCollector({ window: request.window, width, color, isVerbose });
  return {
    async write(report) {
      pictures.add(report);
    },
    async end(collected) {
      const verdict = describeVerdict(collected, request);
      const style = hasFaults(collected.totals) ? 'red' : 'green';
      const parts = [
        wrapLines([request.title(collected)], width),
        pictures.lines(),
        describeFaults(collected.faults, { width, color }),
        describeNotices(collected.notices, { isVerbose, width }),
        wrapLines(request.claims(collected), width),
        wrapLines([verdict], width).map((line) => (color ? paint(line, ['bold', style]) : line)),
      ];
      const lines = parts.filter((part) => part.length > 0).map((part) => `${part.join('\n')}\n`);
      await out.write(lines.join('\n'));
    },
  };
}

function openHourRows(session: Session, request: ReportRequest, form: OutputForm): ReportWriter {
  const rows = openRows<HourField>(session, {
    form,
    asked: request.fields,
    all: request.shape.fields,
    usualColumns: USUAL_HOUR_COLUMNS,
    priority: HOUR_COLUMN_PRIORITY,
    columnsOf: hourColumns,
    isAlarming: isFaultyRow,
  });
  return {
    async write(report) {
      for (const row of request.shape.rows(report)) await rows.write(row);
    },
    async end(collected) {
      await rows.end();
      await session.remark(...remarksOf(collected, request));
    },
  };
}

function openJsonReport(session: Session, request: ReportRequest): ReportWriter {
  const { out } = session;
  const { from, until } = request.window;
  const opening = { window: { from: from.toISOString(), until: until.toISOString() }, ...request.members };
  const regions = openArray(out);
  let isOpen = false;
  const open = async () => {
    if (!isOpen) await out.write(`${toJson(opening).slice(0, -1)},"regions":`);
    isOpen = true;
  };
  return {
    async write(report) {
      await open();
      await regions.write(toJson(request.shape.region(report)));
    },
    async end(collected) {
      await open();
      await regions.end();
      const { totals } = collected;
      const closing = {
        totals: request.shape.totals(totals),
        coveragePercent: coveragePercent(totals.hours),
        complete: isComplete(totals),
        verdict: describeVerdict(collected, request),
      };
      await out.write(`,${toJson(closing).slice(1)}\n`);
      await session.remark(...remarksOf(collected, request));
    },
  };
}

/** The region says it once. */
function withoutPlace({ accountId, region, ...rest }: Place): object {
  return rest;
}

/** Of nothing there is nothing to say here: whoever asked for it says why it is so. */
function remarksOf(collected: Collected, request: ReportRequest): string[] {
  if (isNothing(collected)) return [];
  return [request.title(collected), ...request.claims(collected), describeVerdict(collected, request)];
}

function toJson(value: object): string {
  return escapeJson(JSON.stringify(value));
}

function wrapLines(sentences: readonly string[], width: number): string[] {
  return sentences.flatMap((sentence) => wrapWords(sentence.split(' '), { width, indent: '  ' }));
}
