/** What every output form writes: rows of named values, one after the other. */

export type FieldValue = string | number | boolean | readonly string[] | readonly object[] | undefined;

export type Row<Field extends string = string> = Readonly<Partial<Record<Field, FieldValue>>>;

export interface RowWriter<Field extends string = string> {
  write(row: Row<Field>): Promise<void>;
  /** Writes what is held back and what closes the form. */
  end(): Promise<void>;
}

/** A value as one line of text: for cells. */
export function toText(value: FieldValue, separator = ' '): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  return value
    .map((element) => (typeof element === 'string' ? element : JSON.stringify(element)))
    .join(separator);
}
