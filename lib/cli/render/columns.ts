/**
 * Decides which columns of a table a terminal has room for, and how wide each is.
 *
 * Columns come in by priority. Essential ones need room for their least width; the others come in only where those
 * before them can be read in comfort. What room is left makes columns comfortable and then whole, in the same order. A
 * column that is empty in the rows looked at is left out, unless it was asked for by name.
 */
import type { Row } from './rows.ts';
import type { Shorten } from './shorten.ts';

export interface Column<Field extends string = string> {
  readonly field: Field;
  readonly header: string;
  /** The cell, whole. `shown` are the fields that have a column. */
  readonly text: (row: Row<Field>, shown: ReadonlySet<Field>) => string;
  /** How much narrower than its texts the column may become; undefined keeps every text whole. */
  readonly least: number | undefined;
  /** The width at which most of its texts can be told apart. @default least */
  readonly comfortable?: number;
  readonly essential?: boolean;
  readonly shorten: Shorten;
  readonly align: 'start' | 'end';
}

export interface PlacedColumn<Field extends string = string> extends Column<Field> {
  readonly width: number;
}

export interface Candidate<Field extends string = string> {
  readonly column: Column<Field>;
  /** Width of the widest text, header included; 0 leaves the column out. */
  readonly natural: number;
}

export interface Room {
  /** Infinity where there is no terminal. */
  readonly width: number;
  readonly gap: number;
}

/** @param candidates by priority. The result is in the same order. */
export function placeColumns<Field extends string>(
  candidates: readonly Candidate<Field>[],
  { width, gap }: Room,
): readonly PlacedColumn<Field>[] {
  const total = width + gap;
  const placed: Measured<Field>[] = [];
  for (const { column, natural } of candidates) {
    const least = Math.min(natural, column.least ?? natural);
    const comfortable = Math.max(least, Math.min(natural, column.comfortable ?? least));
    const taken = sum(placed.map((before) => gap + (column.essential ? before.least : before.comfortable)));
    if (natural > 0 && taken + least + gap <= total) placed.push({ column, least, comfortable, natural });
  }
  const widths = placed.map(({ least }) => least);
  let room = total - sum(widths) - gap * widths.length;
  for (const aim of ['comfortable', 'natural'] as const) {
    placed.forEach((measured, index) => {
      const extra = Math.min(room, measured[aim] - (widths[index] ?? 0));
      room -= extra;
      widths[index] = (widths[index] ?? 0) + extra;
    });
  }
  return placed.map(({ column }, index) => ({ ...column, width: widths[index] ?? 0 }));
}

interface Measured<Field extends string> {
  readonly column: Column<Field>;
  readonly least: number;
  readonly comfortable: number;
  readonly natural: number;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
