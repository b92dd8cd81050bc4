import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutJson } from '../../../lib/cli/render/pretty-json.ts';

describe('laid-out JSON', () => {
  it('looks as JSON.stringify would lay it out', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(layOutJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps every token as it was written', () => {
    expect(layOutJson('{"a":12345678901234567890.10, "a" : "\\u0041\\"{[,:]}" ,"b":[ ],"c":{}}')).toBe(
      '{\n  "a": 12345678901234567890.10,\n  "a": "\\u0041\\"{[,:]}",\n  "b": [],\n  "c": {}\n}',
    );
  });

  it('does not take a bare line break in a string for one of its own', () => {
    expect(layOutJson('{"a":"x\ny"}')).toBe('{\n  "a": "x\\ny"\n}');
  });

  it('survives what is no JSON, and nesting without end', () => {
    expect(layOutJson(']]{"a')).toBe('\n]\n]{\n  "a');
    const deep = '['.repeat(200_000);
    expect(layOutJson(deep).replaceAll(/\s/g, '')).toBe(deep);
  });
});
