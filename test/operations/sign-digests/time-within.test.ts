import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DigestHour } from '../../../lib/operations/sign-digests/digest-hours.ts';
import { timeWithin } from '../../../lib/operations/sign-digests/time-within.ts';

const span = fc
  .record({ startMs: fc.nat(30), length: fc.integer({ min: 1, max: 8 }) })
  .map(({ startMs, length }): DigestHour => ({ startMs, endMs: startMs + length }));

it('finds whether a time touches any other, as one look at each would', () => {
  fc.assert(
    fc.property(fc.array(span), span, (spans, asked) => {
      const touches = spans.some(({ startMs, endMs }) => startMs < asked.endMs && asked.startMs < endMs);
      expect(timeWithin(spans)(asked)).toBe(touches);
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['before', { startMs: 5, endMs: 10 }, false],
  ['after', { startMs: 20, endMs: 25 }, false],
  ['its first moment', { startMs: 5, endMs: 11 }, true],
  ['its last moment', { startMs: 19, endMs: 25 }, true],
])('ends are no part of a time: %s', (_where, asked, within) => {
  expect(timeWithin([{ startMs: 10, endMs: 20 }])(asked)).toBe(within);
});
