/** The report of all questions for programs: a row for each, with the rows that it found. */
import type { Outcome } from '../../audit/ask/report.ts';
import type { TimeWindow } from '../../event-index/query-plan.ts';
import { rowShapeOf, toRow } from './answer-rows.ts';
import { describeProblem } from './report-tally.ts';
import type { FieldValue, Row } from './rows.ts';

export const REPORT_FIELDS = [
  'question',
  'severity',
  'title',
  'status',
  'found',
  'atLeast',
  'problem',
  'incomplete',
  'uncheckedEvents',
  'remarks',
  'missing',
  'technique',
  'standard',
  'since',
  'until',
  'rows',
] as const;

export type ReportField = (typeof REPORT_FIELDS)[number];

/** A cell holds no rows. */
export const REPORT_CELLS: readonly ReportField[] = REPORT_FIELDS.filter((field) => field !== 'rows');

export function toReportRow(outcome: Outcome, { since, until }: TimeWindow): Row<ReportField> {
  const { id, severity, title, technique, standard } = outcome.question;
  const about = { question: id, severity, title, technique: technique?.id, standard, since, until };
  const { status } = outcome;
  if (status === 'left-out') {
    return { ...about, status, missing: outcome.missing.map(({ name }) => name) };
  }
  if (status !== 'answered') return { ...about, status, problem: describeProblem(outcome) };
  const { answer, isCut, caveats } = outcome;
  const unchecked = caveats.unchecked();
  return {
    ...about,
    status,
    found: answer.rows.length,
    atLeast: isCut,
    problem: unchecked.problem,
    incomplete: caveats.isIncomplete() || undefined,
    uncheckedEvents: unchecked.events || undefined,
    remarks: caveats.remarks().length > 0 ? caveats.remarks() : undefined,
    rows: rowsIn(outcome),
  };
}

/** With the fields that the answer to the question alone would have. */
function rowsIn({ question, answer }: Extract<Outcome, { status: 'answered' }>): readonly Row[] {
  const { all } = rowShapeOf(question, 'UTC');
  return answer.rows.map((found) => {
    const row = toRow(found);
    const members = all.map((field): [string, FieldValue] => [field, row[field]]);
    return Object.fromEntries(members);
  });
}
