/**
 * JSON, for programs: one array (`json`) or a line per row (`jsonl`), in the order of `fields`.
 *
 * A row that lacks a field leaves it out; where fields were asked for by name it says `null`, so that all rows have the
 * same ones. Characters that hide or steer are written as JSON's escapes, which are the same value to a parser.
 */
import type { Output } from '../output.ts';
import { escapeJson } from './escape.ts';
import type { FieldValue, Row, RowWriter } from './rows.ts';

export interface JsonOptions<Field extends string> {
  readonly fields: readonly Field[];
  /** Whether a missing value is `null` instead of nothing. */
  readonly everyField: boolean;
}

export function openJsonLines<Field extends string>(
  out: Output,
  options: JsonOptions<Field>,
): RowWriter<Field> {
  return {
    write: (row) => out.write(`${toJson(row, options)}\n`),
    end: async () => {},
  };
}

export function openJsonArray<Field extends string>(
  out: Output,
  options: JsonOptions<Field>,
): RowWriter<Field> {
  const array = openArray(out);
  return { write: (row) => array.write(toJson(row, options)), end: array.end };
}

/** A JSON array that is written element by element. */
export function openArray(out: Output): { write(json: string): Promise<void>; end(): Promise<void> } {
  let before = '[\n';
  return {
    async write(json) {
      const opening = before;
      before = ',\n';
      await out.write(opening + json);
    },
    end: () => out.write(before === '[\n' ? '[]\n' : '\n]\n'),
  };
}

function toJson<Field extends string>(row: Row<Field>, { fields, everyField }: JsonOptions<Field>): string {
  const members: Partial<Record<Field, FieldValue | null>> = {};
  for (const field of fields) {
    const value = row[field];
    if (value !== undefined) members[field] = value;
    else if (everyField) members[field] = null;
  }
  return escapeJson(JSON.stringify(members));
}
