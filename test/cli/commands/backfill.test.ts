import { beforeEach, describe, expect, it } from 'vitest';
import type { Workplace } from '../../../lib/aws/workplace.ts';
import type { Host } from '../../../lib/cli/host.ts';
import { BackfillWorld, keyOf, keysOf } from '../../operations/backfill/backfill-world.ts';
import { World } from '../run-cli.ts';

/** Between the log files and the clock of the command line lie months. */
const DAYS = ['--since', '2026-03-16', '--until', '2026-03-18'];
const BROKEN = keyOf({ name: 'broken' });

let trail: BackfillWorld;
let deployment: Partial<Workplace['deployment']>;

beforeEach(() => {
  trail = new BackfillWorld();
  // The function deals with whatever it hears of, at once.
  trail.onAnnounce = (keys) => {
    for (const key of keys) {
      if (key === BROKEN)
        trail.index(key, { status: 'rejected', reason: 'no gzip\u001b[2J', updatedAt: 'now' });
      else trail.index(key, { indexed: 3, updatedAt: 'now' });
    }
  };
  deployment = {};
});

function traildex(argv: readonly string[], host: Partial<Host> & { terminal?: boolean } = {}) {
  const world = new World();
  const { listing, ledger: ledgerFolders, topic } = trail.context();
  const place: Workplace = {
    ...world.place(),
    deployment: { ...world.place().deployment, ...deployment },
    listing,
    ledgerFolders,
    topic,
    ledger: { readEntries: async (files) => files.flatMap(({ key }) => trail.ledger.get(key) ?? []) },
  };
  let needs: string | undefined;
  const openWorkplace: Host['openWorkplace'] = async (request) => {
    needs = request.needs;
    return place;
  };
  return world.run(argv, { openWorkplace, ...host }).then((answer) => ({ ...answer, needs }));
}

describe('backfill', () => {
  it('has indexed what is missing, and says what it compared and what became of it', async () => {
    const [known = '', ...missing] = keysOf(4);
    trail.store(known, ...missing, BROKEN, keyOf({ content: 'CloudTrail-Digest' }));
    trail.index(known);
    const { exitCode, stdout, stderr, needs } = await traildex(['backfill', ...DAYS]);
    expect(stdout).toBe(
      [
        'Compared 6 objects in 6 folders with the ledger.',
        '  1 in the index already',
        'Announced 5 files, 1 digest among them:',
        '  5 not known to the ledger',
        'Indexed 9 records of 3 log files.',
        '  1 digest recorded',
        '  1 rejected',
        'Rejected:',
        `  ${BROKEN}: no gzip\\x1b[2J`,
        '',
      ].join('\n'),
    );
    expect(stderr).toContain('0 of 6 folders');
    expect([exitCode, needs]).toEqual([0, 'everything']);
  });

  it('announces nothing the second time', async () => {
    trail.store(...keysOf(3));
    await traildex(['backfill', ...DAYS]);
    trail.messages.length = 0;
    const { exitCode, stdout } = await traildex(['backfill', ...DAYS, '-q']);
    expect(trail.messages).toEqual([]);
    expect(stdout).toBe(
      'Compared 3 objects in 3 folders with the ledger.\n  3 in the index already\nNothing to announce.\n',
    );
    expect(exitCode).toBe(0);
  });

  it('tries rejected files again when asked to, and those of older rules', async () => {
    const [refused = '', old = ''] = keysOf(2);
    trail.store(refused, old);
    trail.index(refused, { status: 'rejected', reason: 'no gzip' });
    trail.index(old, { rulesVersion: 0 });
    expect((await traildex(['backfill', ...DAYS])).stdout).toContain(
      '1 rejected before: --rejected has them tried again\nNothing to announce.',
    );
    await traildex(['backfill', ...DAYS, '--rejected']);
    expect(trail.announced).toEqual([refused]);
    await traildex(['backfill', ...DAYS, '--reindex']);
    expect(trail.announced).toEqual([refused, old]);
  });

  it.each<[string[], string[]]>([
    [
      ['--since', '2026-03-17'],
      ['2026-03-18', '2026-03-17'],
    ],
    [
      ['--until', '2026-03-17'],
      ['2026-03-17', '2026-03-16'],
    ],
    [['--since', '2026-03-17T18:00', '--until', '2026-03-17T20:00'], ['2026-03-17']],
    [
      ['--until', '2030-01-01'],
      ['2026-03-18', '2026-03-17', '2026-03-16'],
    ],
    [['--prefix', '111122223333/CloudTrail/us-east-1/2026/03/17'], ['2026-03-17']],
  ])('looks at whole delivery days in UTC: %j', async (argv, days) => {
    trail.store(...['2026-03-16', '2026-03-17', '2026-03-18'].map((day) => keyOf({ day })));
    await traildex(['backfill', ...argv]);
    expect(trail.announced.toSorted().toReversed()).toEqual(days.map((day) => keyOf({ day })));
  });

  it('leaves alone what the stack does not take', async () => {
    const taken = keyOf({ root: 'audit/AWSLogs/o-exampleorg1/111122223333' });
    const others = [
      keyOf(),
      keyOf({ root: 'audit/AWSLogs/o-exampleorg2/111122223333' }),
      keyOf({ root: 'audit/AWSLogs/o-exampleorg1/444455556666' }),
    ];
    trail.store(taken, ...others);
    deployment = { keyPrefix: 'audit', organizationId: 'o-exampleorg1', accountIds: ['111122223333'] };
    await traildex(['backfill', ...DAYS]);
    expect(trail.announced).toEqual([taken]);
  });

  it('takes every trail in the bucket of this machine, and what was stored or tried just now', async () => {
    const [plain, other, pending] = [
      keyOf(),
      keyOf({ root: 'audit/AWSLogs/o-exampleorg1/111122223333' }),
      keyOf({ name: 'pending' }),
    ];
    const justNow = new Date('2026-07-20T11:59:59Z');
    for (const key of [plain, other, pending]) trail.storeAt(justNow, key);
    trail.index(pending, { status: 'pending', updatedAt: justNow.toISOString() });
    expect((await traildex(['backfill', ...DAYS])).stdout).toContain('2 delivered within the last hour');
    // Any folder that is there.
    await traildex(['backfill', ...DAYS, '--data', 'test']);
    expect(trail.announced.toSorted()).toEqual([plain, pending, other].toSorted());
  });

  it('says what lies in an archive', async () => {
    trail.store(...keysOf(1));
    for (const object of trail.objects.values()) trail.objects.set(object.key, { ...object, archived: true });
    const { exitCode, stdout } = await traildex(['backfill', ...DAYS]);
    expect(stdout).toContain('  1 in an archive: restore them first, see docs/runbook.md#');
    expect(exitCode).toBe(0);
  });

  it('writes the summary as JSON', async () => {
    trail.store(...keysOf(2));
    const { stdout } = await traildex(['backfill', ...DAYS, '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      end: 'done',
      listed: 2,
      announced: { missing: 2 },
      skipped: { done: 0, fresh: 0 },
      events: 6,
      rejected: [],
      unfinished: [],
    });
  });

  it('has nothing to do in an empty bucket', async () => {
    const { exitCode, stdout } = await traildex(['backfill']);
    expect(stdout).toBe('Compared 0 objects in 0 folders with the ledger.\nNothing to announce.\n');
    expect(exitCode).toBe(0);
  });
});

describe('backfill --no-wait', () => {
  it('ends when all is announced', async () => {
    trail.store(...keysOf(2));
    trail.onAnnounce = () => {};
    const { exitCode, stdout } = await traildex(['backfill', ...DAYS, '--no-wait']);
    expect(stdout).toBe(
      [
        'Compared 2 objects in 3 folders with the ledger.',
        'Announced 2 files:',
        '  2 not known to the ledger',
        '',
      ].join('\n'),
    );
    expect(exitCode).toBe(0);
  });
});

describe('backfill --dry-run', () => {
  beforeEach(() => {
    const [refused = '', missing = ''] = keysOf(2);
    trail.store(refused, missing);
    trail.index(refused, { status: 'rejected', reason: 'no gzip', updatedAt: '2026-03-17T13:00:00.000Z' });
  });

  it('lists what would be announced and why, and announces nothing', async () => {
    const argv = ['backfill', ...DAYS, '--rejected', '--dry-run'];
    const { exitCode, stdout, stderr, needs } = await traildex(argv, { terminal: true });
    expect(stdout).toBe(
      [
        'reason  deliveryDay log file',
        'retried 2026-03-17  …s/111122223333/CloudTrail/us-east-1/2026/03/17/0000.json.gz',
        'missing 2026-03-17  …s/111122223333/CloudTrail/us-east-1/2026/03/17/0001.json.gz',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe(
      [
        'Compared 2 objects in 3 folders with the ledger.',
        'Would announce 2 files:',
        '  1 not known to the ledger',
        '  1 rejected before',
        '',
      ].join('\n'),
    );
    expect([exitCode, needs, trail.messages]).toEqual([0, 'tables-and-bucket', []]);
  });

  it('does so as JSON, with what the ledger says', async () => {
    const { stdout } = await traildex(['backfill', ...DAYS, '--rejected', '--dry-run', '-o', 'json']);
    expect(JSON.parse(stdout)).toEqual([
      {
        reason: 'retried',
        deliveryDay: '2026-03-17',
        key: keyOf({ name: '0000' }),
        status: 'rejected',
        updatedAt: '2026-03-17T13:00:00.000Z',
        ledgerReason: 'no gzip',
      },
      { reason: 'missing', deliveryDay: '2026-03-17', key: keyOf({ name: '0001' }) },
    ]);
  });

  it('is an empty list where nothing is missing', async () => {
    trail.objects.clear();
    const { stdout } = await traildex(['backfill', ...DAYS, '--dry-run', '-o', 'json']);
    expect(JSON.parse(stdout)).toEqual([]);
  });
});

describe('a backfill that is interrupted', () => {
  it('says where it was, ends with the code of the signal, and goes on the next time', async () => {
    const days = ['2026-03-16', '2026-03-17', '2026-03-18'];
    const keys = days.flatMap((day) => keysOf(30, { day }));
    trail.store(...keys);
    const stop = new AbortController();
    const { onAnnounce } = trail;
    trail.onAnnounce = (messageKeys) => {
      onAnnounce(messageKeys);
      if (trail.messages.length === 1) stop.abort('SIGINT');
    };
    const { exitCode, stdout } = await traildex(['backfill', ...DAYS], { interrupt: stop.signal });
    expect(exitCode).toBe(130);
    expect(stdout).toContain(
      'Stopped: 0 of 3 folders compared; of 2026-03-18 and the days before some are left.',
    );
    expect(stdout).toContain('The same command goes on: what is indexed by then is not announced again.');
    await traildex(['backfill', ...DAYS]);
    expect(trail.announced.toSorted()).toEqual(keys.toSorted());
  });
});

describe('a prefix', () => {
  it.each<[string]>([
    ['AWSLogs/999999999999'],
    ['999999999999'],
    ['/999999999999'],
    ['s3://trail/AWSLogs/999999999999'],
  ])('%s that nothing begins with is an error that names what there is', async (prefix) => {
    trail.store(keyOf(), keyOf({ root: 'AWSLogs/444455556666' }));
    const { exitCode, stdout, stderr } = await traildex(['backfill', '--prefix', prefix]);
    expect(stderr).toBe(
      'traildex: The trail bucket holds nothing whose key begins with AWSLogs/999999999999. Nothing was announced. ' +
        'In AWSLogs/ there are 111122223333/, 444455556666/.\n',
    );
    expect([exitCode, stdout]).toEqual([1, '']);
  });

  it('of something else than log files is an error', async () => {
    trail.store(keyOf(), 'AWSLogs/111122223333/Config/us-east-1/2026/3/17/ConfigHistory/a.json.gz');
    const { exitCode, stderr } = await traildex(['backfill', '--prefix', '111122223333/Config']);
    expect(stderr).toContain("are no log files of CloudTrail's");
    expect(exitCode).toBe(1);
  });
});

describe('wrong usage of backfill', () => {
  it.each<[string[], string]>([
    [['--rate', '0'], 'It takes a whole number from 1 up.'],
    [['--rate', 'fast'], 'It takes a whole number from 1 up.'],
    [['--dry-run', '--rate', '5'], '--dry-run announces nothing: leave out --rate.'],
    [['--dry-run', '--no-wait'], '--dry-run waits for nothing: leave out --no-wait.'],
    [['--no-wait', '--data', 'test'], '--no-wait does not go with --local'],
    [['--data', 'no-such-folder'], 'There is no data directory no-such-folder.'],
    [['--since', '2026-08-01'], '--since 2026-08-01 lies in the future'],
    [['--until', '2026-03-01', '--since', '2026-03-02'], 'is not before --until'],
    [['--reject'], 'Did you mean --rejected?'],
    [['-o', 'csv'], 'Use text, json.'],
  ])('%j', async (argv, message) => {
    const { exitCode, stderr, needs } = await traildex(['backfill', ...argv]);
    expect(stderr).toContain(message);
    expect([exitCode, needs]).toEqual([2, undefined]);
  });

  it.each<[string, string]>([
    ['s3://another/AWSLogs/', "is in another bucket: the trail's is trail."],
    ['other/AWSLogs/111122223333', 'is of another trail: the stack takes what is in AWSLogs/.'],
  ])('--prefix %s', async (prefix, message) => {
    const { exitCode, stderr } = await traildex(['backfill', '--prefix', prefix]);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
