import { describe, expect, it } from 'vitest';
import {
  type HourState,
  NO_FILES,
  type Notice,
  type RegionReport,
  type Signer,
} from '../../../lib/audit/verify/report.ts';
import {
  describeClaims,
  describeStoredClaims,
  describeVerdict,
  hasFaults,
} from '../../../lib/cli/render/verify-claims.ts';
import { ReportCollector } from '../../../lib/cli/render/verify-collected.ts';

const PLACE = { accountId: '111122223333', region: 'eu-west-1' };
const NONE = { read: 0, valid: 0 };
const LIVE = { isDeep: false, isLive: true };

interface Hours {
  readonly states: readonly HourState[];
  readonly files?: Partial<typeof NO_FILES>;
  readonly records?: number;
}

/** The files and records are those of the first hour. */
function collected({ states, files = {}, records = 0 }: Hours, rest: Partial<RegionReport> = {}) {
  const collector = new ReportCollector();
  const hours = states.map((state, at) => ({
    ...PLACE,
    hour: `2026-03-17T${String(at).padStart(2, '0')}`,
    state,
    files: at === 0 ? { ...NO_FILES, ...files } : NO_FILES,
    records: at === 0 ? records : 0,
  }));
  const none = { faults: [], notices: [], newestDigestEnd: undefined, signers: [] };
  collector.add({ ...PLACE, hours, digests: NONE, backfillDigests: NONE, ...none, ...rest });
  return collector.collected();
}

describe('claims', () => {
  it('of a log file that was not read again are that it was intact when indexed', () => {
    const proven = collected(
      { states: ['proven', 'silent'], files: { proven: 1_204 }, records: 51_000 },
      { digests: { read: 2, valid: 2 } },
    );
    expect(describeClaims(proven, LIVE)).toEqual([
      '2 of 2 digests valid: signed, unchanged, and in their place.',
      '1,204 log files intact when indexed: same ETag and size as when they were hashed; --deep reads them again.',
      '51,000 records of them in the index, as the ledger counts them; --deep asks for every event.',
      '1 hour silent: a digest says that no log file was delivered.',
    ]);
  });

  it('of one that was are that it was read', () => {
    const proven = collected({ states: ['proven'], files: { proven: 1_204 }, records: 51_000 });
    expect(describeClaims(proven, { isDeep: true, isLive: true })).toEqual([
      '1,204 log files read again and intact; of their 51,000 records every event that belongs in the index was asked for, and is there.',
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

  it.each<[Signer[], string[]]>([
    [['cloudtrail'], []],
    [
      ['given'],
      [
        'The digests are checked with the public keys that were given: the proof is as good as the way they came.',
      ],
    ],
    [
      ['local'],
      [
        "The digests are signed by this data directory's own key: they prove only what happened since the log files were ingested, nothing about AWS.",
      ],
    ],
    [
      ['cloudtrail', 'local'],
      [
        "Some of the digests are signed by this data directory's own key: they prove only what happened since the log files were ingested, nothing about AWS.",
      ],
    ],
  ])('of signers %j', (signers, sentences) => {
    expect(describeClaims(collected({ states: ['overdue'] }, { signers }), LIVE)).toEqual(sentences);
  });

  it('of stored coverage are no more than was stored', () => {
    const { totals } = collected({ states: ['proven', 'silent'], files: { proven: 2 } });
    expect(describeStoredClaims(totals, '2026-03-17T06:00:07.123Z')).toEqual([
      'Last verified 2026-03-17 06:00:07 UTC; what has happened since is not in it.',
      '2 log files proven when they were looked at.',
      '1 hour silent: a digest says that no log file was delivered.',
    ]);
  });
});

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
    const { totals } = collected({ states });
    expect(describeVerdict(totals)).toBe(sentence);
    expect(hasFaults(totals)).toBe(isFaulty);
  });

  it("does not let a data directory's own signatures pass for CloudTrail's", () => {
    const { totals } = collected({ states: ['proven'] }, { signers: ['local', 'cloudtrail'] });
    expect(describeVerdict(totals)).toBe("Complete, by this data directory's own signatures: 1 hour proven.");
  });

  it('never rounds up to everything', () => {
    const states: HourState[] = [...Array.from({ length: 9_999 }, () => 'proven' as const), 'missing'];
    expect(describeVerdict(collected({ states }).totals)).toMatch(/^Not complete: 99\.9 % of 10,000 hours/);
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
    const { totals } = collected({ states: ['missing'] }, { faults: [fault, fault] });
    expect(describeVerdict(totals)).toBe(
      'Not complete: 0.0 % of 1 hour proven or silent. Faults: 2 missing.',
    );
  });
});
