import { describe, expect, it } from 'vitest';
import type { HourState } from '../../../lib/audit/verify/report.ts';
import { describeVerdict, hasFaults, isComplete } from '../../../lib/cli/render/verify-verdict.ts';
import { collect, collectedOf as collected, PLACE, reportOf } from './verify-reports.ts';

describe('the last word', () => {
  it.each<[HourState[], string, boolean]>([
    [['proven', 'proven', 'silent'], 'Complete: 2 hours proven and 1 silent.', false],
    [['silent', 'awaited', 'expired'], 'Complete: 1 hour silent.', false],
    [['awaited', 'expired'], 'Nothing to verify: no hour of it is due, or left to be looked at.', false],
    [
      ['proven', 'missing', 'overdue', 'awaited'],
      'Not complete: 33.3 % of 3 hours proven or silent. Faults: 1 hour missing, 1 hour overdue.',
      true,
    ],
  ])('of %j is %j', (states, sentence, isFaulty) => {
    const some = collected({ states });
    expect(describeVerdict(some, {})).toBe(sentence);
    expect(hasFaults(some.totals)).toBe(isFaulty);
    expect(isComplete(some.totals)).toBe(sentence.startsWith('Complete'));
  });

  it("does not let a data directory's own signatures pass for CloudTrail's", () => {
    const local = reportOf({ states: ['proven'] }, { signers: ['local'] });
    const others = reportOf({ states: ['proven'] }, { signers: ['cloudtrail'] });
    expect(describeVerdict(collect(local), {})).toBe(
      "Complete, by this data directory's own signatures: 1 hour proven.",
    );
    expect(describeVerdict(collect(local, others), {})).toBe(
      "Complete, in part by this data directory's own signatures: 2 hours proven.",
    );
  });

  it('names the log files of kinds that no digest lists', () => {
    const some = collected({ states: ['proven', 'silent', 'awaited'], notCovered: [2, 1, 5] });
    expect(describeVerdict(some, {})).toBe(
      'Complete, but for 3 log files of kinds that no digest lists: 1 hour proven and 1 silent.',
    );
  });

  it('of one trail names it, and what was not looked for', () => {
    expect(describeVerdict(collected({ states: ['silent'] }), { trailName: 'audit' })).toBe(
      'Complete for trail audit: 1 hour silent. Log files that its digests do not list were not looked for.',
    );
    expect(describeVerdict(collected({ states: ['missing'] }), { trailName: 'audit' })).toBe(
      'Not complete for trail audit: 0.0 % of 1 hour proven or silent. Faults: 1 hour missing. Log files that its digests do not list were not looked for.',
    );
  });

  it('never rounds up to everything', () => {
    const states: HourState[] = [...Array.from({ length: 9_999 }, () => 'proven' as const), 'missing'];
    expect(describeVerdict(collected({ states }), {})).toMatch(/^Not complete: 99\.9 % of 10,000 hours/);
  });

  it('counts faults by what they are', () => {
    const message = 'Gone.';
    const fault = {
      ...PLACE,
      code: 'log-file-not-found',
      state: 'missing',
      hour: '2026-03-17T00',
      key: 'k',
      message,
    } as const;
    const some = collected({ states: ['missing'] }, { faults: [fault, fault] });
    expect(describeVerdict(some, {})).toBe(
      'Not complete: 0.0 % of 1 hour proven or silent. Faults: 2 missing.',
    );
  });
});
