import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../lib/cloudtrail/excerpt.ts';

describe('excerpt', () => {
  it.each([
    ['plain text', '"plain text"'],
    ['', '""'],
    ['a "quoted" \\ word', '"a \\"quoted\\" \\\\ word"'],
    ['two\nlines', '"two\\u000alines"'],
    ['\u001b[31mred', '"\\u001b[31mred"'],
    ['right-to-left \u202e', '"right-to-left \\u202e"'],
    ['half a pair \ud83d', '"half a pair \\ud83d"'],
  ])('quotes %j as %s', (text, expected) => {
    expect(excerpt(text)).toBe(expected);
  });

  it('keeps the beginning of a long text and says that it goes on', () => {
    expect(excerpt('0123456789', 4)).toBe('"0123"…');
    expect(excerpt('0123456789', 10)).toBe('"0123456789"');
    expect(excerpt('x'.repeat(1000))).toBe(`"${'x'.repeat(60)}"…`);
  });

  it('is one line of printable characters whatever the text holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        expect(excerpt(text)).toMatch(/^"[\x20-\x7e]*"…?$/);
      }),
    );
  });
});
