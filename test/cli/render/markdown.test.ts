import { describe, expect, it } from 'vitest';
import { openOutput } from '../../../lib/cli/output.ts';
import { openMarkdownTable, toCode } from '../../../lib/cli/render/markdown.ts';
import { KeptText } from '../run-cli.ts';

describe('values in Markdown', () => {
  it.each([
    ['plain', '`plain`'],
    ['<img src=x onerror=alert(1)>', '`<img src=x onerror=alert(1)>`'],
    ['[a](https://example.com) @mary #1 **b**', '`[a](https://example.com) @mary #1 **b**`'],
    ['a`b``c', '`a\\x60b\\x60\\x60c`'],
    ['a|b', '`a\\x7cb`'],
    ['a\nb\u001b[2J\u202e', '`a\\nb\\x1b[2J\\u202e`'],
    ['', ''],
  ])('%j stand in one code span', (value, code) => {
    expect(toCode(value)).toBe(code);
  });
});

describe('a table in Markdown', () => {
  async function tableOf(...rows: readonly Record<string, string | number | readonly string[]>[]) {
    const stdout = new KeptText();
    const out = openOutput(stdout);
    const table = openMarkdownTable(out, ['eventName', 'resources', 'calls']);
    for (const row of rows) await table.write(row);
    await table.end();
    await out.flush();
    return stdout.text;
  }

  it('has a line for each row', async () => {
    expect(await tableOf({ eventName: 'A|B', resources: ['x', 'y'], calls: 3 }, { eventName: 'C' })).toBe(
      [
        '| eventName | resources | calls |',
        '| --- | --- | --- |',
        '| `A\\x7cB` | `x, y` | `3` |',
        '| `C` |  |  |',
        '',
      ].join('\n'),
    );
  });

  it('without rows is nothing', async () => {
    expect(await tableOf()).toBe('');
  });
});
