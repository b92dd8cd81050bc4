import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeControls, escapeJson } from '../../../lib/cli/render/escape.ts';

describe('text for a terminal', () => {
  it.each([
    ['\u001b[31mred', '\\x1b[31mred'],
    ['a\r\n\tb', 'a\\r\\n\\tb'],
    ['\u0000\u0007\u007f', '\\x00\\x07\\x7f'],
    ['\u0085\u009b2J', '\\x85\\x9b2J'],
    ['txt.\u202eexe', 'txt.\\u202eexe'],
    ['\u2066a\u2069', '\\u2066a\\u2069'],
    ['ad\u200bmin\ufeff', 'ad\\u200bmin\\ufeff'],
    ['a\u2028b', 'a\\u2028b'],
    ['\u{e0041}', '\\udb40\\udc41'],
    ['\ud800', '\\ud800'],
  ])('%j is shown as %s', (text, shown) => {
    expect(escapeControls(text)).toBe(shown);
  });

  it('leaves what has a glyph', () => {
    const text = 'Zoë 東京 \\ "x" 🚀 e\u0301 \ufffd';
    expect(escapeControls(text)).toBe(text);
  });
});

describe('JSON', () => {
  it('keeps its value and its line breaks between tokens', () => {
    expect(escapeJson('{\n"a":"\u202e\u009b\u007f"}\n')).toBe('{\n"a":"\\u202e\\u009b\\u007f"}\n');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = escapeJson(JSON.stringify(text));
        expect(JSON.parse(json)).toBe(text);
        expect(escapeControls(json)).toBe(json);
      }),
    );
  });
});
