import { describe, expect, it } from 'vitest';
import { coverageToStore, regionsVerified } from '../../../lambdas/verify/coverage-to-store.ts';
import type { DayCoverage } from '../../../lib/event-index/coverage.ts';
import { ACCOUNT, hourOf, reportOf } from './reports.ts';

const VERIFIED = { at: new Date('2026-03-17T12:00:31.000Z'), until: new Date('2026-03-17T12:00:00.000Z') };

function storedOf(day: string, rest: Partial<DayCoverage> = {}): DayCoverage {
  return {
    accountId: ACCOUNT,
    region: 'eu-west-1',
    day,
    hours: [{ hour: `${day}T10`, state: 'proven', files: { proven: 2 } }],
    verifiedAt: '2026-03-17T06:00:31.000Z',
    verifiedUntil: '2026-03-17T06:00:00.000Z',
    deep: false,
    ...rest,
  };
}

const report = reportOf('eu-west-1', {
  hours: [hourOf('2026-03-16T10', 'proven', { proven: 2 }), hourOf('2026-03-17T10', 'proven', { proven: 2 })],
});

const FOUND = { verifiedAt: '2026-03-17T12:00:31.000Z', verifiedUntil: '2026-03-17T12:00:00.000Z' };

describe('the coverage to store', () => {
  it('is all that is new, the newest day last', () => {
    expect(coverageToStore(report, [], VERIFIED)).toEqual([
      storedOf('2026-03-16', FOUND),
      storedOf('2026-03-17', FOUND),
    ]);
  });

  it('leaves out a day of which nothing has changed, but never the newest', () => {
    const stored = [storedOf('2026-03-16'), storedOf('2026-03-17')];
    expect(coverageToStore(report, stored, VERIFIED)).toEqual([storedOf('2026-03-17', FOUND)]);
  });

  it('is written again after a day', () => {
    const aDayAgo = storedOf('2026-03-16', { verifiedAt: '2026-03-16T12:00:31.000Z' });
    const older = storedOf('2026-03-16', { verifiedAt: '2026-03-16T12:00:30.999Z' });
    expect(coverageToStore(report, [aDayAgo], VERIFIED).map(({ day }) => day)).toEqual(['2026-03-17']);
    expect(coverageToStore(report, [older], VERIFIED).map(({ day }) => day)).toEqual([
      '2026-03-16',
      '2026-03-17',
    ]);
  });

  it('keeps the hours of a day that nobody looked at', () => {
    const early = { hour: '2026-03-16T01', state: 'silent', files: {} };
    const stored = [
      storedOf('2026-03-16', { hours: [early, { hour: '2026-03-16T10', state: 'overdue', files: {} }] }),
    ];
    const [first] = coverageToStore(report, stored, VERIFIED);
    expect(first?.hours).toEqual([early, { hour: '2026-03-16T10', state: 'proven', files: { proven: 2 } }]);
  });

  it('knows nothing of other regions', () => {
    const other = storedOf('2026-03-16', { region: 'us-east-1' });
    expect(coverageToStore(report, [other], VERIFIED)).toHaveLength(2);
  });
});

describe('regions that were verified before', () => {
  const until = new Date('2026-03-17T12:00:00.000Z');

  it('are those whose newest day says so', () => {
    const stored = [
      storedOf('2026-03-17', FOUND),
      storedOf('2026-03-17', { region: 'us-east-1' }),
      storedOf('2026-03-16', { ...FOUND, region: 'us-west-2' }),
      storedOf('2026-03-17', { ...FOUND, region: 'ap-south-1', verifiedUntil: '2026-03-17T18:00:00.000Z' }),
    ];
    expect(regionsVerified(stored, until)).toEqual(['eu-west-1', 'ap-south-1']);
  });

  it('until midnight are those of the day that ended', () => {
    const midnight = new Date('2026-03-18T00:00:00.000Z');
    const stored = [storedOf('2026-03-17', { verifiedUntil: '2026-03-18T00:00:00.000Z' })];
    expect(regionsVerified(stored, midnight)).toEqual(['eu-west-1']);
  });

  it('are those that were stored for the same message', () => {
    expect(regionsVerified(coverageToStore(report, [], VERIFIED), VERIFIED.until)).toEqual(['eu-west-1']);
  });
});
