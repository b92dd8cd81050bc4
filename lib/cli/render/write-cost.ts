/** Writes what an index costs in the form that was asked for: tables for people, a row for each figure for programs. */
import type { CostReport } from '../../audit/cost/cost.ts';
import type { OutputForm } from '../output-options.ts';
import type { Session } from '../session.ts';
import { describeCostNotes } from './cost-notes.ts';
import { COST_FIELDS, type CostField, costRows } from './cost-rows.ts';
import { type CostTable, costTables } from './cost-tables.ts';
import { openRows } from './open-rows.ts';
import { paint } from './paint.ts';
import { openTable } from './table.ts';
import { wrapWords } from './wrap-words.ts';

/** Where there is no terminal to fill, and where one is wider than anybody reads. */
const USUAL_WIDTH = 100;

export async function writeCost(session: Session, report: CostReport, form: OutputForm): Promise<void> {
  if (form === 'table') return writeTables(session, report);
  const writer = openRows<CostField>(session, {
    form,
    asked: COST_FIELDS,
    all: COST_FIELDS,
    usualColumns: COST_FIELDS,
    priority: COST_FIELDS,
    columnsOf: () => [],
    isAlarming: () => false,
  });
  for (const row of costRows(report)) await writer.write(row);
  await writer.end();
}

async function writeTables(session: Session, report: CostReport): Promise<void> {
  const { out, host } = session;
  for (const table of costTables(report)) {
    await writeTable(session, table);
    await out.write('\n');
  }
  const width = Math.min(host.columns ?? USUAL_WIDTH, USUAL_WIDTH);
  for (const note of describeCostNotes(report))
    await out.write(`${wrapWords(note.split(' '), { width, indent: '  ' }).join('\n')}\n`);
}

async function writeTable(session: Session, { heading, columns, rows }: CostTable): Promise<void> {
  const { out, host, color } = session;
  await out.write(`${color ? paint(heading, 'bold') : heading}\n`);
  const table = openTable(out, {
    columns,
    priority: columns.map(({ field }) => field),
    byName: false,
    width: host.columns ?? Number.POSITIVE_INFINITY,
    color,
  });
  for (const row of rows) await table.write(row);
  await table.end();
}
