import { describe, expect, it } from 'vitest';
import type { Fault, HourState, Notice } from '../../../lib/audit/verify/report.ts';
import { describeClaims, describeStoredClaims } from '../../../lib/cli/render/verify-claims.ts';
import { collectedOf as collected, PLACE } from './verify-reports.ts';

const LIVE = { isDeep: false, isLive: true };

describe('claims', () => {
  it('of a log file that was not read again are that it was intact when indexed', () => {
    const proven = collected(
      { states: ['proven', 'silent'], files: { proven: 1_204 }, records: 51_000 },
      { digests: { read: 2, valid: 2 } },
    );
    expect(describeClaims(proven, LIVE)).toEqual([
      '2 of 2 digests valid: signed, unchanged, and in their place.',
      '1,204 log files intact when indexed: same ETag and size as when they were hashed; --deep reads them again.',
      '51,000 records of them in the index, as the ledger counts them; --deep compares every event.',
      '1 hour silent: a digest says that no log file was delivered.',
    ]);
  });

  it('of one that was are that it was read', () => {
    const proven = collected({ states: ['proven'], files: { proven: 1_204 }, records: 51_000 });
    expect(describeClaims(proven, { isDeep: true, isLive: true })).toEqual([
      '1,204 log files read again and intact; of their 51,000 records every event that belongs in the index is there, as its record says.',
    ]);
  });

  it('tell apart what was compressed anew, and had to be read', () => {
    const notices: Notice[] = [
      { ...PLACE, code: 'log-file-recompressed', key: 'k', message: 'Other bytes.' },
    ];
    const proven = collected({ states: ['proven'], files: { proven: 3 }, records: 9 }, { notices });
    expect(describeClaims(proven, LIVE).slice(0, 2)).toEqual([
      '2 log files intact when indexed: same ETag and size as when they were hashed; --deep reads them again.',
      '1 log file read again and intact.',
    ]);
  });

  it('name what is not well, awaited or expired', () => {
    const files = { missing: 1, altered: 2, unproven: 3, notIndexed: 4, notCovered: 5, expired: 6 };
    const states: HourState[] = ['altered', 'awaited', 'expired', 'expired'];
    expect(describeClaims(collected({ states, files }), LIVE)).toEqual([
      '1 log file missing.',
      '2 log files altered.',
      '3 log files unproven.',
      '4 log files intact, but not in the index, or not whole.',
      '5 log files in no digest that holds.',
      '6 log files past the retention of the bucket: not looked for.',
      '1 hour awaited: the digest is not due yet.',
      '2 hours expired: past the retention of the bucket, nothing is said of them.',
    ]);
  });

  it('say that the end of a chain is not proven where no clock tells', () => {
    const ended = collected(
      { states: ['silent'] },
      { digests: { read: 1, valid: 1 }, newestDigestEnd: '2026-03-17T01:13:52Z' },
    );
    const sentence =
      'The newest digest ends 2026-03-17 01:13:52 UTC: whether there were later ones nothing here can tell.';
    expect(describeClaims(ended, { isDeep: false, isLive: false })).toContain(sentence);
    expect(describeClaims(ended, LIVE)).not.toContain(sentence);
  });

  it('count digests that are gone beside those that were read, backfill digests by themselves', () => {
    const gone = (name: string): Fault => ({
      ...PLACE,
      code: 'digest-not-found',
      state: 'missing',
      hour: '2026-03-17T09',
      key: `AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/17/111122223333_CloudTrail-Digest_eu-west-1_trail_eu-west-1_${name}.json.gz`,
      message: 'Gone.',
    });
    const faults = [gone('20260317T101352Z'), gone('20260317T111352Z'), gone('20260317T101352Z_backfill')];
    const some = collected({ states: ['missing'] }, { faults, digests: { read: 129, valid: 128 } });
    expect(describeClaims(some, LIVE)).toEqual([
      '128 of 131 digests valid: signed, unchanged, and in their place; 2 missing.',
      '0 of 1 backfill digest valid; 1 missing.',
    ]);
  });

  it('tell apart log files of other kinds, those that wait for a digest, and those that none speaks for', () => {
    const hours = [
      { state: 'silent', notCovered: 3 },
      { state: 'awaited', notCovered: 2 },
      { state: 'not-covered', notCovered: 4 },
    ] as const;
    const some = collected({
      states: hours.map(({ state }) => state),
      notCovered: hours.map((hour) => hour.notCovered),
    });
    expect(describeClaims(some, LIVE)).toEqual([
      '4 log files in no digest that holds.',
      '2 log files in no digest yet: the next one is not due.',
      '3 log files of kinds that no digest lists: nothing proves them.',
      '1 hour silent: a digest says that no log file was delivered.',
      '1 hour awaited: the digest is not due yet.',
    ]);
  });

  it('of stored coverage are no more than was stored', () => {
    const stored = collected({ states: ['proven', 'silent'], files: { proven: 2 } });
    expect(describeStoredClaims(stored, '2026-03-17T06:00:07.123Z')).toEqual([
      'Last verified 2026-03-17 06:00:07 UTC; what has happened since is not in it.',
      '2 log files proven when they were looked at.',
      '1 hour silent: a digest says that no log file was delivered.',
    ]);
  });
});
