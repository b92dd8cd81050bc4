import { beforeEach, describe, expect, it } from 'vitest';
import { LOG_FILE, World } from '../run-cli.ts';

const OLDER =
  'AWSLogs/111122223333/CloudTrail/us-east-1/2026/07/18/111122223333_CloudTrail_us-east-1_20260718T0005Z_ZyXwVuTsRqPoNmLk.json.gz';
const PENDING =
  'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/07/19/111122223333_CloudTrail_eu-west-1_20260719T2200Z_PendingPendingPe.json.gz';
let world: World;

beforeEach(() => {
  world = new World();
  world.record(
    {
      key: LOG_FILE,
      records: 120,
      indexed: 118,
      rejected: 2,
      expired: 0,
      sizeBytes: 18_240,
      inflatedBytes: 201_000,
    },
    [
      { index: 7, reason: 'eventTime is missing' },
      { index: 9, reason: 'it is not an\u001b[2J object' },
    ],
  );
  world.record({
    key: OLDER,
    deliveryDay: '2026-07-18',
    status: 'rejected',
    reason: 'The gzip stream ends early.',
    sizeBytes: 512,
    updatedAt: '2026-07-18T03:10:00.000Z',
  });
});

describe('files in a pipe', () => {
  it('writes a line per log file, newest delivery first, with its rejected records', async () => {
    const { exitCode, stdout, stderr } = await world.run(['files']);
    expect([exitCode, stderr]).toEqual([0, '2 log files: 1 indexed, 1 rejected.\n']);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        key: LOG_FILE,
        deliveryDay: '2026-07-19',
        status: 'indexed',
        records: 120,
        indexed: 118,
        rejected: 2,
        expired: 0,
        rejectedRecords: [
          { index: 7, reason: 'eventTime is missing' },
          { index: 9, reason: 'it is not an\u001b[2J object' },
        ],
        sizeBytes: 18_240,
        inflatedBytes: 201_000,
        updatedAt: '2026-07-19T21:36:30.000Z',
        lagSeconds: 90,
        rulesVersion: 1,
      },
      expect.objectContaining({
        key: OLDER,
        status: 'rejected',
        reason: 'The gzip stream ends early.',
        lagSeconds: 11_100,
      }),
    ]);
  });

  it.each([
    [['--status', 'rejected'], [OLDER]],
    [['--status', 'INDEXED'], [LOG_FILE]],
    [['--status', 'recorded'], []],
    [['--asc'], [OLDER, LOG_FILE]],
    [['--limit', '1'], [LOG_FILE]],
    [['--since', '2026-07-19'], [LOG_FILE]],
    [['--until', '2026-07-18'], [OLDER]],
    [['--until', '2026-07-17'], []],
    [['--all'], [LOG_FILE, OLDER]],
    [
      ['--status', 'rejected', '--status', 'indexed'],
      [LOG_FILE, OLDER],
    ],
    [['--event-region', 'EU-West-1'], [LOG_FILE]],
    [['--event-region', 'us-*', '--event-region', 'ap-*'], [OLDER]],
    [
      ['--account', '1111-2222-3333'],
      [LOG_FILE, OLDER],
    ],
    [['--account', '999988887777'], []],
    [['--reason', 'GZIP'], [OLDER]],
    [['--reason', 'access denied', '--reason', 'ends early'], [OLDER]],
    [['--reason', 'gzip', '--event-region', 'eu-west-1'], []],
    [['--not-as-delivered'], []],
  ])('%j', async (argv, keys) => {
    const { stdout } = await world.run(['files', ...argv, '-o', 'json', '--fields', 'key']);
    expect(JSON.parse(stdout)).toEqual(keys.map((key) => ({ key })));
  });

  it('writes rejected records into csv as text', async () => {
    const { stdout } = await world.run([
      'files',
      '-o',
      'csv',
      '--fields',
      'status,rejectedRecords',
      '--limit',
      '1',
    ]);
    expect(stdout).toBe(
      'status,rejectedRecords\r\n' +
        'indexed,"{""index"":7,""reason"":""eventTime is missing""};{""index"":9,""reason"":""it is not an\\u001b[2J object""}"\r\n',
    );
  });

  it('tells what holds up a pending file, and gives it no lag', async () => {
    world.record({
      key: PENDING,
      status: 'pending',
      reason: 'The table is throttled.',
      attempts: 3,
      resumeFrom: 12_000,
    });
    const { stdout } = await world.run(['files', '--status', 'pending']);
    expect(JSON.parse(stdout)).toEqual({
      key: PENDING,
      deliveryDay: '2026-07-19',
      status: 'pending',
      reason: 'The table is throttled.',
      attempts: 3,
      resumeFrom: 12_000,
      updatedAt: '2026-07-19T21:36:30.000Z',
      rulesVersion: 1,
    });
  });

  it('counts what it listed when that was everything, and says nothing of it with -q', async () => {
    expect((await world.run(['files', '--all'])).stderr).toBe('2 log files: 1 indexed, 1 rejected.\n');
    expect((await world.run(['files', '--event-region', 'eu-west-1'])).stderr).toBe(
      '1 log file: 1 indexed.\n',
    );
    expect((await world.run(['files', '-q'])).stderr).toBe('');
  });

  it('stops at Ctrl-C', async () => {
    const interrupt = new AbortController();
    interrupt.abort('SIGINT');
    const { exitCode, stdout } = await world.run(['files'], { interrupt: interrupt.signal });
    expect([exitCode, stdout]).toEqual([130, '']);
  });

  it('says when there may be more, and what an empty answer searched', async () => {
    expect((await world.run(['files', '--limit', '1'])).stderr).toContain(
      '1 log file shown, there may be more',
    );
    const nothing = ['files', '--status', 'pending', '--reason', 'access denied', '--not-as-delivered'];
    expect((await world.run(nothing)).stderr).toBe(
      [
        'No log file matches.',
        "  Searched: delivered all times, --status pending, --reason 'access denied', --not-as-delivered",
        '  The index holds no events.',
        '  The newest log file was delivered on 2026-07-19.',
        '  Log files not in the index: 1 rejected, 0 pending (traildex files lists them).',
        '  2 records of other log files are no events (traildex files -v names them).',
        '',
      ].join('\n'),
    );
  });
});

describe('files on a terminal', () => {
  it('fits 80 columns', async () => {
    const { stdout } = await world.run(['files'], { terminal: true });
    expect(stdout).toBe(
      [
        'status   records rejected reason                log file',
        'indexed      120        2                       …20260719T2135Z_AbCdEfGhIjKlMnOp',
        'rejected                  The gzip stream ends… …20260718T0005Z_ZyXwVuTsRqPoNmLk',
        '',
      ].join('\n'),
    );
  });

  it('shows more where there is more room', async () => {
    const { stdout } = await world.run(['files'], { terminal: true, columns: 160 });
    expect(stdout).toBe(
      [
        'deliveryDay  status    records  rejected     size  lag  reason                       log file',
        `2026-07-19   indexed       120         2  18.2 KB   1m  ${' '.repeat(27)}  111122223333_CloudTrail_eu-west-1_20260719T2135Z_AbCdEfGhIjKlMnOp`,
        '2026-07-18   rejected                       512 B   3h  The gzip stream ends early.  111122223333_CloudTrail_us-east-1_20260718T0005Z_ZyXwVuTsRqPoNmLk',
        '',
      ].join('\n'),
    );
  });

  it('shows the name that a file came with where its key was made up, and the key when asked for it', async () => {
    const { key, originalName } = {
      key: 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/07/19/111122223333_CloudTrail_eu-west-1_20260719T2200Z_0123456789abcdef.json.gz',
      originalName: 'export/march.json',
    };
    world.record({ key, originalName, notAsDelivered: true, records: 3 });
    const { stdout } = await world.run(['files', '--status', 'indexed'], { terminal: true, columns: 160 });
    expect(stdout).toContain('not as delivered  export/march.json\n');
    expect(stdout).not.toContain('0123456789abcdef');
    const asked = await world.run(['files', '--fields', 'key'], { terminal: true, columns: 160 });
    expect(asked.stdout).toContain(key);
    const line = (await world.run(['files'])).stdout.split('\n').find((text) => text.includes(key));
    expect(JSON.parse(line ?? '')).toMatchObject({ key, originalName });
  });

  it('shows tries of pending files, and with -v the whole cause', async () => {
    world.record({
      key: PENDING,
      status: 'pending',
      reason: 'The table is throttled.',
      attempts: 3,
      resumeFrom: 12_000,
    });
    const { stdout } = await world.run(['files', '--status', 'pending', '-v'], { terminal: true });
    expect(stdout).toBe(
      [
        'status  tries reason                            log file',
        'pending     3 The table is throttled. Goes on … …20260719T2200Z_PendingPendingPe',
        '  The table is throttled.',
        '  tried 3 times; goes on at record 12,000',
        '',
      ].join('\n'),
    );
    const wide = await world.run(['files', '--status', 'pending'], { terminal: true, columns: 200 });
    expect(wide.stdout).toContain('3  The table is throttled. Goes on at record 12,000.  111122223333_');
  });

  it('shows rejected records below their file with -v', async () => {
    const { stdout } = await world.run(['files', '-v', '--limit', '1'], { terminal: true });
    expect(stdout.split('\n').slice(2)).toEqual([
      '  record 7: eventTime is missing',
      '  record 9: it is not an\\x1b[2J object',
      '',
    ]);
  });
});
