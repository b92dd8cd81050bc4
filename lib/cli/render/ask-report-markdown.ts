/** The report of all questions as Markdown for a ticket. What comes out of a log file stands in code spans. */
import type { Outcome } from '../../audit/ask/report.ts';
import { nextCommand } from '../next-command.ts';
import type { Output } from '../output.ts';
import { rowShapeOf, toRow } from './answer-rows.ts';
import { describeTally, type ReportLayout } from './ask-report.ts';
import { openMarkdownTable, toCode } from './markdown.ts';
import { type Answered, describeCaveats, describeCount, describeProblem, tallyOf } from './report-tally.ts';

const SHOWN_ROWS = 10;

export async function writeMarkdownReport(
  out: Output,
  outcomes: readonly Outcome[],
  layout: ReportLayout,
): Promise<void> {
  const { found, unanswered, clear, leftOut } = tallyOf(outcomes);
  const list = (heading: string, items: readonly string[]) =>
    items.length === 0 ? '' : `## ${heading}\n\n${items.map((item) => `- ${item}\n`).join('')}\n`;
  await out.write('# Audit report\n\n');
  await out.write(`Searched: ${toCode(layout.searched)}\n\n${describeTally(outcomes, layout.notAsked)}\n\n`);
  for (const outcome of found) await writeFound(out, outcome, layout);
  await out.write(
    list(
      'Without an answer',
      unanswered.map(
        (outcome) =>
          `${outcome.question.title} (${toCode(outcome.question.id)}): ${toCode(describeProblem(outcome))}`,
      ),
    ),
  );
  await out.write(
    list(
      'Nothing found',
      clear.map(({ question, caveats }) =>
        [`${question.title} (${toCode(question.id)})`, ...caveats.remarks().map(toCode)].join(' '),
      ),
    ),
  );
  await out.write(
    list(
      'Left out, because they have to be told something',
      leftOut.map(
        ({ question, missing }) =>
          `${question.title} (${toCode(`${question.id} ${missing.map(({ name }) => `--${name}`).join(' ')}`)})`,
      ),
    ),
  );
}

async function writeFound(out: Output, outcome: Answered, layout: ReportLayout): Promise<void> {
  const { question, answer, caveats } = outcome;
  const { title, severity, why, technique, standard, falsePositives, next } = question;
  const { zone, program, place } = layout;
  await out.write(`## ${title}\n\n**${severity}**, ${describeCount(outcome)}. ${why}\n\n`);
  const rows = answer.rows.slice(0, SHOWN_ROWS).map((row) => toRow(row));
  const table = openMarkdownTable(out, rowShapeOf(question, zone).usualColumns);
  for (const row of rows) await table.write(row);
  if (rows.length > 0) await out.write('\n');
  const command = nextCommand(rows, { template: next, program, place });
  const items = [
    ...(answer.rows.length > SHOWN_ROWS ? [`Only the first ${SHOWN_ROWS} are shown.`] : []),
    ...describeCaveats(caveats).map(toCode),
    `Question: ${toCode(question.id)}`,
    ...(technique === undefined ? [] : [`Technique: ${technique.id} ${technique.name}`]),
    ...(standard === undefined ? [] : [`Standard: ${standard}`]),
    ...falsePositives.map((harmless) => `Perhaps harmless: ${harmless}`),
    ...(command === undefined ? [] : [`Next: ${toCode(command)}`]),
  ];
  await out.write(`${items.map((item) => `- ${item}\n`).join('')}\n`);
}
