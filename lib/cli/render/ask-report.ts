/**
 * The report of all questions for a terminal: what was found, the worst first and each with its first rows, then what has
 * no answer, and last, in a few lines, what found nothing.
 */
import type { Outcome } from '../../audit/ask/report.ts';
import { nextCommand } from '../next-command.ts';
import type { Output } from '../output.ts';
import { rowShapeOf, toRow } from './answer-rows.ts';
import { count } from './count.ts';
import { escapeControls } from './escape.ts';
import { paint } from './paint.ts';
import { type Answered, describeCaveats, describeCount, describeProblem, tallyOf } from './report-tally.ts';
import { openTable } from './table.ts';
import { wrapWords } from './wrap-words.ts';

export interface ReportLayout {
  /** `from 2026-07-19T12:00:00Z on`, filters included. */
  readonly searched: string;
  readonly zone: string;
  /** Terminal columns; Infinity where there is no terminal. */
  readonly width: number;
  readonly color: boolean;
  readonly program: string;
  /** The flags that lead to the index. */
  readonly place: readonly string[];
  /** Questions that were not asked any more. */
  readonly notAsked: number;
}

const SHOWN_ROWS = 3;
const INDENT = '  ';
/** Lists of names are not read across a whole wide screen. */
const LONGEST_LINE = 100;

export async function writeReport(
  out: Output,
  outcomes: readonly Outcome[],
  layout: ReportLayout,
): Promise<void> {
  const { found, unanswered, clear, leftOut } = tallyOf(outcomes);
  const say = (lines: readonly string[]) =>
    out.write(lines.map((line) => `${escapeControls(line)}\n`).join(''));
  await say([`Searched: ${layout.searched}`, describeTally(outcomes, layout.notAsked)]);
  for (const outcome of found) await writeFound(out, outcome, layout);
  if (unanswered.length > 0) await say(['', 'Without an answer:']);
  for (const outcome of unanswered) {
    await say([`${INDENT}${outcome.question.id} (${outcome.question.severity})`]);
    await say(wrap(describeProblem(outcome).split(' '), layout.width, INDENT.repeat(2)));
  }
  const ids = clear.map(({ question }) => question.id);
  if (ids.length > 0) await say(['', 'Nothing found:', ...wrap(commaSeparated(ids), layout.width, INDENT)]);
  for (const { question, caveats } of clear) {
    await say(caveats.remarks().map((remark) => `${INDENT}${question.id}: ${remark}`));
  }
  const untold = leftOut.map(
    ({ question, missing }) => `${question.id} (${missing.map(({ name }) => `--${name}`).join(', ')})`,
  );
  if (untold.length > 0) {
    await say(['', 'Left out, because they have to be told something:']);
    await say(wrap(commaSeparated(untold), layout.width, INDENT));
  }
}

/** `41 questions: 5 found something, 30 found nothing, 2 without an answer, 4 left out.` */
export function describeTally(outcomes: readonly Outcome[], notAsked: number): string {
  const { found, unanswered, clear, leftOut } = tallyOf(outcomes);
  const parts = [
    `${found.length} found something`,
    `${clear.length} found nothing`,
    ...(unanswered.length > 0 ? [`${unanswered.length} without an answer`] : []),
    ...(leftOut.length > 0 ? [`${leftOut.length} left out`] : []),
    ...(notAsked > 0 ? [`${notAsked} not asked, because it was stopped`] : []),
  ];
  return `${count(outcomes.length + notAsked, 'question')}: ${parts.join(', ')}.`;
}

async function writeFound(out: Output, outcome: Answered, layout: ReportLayout): Promise<void> {
  const { question, answer, caveats } = outcome;
  const { zone, width, color, program, place } = layout;
  const heading = `${question.severity.toUpperCase()}  ${question.title}  ${describeCount(outcome)}`;
  const line = (text: string) => out.write(`${INDENT}${escapeControls(text)}\n`);
  await out.write(`\n${color ? paint(heading, 'bold') : heading}\n`);
  const rows = answer.rows.slice(0, SHOWN_ROWS).map((row) => toRow(row));
  const shape = rowShapeOf(question, zone, rows[0]);
  const table = openTable(out, {
    columns: shape.columnsOf(shape.usualColumns),
    priority: shape.priority,
    byName: false,
    width,
    color,
    isAlarming: shape.isAlarming,
  });
  for (const row of rows) await table.write(row);
  await table.end();
  for (const caveat of describeCaveats(caveats)) await line(caveat);
  const command = nextCommand(rows, { template: question.next, program, place });
  if (answer.rows.length > SHOWN_ROWS)
    await line(`All: ${program} ask ${[question.id, ...place].join(' ')} …`);
  if (command !== undefined) await line(`Next: ${command}`);
}

function commaSeparated(words: readonly string[]): readonly string[] {
  return words.map((word, index) => (index === words.length - 1 ? word : `${word},`));
}

function wrap(words: readonly string[], width: number, indent: string): string[] {
  return wrapWords(words, { width: Math.min(width, LONGEST_LINE), first: indent, indent });
}
