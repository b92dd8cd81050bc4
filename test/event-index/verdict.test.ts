import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allOf, anyOf, negated, type Verdict, verdictOf } from '../../lib/event-index/verdict.ts';

const same = (verdict: Verdict) => verdict;

describe('anyOf', () => {
  it.each<[Verdict[], Verdict]>([
    [[], 'no'],
    [['no', 'no'], 'no'],
    [['no', 'yes'], 'yes'],
    [['unsure', 'no'], 'unsure'],
    [['no', 'unsure'], 'unsure'],
    [['unsure', 'yes'], 'yes'],
    [['yes', 'unsure'], 'yes'],
  ])('of %j is %s', (verdicts, verdict) => {
    expect(anyOf(verdicts, same)).toBe(verdict);
  });
});

describe('allOf', () => {
  it.each<[Verdict[], Verdict]>([
    [[], 'yes'],
    [['yes', 'yes'], 'yes'],
    [['yes', 'no'], 'no'],
    [['unsure', 'yes'], 'unsure'],
    [['unsure', 'no'], 'no'],
    [['no', 'unsure'], 'no'],
  ])('of %j is %s', (verdicts, verdict) => {
    expect(allOf(verdicts, same)).toBe(verdict);
  });
});

it('negated leaves open what is open', () => {
  expect((['yes', 'no', 'unsure'] as const).map(negated)).toEqual(['no', 'yes', 'unsure']);
});

it('a verdict that is sure stays right whatever becomes of what was open', () => {
  const verdict = fc.constantFrom<Verdict>('yes', 'no', 'unsure');
  fc.assert(
    fc.property(fc.array(verdict, { maxLength: 6 }), fc.array(fc.boolean()), (verdicts, later) => {
      const settled = verdicts.map((one, at) => (one === 'unsure' ? (later[at] ?? true) : one === 'yes'));
      const [any, all] = [anyOf(verdicts, same), allOf(verdicts, same)];
      if (any !== 'unsure') expect(any).toBe(verdictOf(settled.some(Boolean)));
      if (all !== 'unsure') expect(all).toBe(verdictOf(settled.every(Boolean)));
    }),
  );
});
