import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { cutEnd, cutMiddle, cutStart, padEnd, padStart } from '../../../lib/cli/render/shorten.ts';

describe('shortening', () => {
  it.each([
    [8, 'abcdefgh', 'abcdefgh', 'abcdefgh'],
    [7, 'abcdef…', 'abc…fgh', '…cdefgh'],
    [4, 'abc…', 'ab…h', '…fgh'],
    [2, 'a…', 'a…', '…h'],
    [1, '…', '…', '…'],
    [0, '', '', ''],
  ])('abcdefgh to %i', (width, end, middle, start) => {
    expect([cutEnd('abcdefgh', width), cutMiddle('abcdefgh', width), cutStart('abcdefgh', width)]).toEqual([
      end,
      middle,
      start,
    ]);
  });

  it('counts wide characters twice and never halves one', () => {
    expect(cutEnd('東京都庁', 6)).toBe('東京…');
    expect(cutMiddle('東京都庁', 7)).toBe('東…庁');
    expect(cutStart('a👩‍💻b', 3)).toBe('…b');
  });

  it.each([
    ['cutEnd', cutEnd],
    ['cutMiddle', cutMiddle],
    ['cutStart', cutStart],
  ])('%s never exceeds the width', (_name, cut) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, width) => {
        expect(stringWidth(cut(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('does not look at all of a huge text', () => {
    const huge = 'ä'.repeat(5_000_000);
    expect(cutMiddle(huge, 5)).toBe('ää…ää');
  });
});

describe('padding', () => {
  it('fills up to the width in columns', () => {
    expect([padEnd('東', 4), padStart('7', 3), padEnd('long', 2)]).toEqual(['東  ', '  7', 'long']);
  });
});
