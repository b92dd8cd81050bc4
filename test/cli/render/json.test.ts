import { describe, expect, it } from 'vitest';
import { openJsonArray, openJsonLines } from '../../../lib/cli/render/json.ts';
import { render } from './render.ts';

type Field = 'a' | 'b' | 'c';
const rows = [
  { c: ['x', 'y'], a: 1 },
  { b: 'é\u001b\u009b\u202e', a: false },
];
const fields: readonly Field[] = ['a', 'b', 'c'];

describe('jsonl', () => {
  it('is a line per row in the order of the fields, without what is missing', async () => {
    expect(await render<Field>((out) => openJsonLines(out, { fields, everyField: false }), rows)).toBe(
      '{"a":1,"c":["x","y"]}\n{"a":false,"b":"é\\u001b\\u009b\\u202e"}\n',
    );
  });

  it('has every field that was asked for', async () => {
    expect(
      await render<Field>((out) => openJsonLines(out, { fields: ['c', 'a'], everyField: true }), rows),
    ).toBe('{"c":["x","y"],"a":1}\n{"c":null,"a":false}\n');
  });
});

describe('json', () => {
  it('is one array', async () => {
    expect(await render<Field>((out) => openJsonArray(out, { fields, everyField: false }), rows)).toBe(
      '[\n{"a":1,"c":["x","y"]},\n{"a":false,"b":"é\\u001b\\u009b\\u202e"}\n]\n',
    );
  });

  it('is an empty array without rows', async () => {
    expect(await render<Field>((out) => openJsonArray(out, { fields, everyField: false }), [])).toBe('[]\n');
  });
});
