/**
 * Markdown for tickets. Every value stands in a code span, where nothing is a link, a mention, an image or HTML; the two
 * characters that could end the span or its cell are written as escapes, like control characters.
 */
import type { Output } from '../output.ts';
import { escapeControls } from './escape.ts';
import { type Row, type RowWriter, toText } from './rows.ts';

const ESCAPES: Readonly<Record<string, string>> = { '`': '\\x60', '|': '\\x7c' };

/** A text that somebody else wrote, as it stands in a paragraph or a cell. */
export function toCode(text: string): string {
  if (text === '') return '';
  return `\`${escapeControls(text).replace(/[`|]/g, (character) => ESCAPES[character] ?? '')}\``;
}

/** A table that begins with its first row; without rows there is nothing. */
export function openMarkdownTable<Field extends string>(
  out: Pick<Output, 'write'>,
  fields: readonly Field[],
): RowWriter<Field> {
  let headed = false;
  const line = (cells: readonly string[]) => out.write(`| ${cells.join(' | ')} |\n`);
  return {
    async write(row: Row<Field>) {
      if (!headed) {
        await line(fields);
        await line(fields.map(() => '---'));
      }
      headed = true;
      await line(fields.map((field) => toCode(toText(row[field], ', '))));
    },
    end: async () => {},
  };
}
