import { describe, expect, it } from 'vitest';
import { openCsv } from '../../../lib/cli/render/csv.ts';
import type { Row } from '../../../lib/cli/render/rows.ts';
import { render } from './render.ts';

type Field = 'a' | 'b';
const csv = (rows: readonly Row<Field>[], onTerminal = false) =>
  render<Field>((out) => openCsv(out, { fields: ['a', 'b'], onTerminal }), rows);

describe('csv', () => {
  it('has a header, also without rows', async () => {
    expect(await csv([])).toBe('a,b\r\n');
  });

  it('quotes what needs it and joins lists', async () => {
    expect(await csv([{ a: 'say "hi", now', b: 'two\nlines' }, { a: ['x', 'y'], b: true }, { b: 7 }])).toBe(
      'a,b\r\n"say ""hi"", now","two\nlines"\r\nx;y,true\r\n,7\r\n',
    );
  });

  it.each([
    ['=cmd|calc', "'=cmd|calc"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\uff1dcmd', "'\uff1dcmd"],
  ])('keeps a spreadsheet from running %j', async (value, cell) => {
    expect(await csv([{ a: value, b: 'x' }])).toBe(`a,b\r\n${cell},x\r\n`);
  });

  it('neutralises a list by its first element', async () => {
    expect(await csv([{ a: ['=x', 'y'], b: 'x' }])).toBe("a,b\r\n'=x;y,x\r\n");
  });

  it('is not changed for a program but shown for a person', async () => {
    expect(await csv([{ a: '\u001b[2J', b: 'x' }])).toBe('a,b\r\n\u001b[2J,x\r\n');
    expect(await csv([{ a: '\u001b[2J', b: 'x' }], true)).toBe('a,b\r\n\\x1b[2J,x\r\n');
  });
});
