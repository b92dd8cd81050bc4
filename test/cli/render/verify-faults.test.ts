import { describe, expect, it } from 'vitest';
import {
  FAULTS,
  type Fault,
  type FaultCode,
  NO_FILES,
  type RegionReport,
} from '../../../lib/audit/verify/report.ts';
import { ReportCollector } from '../../../lib/cli/render/verify-collected.ts';
import { describeFaults, describeNotices } from '../../../lib/cli/render/verify-faults.ts';
import { describeHints } from '../../../lib/cli/render/verify-hints.ts';

const PLACE = { accountId: '111122223333', region: 'eu-west-1' };

function fault(code: FaultCode, rest: Partial<Fault> = {}): Fault {
  return {
    ...PLACE,
    code,
    state: FAULTS[code],
    hour: '2026-03-17T09',
    key: `${code}.json.gz`,
    message: `The ${code} sentence.`,
    ...rest,
  };
}

function report(faults: readonly Fault[], rest: Partial<RegionReport> = {}): RegionReport {
  const none = { read: 0, valid: 0 };
  return {
    ...PLACE,
    hours: [],
    faults,
    notices: [],
    digests: none,
    backfillDigests: none,
    newestDigestEnd: undefined,
    signers: [],
    ...rest,
  };
}

function collect(...reports: readonly RegionReport[]) {
  const collector = new ReportCollector();
  for (const each of reports) collector.add(each);
  return collector.collected();
}

const PLAIN = { width: 80, color: false };

describe('faults', () => {
  it('are grouped by what is wrong, the worst first', () => {
    const { faults } = collect(
      report([fault('not-in-index'), fault('log-file-not-found'), fault('log-file-hash')]),
    );
    expect(describeFaults(faults, PLAIN)).toEqual([
      'altered: 1  (log-file-hash)',
      '  2026-03-17 09h  111122223333 eu-west-1',
      '    log-file-hash.json.gz',
      '    The log-file-hash sentence.',
      '',
      'missing: 1  (log-file-not-found)',
      '  2026-03-17 09h  111122223333 eu-west-1',
      '    log-file-not-found.json.gz',
      '    The log-file-not-found sentence.',
      '',
      'not indexed: 1  (not-in-index)',
      '  2026-03-17 09h  111122223333 eu-west-1',
      '    not-in-index.json.gz',
      '    The not-in-index sentence.',
    ]);
  });

  it('that say the same of one region are told once, with the first of their keys', () => {
    const hours = ['00', '01', '02', '03', '04'];
    const { faults } = collect(
      report(hours.map((hour) => fault('digest-not-found', { hour: `2026-03-17T${hour}`, key: `d${hour}` }))),
    );
    expect(describeFaults(faults, PLAIN)).toEqual([
      'missing: 5  (digest-not-found)',
      '  2026-03-17 00h to 2026-03-17 04h  111122223333 eu-west-1',
      '    d00',
      '    d01',
      '    d02',
      '    and 2 more: -o jsonl names them all, hour by hour.',
      '    The digest-not-found sentence.',
    ]);
  });

  it('of time that has no object name the time', () => {
    const { faults } = collect(
      report([
        fault('no-digest', {
          key: undefined,
          from: '2026-03-17T09:13:52.000Z',
          until: '2026-03-17T12:13:52.000Z',
        }),
      ]),
    );
    expect(describeFaults(faults, PLAIN)).toEqual([
      'not covered: 1  (no-digest)',
      '  2026-03-17 09:13:52 to 2026-03-17 12:13:52  111122223333 eu-west-1',
      '    The no-digest sentence.',
    ]);
  });

  it('are not joined over time or hours that are proven', () => {
    const gap = (from: string, until: string) =>
      fault('no-digest', { key: undefined, hour: from.slice(0, 13), from, until });
    const { faults } = collect(
      report([
        gap('2026-03-17T06:13:52.000Z', '2026-03-17T17:13:52.000Z'),
        gap('2026-03-17T23:13:52.000Z', '2026-03-18T01:13:52.000Z'),
        gap('2026-03-18T01:13:52.000Z', '2026-03-18T02:13:52.000Z'),
        ...['04', '05', '05', '09'].map((hour) => fault('log-file-hash', { hour: `2026-03-17T${hour}` })),
      ]),
    );
    expect(describeFaults(faults, PLAIN).filter((line) => line.startsWith('  2026'))).toEqual([
      '  2026-03-17 04h to 2026-03-17 05h  111122223333 eu-west-1',
      '  2026-03-17 09h  111122223333 eu-west-1',
      '  2026-03-17 06:13:52 to 2026-03-17 17:13:52  111122223333 eu-west-1',
      '  2026-03-17 23:13:52 to 2026-03-18 02:13:52  111122223333 eu-west-1',
    ]);
  });

  it('of digests that were moved together are told once, by where they came from', () => {
    const moved = ['00', '01', '02', '03'].map((hour) => {
      const path = `AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/17/digest-${hour}.json.gz`;
      const message = `It says that it was delivered as "s3://acme-audit-logs/corp/security/${path}".`;
      return fault('digest-moved', { hour: `2026-03-17T${hour}`, key: `copy/${path}`, message });
    });
    const elsewhere = fault('digest-moved', {
      hour: '2026-03-17T04',
      key: 'AWSLogs/digest-04.json.gz',
      message: 'It says that it was delivered as "s3://acme-audit-logs/AWSLogs/digest-17.json.gz".',
    });
    const { faults } = collect(report([...moved, elsewhere]));
    const folder = 'copy/AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/17';
    expect(describeFaults(faults, PLAIN)).toEqual([
      'altered: 5  (digest-moved)',
      '  2026-03-17 00h to 2026-03-17 03h  111122223333 eu-west-1',
      `    ${folder}/digest-00.json.gz`,
      `    ${folder}/digest-01.json.gz`,
      `    ${folder}/digest-02.json.gz`,
      '    and 1 more: -o jsonl names them all, hour by hour.',
      '    It says that it was delivered as "s3://acme-audit-logs/corp/security/…".',
      '  2026-03-17 04h  111122223333 eu-west-1',
      '    AWSLogs/digest-04.json.gz',
      '    It says that it was delivered as',
      '    "s3://acme-audit-logs/AWSLogs/digest-17.json.gz".',
    ]);
  });

  it('beyond fifty are counted, a share of each kind is shown', () => {
    const many = (code: FaultCode) =>
      Array.from({ length: 10_000 }, (_, at) => fault(code, { key: `k${at}`, message: `Sentence ${at}.` }));
    const { faults } = collect(report(many('log-file-hash')), report(many('log-file-not-found')));
    const lines = describeFaults(faults, PLAIN);
    expect(lines.filter((line) => line.startsWith('    Sentence'))).toHaveLength(50);
    expect(lines.filter((line) => line.startsWith('  and'))).toEqual([
      '  and 9,975 more: -o jsonl names them all, hour by hour.',
      '  and 9,975 more: -o jsonl names them all, hour by hour.',
    ]);
  });

  it('are wrapped to the terminal; a key stays whole, to be copied', () => {
    const key = 'k'.repeat(120);
    const message = 'It has other content than was delivered, and that is all there is to say.';
    const { faults } = collect(report([fault('log-file-hash', { key, message })]));
    expect(describeFaults(faults, { width: 40, color: false }).slice(2)).toEqual([
      `    ${key}`,
      '    It has other content than was',
      '    delivered, and that is all there is',
      '    to say.',
    ]);
  });

  it('show what steers a terminal instead of sending it', () => {
    const evil = 'a\u001b[2J';
    const { faults } = collect(report([fault('log-file-hash', { key: evil, message: `${evil}b.` })]));
    expect(describeFaults(faults, PLAIN).join('\n')).not.toContain('\u001b');
  });
});

describe('notices', () => {
  const notices = [{ ...PLACE, code: 'digest-vouched' as const, key: 'd1', message: 'Proven by the next.' }];

  it('are counted', () => {
    expect(
      describeNotices(collect(report([], { notices })).notices, { isVerbose: false, width: 80 }),
    ).toEqual([
      'Also seen (-v says where):',
      '  1 digest without a signature of their own: proven by the one that a later',
      '    digest has of them.',
    ]);
  });

  it('are named with -v', () => {
    expect(describeNotices(collect(report([], { notices })).notices, { isVerbose: true, width: 80 })).toEqual(
      [
        'Also seen:',
        '  1 digest without a signature of their own: proven by the one that a later',
        '    digest has of them.',
        '    111122223333 eu-west-1: Proven by the next.',
        '      d1',
      ],
    );
  });

  it('are nothing where there is none', () => {
    expect(describeNotices(collect(report([])).notices, { isVerbose: true, width: 80 })).toEqual([]);
  });
});

describe('hints', () => {
  const asked = { isRepair: false, hasOrigin: false };
  const digests = { read: 2, valid: 0 };

  it('name --origin where every digest of a region was delivered elsewhere', () => {
    const moved = [fault('digest-moved'), fault('digest-moved')];
    const [hint = ''] = describeHints(collect(report(moved, { digests })), asked);
    expect(hint).toMatch(/^In 1 region every digest .* --origin s3:\/\/BUCKET\[\/PREFIX\]\.$/);
    expect(describeHints(collect(report(moved, { digests: { read: 3, valid: 1 } })), asked)).toEqual([]);
    expect(describeHints(collect(report(moved, { digests })), { ...asked, hasOrigin: true })).toEqual([]);
  });

  it('give the command that prints missing keys, for the time and region that they are missing in', () => {
    const missing = ['2026-03-17T09', '2026-03-18T22'].map((hour) => fault('digest-key-not-found', { hour }));
    expect(describeHints(collect(report(missing, { digests })), asked)).toEqual([
      'Public keys are missing. Whoever may ask CloudTrail of that account gets them with',
      '  aws cloudtrail list-public-keys --region eu-west-1 --start-time 2026-03-17T09:00:00Z --end-time 2026-03-19T01:00:00Z > keys.json',
      'Then name the file: --public-keys keys.json.',
    ]);
  });

  it('name --repair for what it mends, and say afterwards what it does not', () => {
    const faults = [fault('not-in-index'), fault('log-file-hash')];
    const hours = [
      { ...PLACE, hour: '2026-03-17T09', state: 'altered' as const, files: NO_FILES, records: 0 },
    ];
    const { length, 0: hint } = describeHints(collect(report(faults, { digests, hours })), asked);
    expect([length, hint]).toEqual([1, '1 fault can be mended: --repair has the log file indexed.']);
    const after = (left: readonly Fault[]) =>
      describeHints(collect(report(left, { digests, hours })), { ...asked, isRepair: true });
    expect(after(faults)).toEqual(['1 fault of the index could not be mended.']);
    expect(after(faults.slice(1))).toEqual([
      'What is left no repair mends: it indexes what the bucket has, and changes nothing there.',
    ]);
  });

  it('ask about validation where there is no digest at all', () => {
    const files = { ...NO_FILES, notCovered: 3 };
    const hours = [{ ...PLACE, hour: '2026-03-17T09', state: 'not-covered' as const, files, records: 0 }];
    expect(describeHints(collect(report([], { hours })), asked)).toEqual([
      'There is no digest at all: is log file validation on for this trail?',
    ]);
  });
});
