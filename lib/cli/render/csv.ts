/**
 * CSV with a header, RFC 4180: CRLF, quotes where needed, lists joined by `;`.
 *
 * Spreadsheets run cells that begin with `= + - @`, and whoever makes an API call chooses what stands in its record;
 * such cells get a `'` in front. Bare line breaks of either kind are quoted, whatever ends the rows. https://owasp.org/www-community/attacks/CSV_Injection
 */
import { stringify } from 'csv-stringify/sync';
import type { Output } from '../output.ts';
import { escapeControls } from './escape.ts';
import { type Row, type RowWriter, toText } from './rows.ts';

export interface CsvOptions<Field extends string> {
  readonly fields: readonly Field[];
  /** A person looks at it: control characters are shown, not sent. */
  readonly onTerminal: boolean;
}

const LIST_SEPARATOR = ';';

export function openCsv<Field extends string>(
  out: Output,
  { fields, onTerminal }: CsvOptions<Field>,
): RowWriter<Field> {
  let headed = false;
  const line = (cells: readonly string[]) =>
    stringify([cells], {
      record_delimiter: 'windows',
      escape_formulas: true,
      quoted_match: /[\r\n]/,
    }) as string;
  const head = async () => {
    if (!headed) await out.write(line(fields));
    headed = true;
  };
  return {
    async write(row: Row<Field>) {
      await head();
      const cells = fields.map((field) => toText(row[field], LIST_SEPARATOR));
      await out.write(line(onTerminal ? cells.map(escapeControls) : cells));
    },
    end: head,
  };
}
