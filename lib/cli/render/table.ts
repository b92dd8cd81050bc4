/**
 * Tables for people: aligned, without borders, one line per row however narrow the terminal.
 *
 * The first rows decide the widths; later ones are shortened to them, because a table of a million rows cannot be held
 * to be measured. Control characters are shown, never sent.
 */
import stringWidth from 'string-width';
import type { Output } from '../output.ts';
import { type Column, type PlacedColumn, placeColumns } from './columns.ts';
import { escapeControls } from './escape.ts';
import { paint } from './paint.ts';
import type { Row, RowWriter } from './rows.ts';
import { cutEnd, padEnd, padStart } from './shorten.ts';

export interface TableOptions<Field extends string> {
  /** In the order of their places in the table. */
  readonly columns: readonly Column<Field>[];
  /** Fields in the order in which they give way, the most important first. */
  readonly priority: readonly Field[];
  /** Asked for by name: all are essential, shown although empty, and called by their names. */
  readonly byName: boolean;
  /** Terminal columns; Infinity where there is no terminal. */
  readonly width: number;
  readonly color: boolean;
  /** Rows that stand out. */
  readonly isAlarming?: (row: Row<Field>) => boolean;
  /** Lines below a row. */
  readonly details?: (row: Row<Field>) => readonly string[];
}

const MEASURED_ROWS = 200;
/** Below this width a gap of two costs more than it gives. */
const NARROW = 100;

export interface Table<Field extends string> extends RowWriter<Field> {
  /** Fields that found no room; known once something was written. */
  leftOut(): readonly Field[];
}

export function openTable<Field extends string>(out: Output, options: TableOptions<Field>): Table<Field> {
  const gap = options.width < NARROW ? 1 : 2;
  const held: Row<Field>[] = [];
  let placed: readonly PlacedColumn<Field>[] | undefined;

  const writeRow = async (columns: readonly PlacedColumn<Field>[], row: Row<Field>) => {
    const shown = new Set(columns.map(({ field }) => field));
    const line = toLine(columns, gap, (column) => shortenFor(column, cellOf(column, row, shown), options));
    const details = (options.details?.(row) ?? []).map((detail) => `  ${escapeControls(detail)}\n`).join('');
    await out.write(`${options.color && options.isAlarming?.(row) ? paint(line, 'red') : line}\n${details}`);
  };
  const begin = async () => {
    const columns = measure(held, options, gap);
    placed = columns;
    const header = toLine(columns, gap, (column) => cutEnd(headerOf(column, options.byName), column.width));
    await out.write(`${options.color ? paint(header, 'bold') : header}\n`);
    for (const row of held.splice(0)) await writeRow(columns, row);
  };

  return {
    async write(row) {
      if (placed !== undefined) return writeRow(placed, row);
      held.push(row);
      if (held.length === MEASURED_ROWS) await begin();
    },
    async end() {
      if (placed === undefined && held.length > 0) await begin();
    },
    leftOut() {
      const shown = new Set(placed?.map(({ field }) => field));
      return placed === undefined ? [] : options.priority.filter((field) => !shown.has(field));
    },
  };
}

function cellOf<Field extends string>(
  column: Column<Field>,
  row: Row<Field>,
  shown: ReadonlySet<Field>,
): string {
  return escapeControls(column.text(row, shown));
}

function headerOf<Field extends string>(column: Column<Field>, byName: boolean): string {
  return byName ? column.field : column.header;
}

function shortenFor<Field extends string>(
  column: PlacedColumn<Field>,
  text: string,
  { width }: TableOptions<Field>,
): string {
  return Number.isFinite(width) ? column.shorten(text, column.width) : text;
}

function measure<Field extends string>(
  rows: readonly Row<Field>[],
  { columns, priority, byName, width }: TableOptions<Field>,
  gap: number,
): readonly PlacedColumn<Field>[] {
  const candidates = priority.flatMap((field) => {
    const column = columns.find((candidate) => candidate.field === field);
    if (column === undefined) return [];
    const widest = Math.max(...rows.map((row) => stringWidth(cellOf(column, row, new Set()))));
    const natural = widest === 0 && !byName ? 0 : Math.max(widest, stringWidth(headerOf(column, byName)));
    return [{ column: byName ? { ...column, essential: true } : column, natural }];
  });
  const placed = placeColumns(candidates, { width, gap });
  return columns.flatMap(({ field }) => placed.filter((column) => column.field === field));
}

function toLine<Field extends string>(
  columns: readonly PlacedColumn<Field>[],
  gap: number,
  cell: (column: PlacedColumn<Field>) => string,
): string {
  return columns
    .map((column) => (column.align === 'end' ? padStart : padEnd)(cell(column), column.width))
    .join(' '.repeat(gap))
    .trimEnd();
}
