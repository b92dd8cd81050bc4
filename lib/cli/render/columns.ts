/**
 * Decides which columns of a table a terminal has room for, and how wide each is.
 *
 * Columns come in by priority while their least widths fit; what room is left goes to them in the same order. A column
 * that is empty in the rows looked at is left out, unless it was asked for by name.
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
  let room = width + gap;
  const placed: { column: Column<Field>; natural: number; width: number }[] = [];
  for (const { column, natural } of candidates) {
    const least = Math.min(natural, column.least ?? natural);
    if (natural === 0 || least + gap > room) continue;
    placed.push({ column, natural, width: least });
    room -= least + gap;
  }
  return placed.map(({ column, natural, width: least }) => {
    const extra = Math.min(room, natural - least);
    room -= extra;
    return { ...column, width: least + extra };
  });
}
