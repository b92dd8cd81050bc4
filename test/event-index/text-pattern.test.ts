import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, matchesBeginning, matchesPattern, parsePattern } from '../../lib/event-index/text-pattern.ts';

describe('matchesPattern', () => {
  it.each([
    ['GetObject', 'getobject', true],
    ['GetObject', 'GetObjectAcl', false],
    ['Get*', 'getobject', true],
    ['Get*', 'TargetGet', false],
    ['*Object', 'GetObject', true],
    ['*Object', 'GetObjects', false],
    ['*bucket*', 'PutBucketAcl', true],
    ['*bucket*', 'PutObject', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['**', 'anything', true],
    // In the middle, a star is a character.
    ['arn***/Audit', 'arn***/Audit', true],
    ['arn*Audit', 'arn:aws:Audit', false],
    ['a.b', 'axb', false],
    ['', '', true],
    ['', 'x', false],
  ])('%s on %s: %s', (pattern, value, matches) => {
    expect(matchesPattern(parsePattern(pattern), value)).toBe(matches);
  });

  it('matches no text that is missing, not even with a star', () => {
    expect(matchesPattern(parsePattern('*'), undefined)).toBe(false);
  });
});

describe('matchesBeginning', () => {
  it.each([
    // Without a star, the beginning must not go another way.
    ['report', 'rep', 'unsure'],
    ['report', 'report', 'unsure'],
    ['report', 'reports', 'no'],
    ['report', 'data', 'no'],
    ['REPORT', 'rep', 'unsure'],
    // A star at the end: the beginning may say enough.
    ['rep*', 'report', 'yes'],
    ['rep*', 'rep', 'yes'],
    ['report-2026*', 'report', 'unsure'],
    ['rep*', 'data', 'no'],
    // A star at the start: only the end that is missing knows.
    ['*port', 'report', 'unsure'],
    ['*port', 'data', 'unsure'],
    // Stars at both ends: what is there counts, what is not may still come.
    ['*por*', 'report', 'yes'],
    ['*por*', 'data', 'unsure'],
    ['*', 'data', 'yes'],
    ['**', 'data', 'yes'],
  ])('%s on a text that begins with %s: %s', (pattern, beginning, verdict) => {
    expect(matchesBeginning(parsePattern(pattern), beginning)).toBe(verdict);
  });

  it('cannot say anything of an attribute that is gone, because it may never have been there', () => {
    for (const pattern of ['a', 'a*', '*a', '*a*', '*']) {
      expect(matchesBeginning(parsePattern(pattern), undefined)).toBe('unsure');
    }
  });

  it('never is sure of what the whole text contradicts', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '*', 'Σ', 'ς', 'İ', '\n'), maxLength: 8 });
    fc.assert(
      fc.property(text, fc.nat(8), text, (value, length, pattern) => {
        const parsed = parsePattern(pattern);
        const verdict = matchesBeginning(parsed, value.slice(0, length));
        if (verdict !== 'unsure') expect(verdict === 'yes').toBe(matchesPattern(parsed, value));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('fold', () => {
  it('gives the beginning of a folded text for the beginning of a text', () => {
    expect([fold('ΟΔΟΣ'), fold('ΟΔΟΣ-1'), fold('οδος')]).toEqual(['οδοσ', 'οδοσ-1', 'οδοσ']);
  });

  it('makes of control characters what keys make of them', () => {
    expect(fold('A\tB\u009fC')).toBe('a\ufffdb\ufffdc');
  });
});
