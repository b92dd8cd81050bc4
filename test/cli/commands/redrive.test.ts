import { beforeEach, describe, expect, it } from 'vitest';
import type { Workplace } from '../../../lib/aws/workplace.ts';
import { keyOf, notificationOf, RedriveWorld } from '../../operations/redrive/redrive-world.ts';
import { World } from '../run-cli.ts';

let queues: RedriveWorld;
let world: World;

beforeEach(() => {
  queues = new RedriveWorld();
  // Time is real in the command, and none of it passes in the queues: what was released is there at the next receive.
  queues.msPerReceive = 1_500;
  queues.isInstant = true;
  world = new World();
});

function run(argv: readonly string[], overrides: Parameters<World['run']>[1] & { lacks?: 'queues' } = {}) {
  const { lacks, ...host } = overrides;
  const openWorkplace = async (): Promise<Workplace> => ({
    ...world.place(),
    ...(lacks === 'queues' ? {} : { deadLetters: queues }),
    ledger: queues.context().ledger,
  });
  return world.run(['redrive', ...argv], { openWorkplace, ...host });
}

function layMixedLetters(): void {
  queues.lay(notificationOf('a', 'b'), { sentAt: new Date('2026-07-17T10:00:00Z'), id: 'first' });
  queues.lay('no\u001b[2Jtification', { id: 'second' });
  queues.lay(JSON.stringify({ s3Bucket: 'theirs', s3ObjectKey: [keyOf('a')] }), { id: 'third' });
  queues.note('a', { status: 'pending', reason: 'S3: Access Denied', attempts: 39, resumeFrom: 500 });
}

const FIRST = { letter: 'first', sentAt: '2026-07-17T10:00:00.000Z', receives: 40 };

describe('redrive --dry-run', () => {
  it('writes a line per log file, with what the ledger says of it', async () => {
    layMixedLetters();
    const { exitCode, stdout, stderr } = await run(['--dry-run']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        ...FIRST,
        key: keyOf('a'),
        status: 'pending',
        reason: 'S3: Access Denied',
        attempts: 39,
        resumeFrom: 500,
        updatedAt: '2026-07-20T00:00:00.000Z',
      },
      { ...FIRST, key: keyOf('b'), status: 'unknown', reason: 'The ledger has no entry for it.' },
      {
        letter: 'second',
        sentAt: '2026-07-18T10:00:00.000Z',
        receives: 40,
        status: 'no-notification',
        reason: 'The notification is not JSON: it begins "no\\u001b[2Jtification"',
      },
      {
        letter: 'third',
        sentAt: '2026-07-18T10:00:00.000Z',
        receives: 40,
        bucket: 'theirs',
        key: keyOf('a'),
        status: 'foreign',
        reason: "The object is in a bucket other than the trail's, trail.",
      },
    ]);
    expect([exitCode, stderr]).toEqual([
      0,
      [
        '3 dead letters about 2 log files.',
        '  1 held up: tried, and not in the index',
        '  1 not in the ledger',
        '  1 not of this trail: acknowledged unread',
        '  1 no notification that can be read, tried and set aside again: see docs/runbook.md',
        'Nothing was moved. Repair what holds them up, then run it without --dry-run.',
        '',
      ].join('\n'),
    ]);
    expect([queues.dead.length, queues.delivered.length]).toEqual([3, 0]);
  });

  it('fits 80 columns', async () => {
    layMixedLetters();
    const { stdout } = await run(['--dry-run', '-q'], { terminal: true });
    expect(stdout).toBe(
      [
        'status          reason                          log file',
        'pending         S3: Access Denied               …20260719T2135Z_axxxxxxxxxxxxxxx',
        'unknown         The ledger has no entry for it. …20260719T2135Z_bxxxxxxxxxxxxxxx',
        'no-notification The notification is not JSON: …',
        'foreign         The object is in a bucket othe… …20260719T2135Z_axxxxxxxxxxxxxxx',
        '',
      ].join('\n'),
    );
  });

  it('shows since when and how often where there is room', async () => {
    layMixedLetters();
    const { stdout } = await run(['--dry-run', '-q'], { terminal: true, columns: 200 });
    expect(stdout.split('\n')[1]).toBe(
      `2026-07-17 10:00        40  pending             39  S3: Access Denied${' '.repeat(48)}111122223333_CloudTrail_eu-west-1_20260719T2135Z_axxxxxxxxxxxxxxx`,
    );
  });

  it.each([
    ['csv', 'letter,status\r\nfirst,unknown\r\n'],
    ['json', '[\n{"letter":"first","status":"unknown"}\n]\n'],
  ])('writes the fields that were asked for as %s', async (form, text) => {
    queues.lay(notificationOf('a'), { id: 'first' });
    const { stdout } = await run(['--dry-run', '-o', form, '--fields', 'letter,STATUS']);
    expect(stdout).toBe(text);
  });

  it('says how many of very many it looked at', async () => {
    queues.batch = 100;
    for (let number = 0; number < 1_200; number++) queues.lay(notificationOf('a'));
    const { stderr } = await run(['--dry-run', '-o', 'json']);
    expect(stderr).toContain(
      '1,000 dead letters about 1 log file.\nOnly 1,000 of about 1,200 letters were looked at; of the others traildex files tells what becomes.',
    );
  });
});

describe('redrive', () => {
  it('is not finished where nobody has waited for some of very many', async () => {
    queues.batch = 100;
    for (let number = 0; number < 1_200; number++) queues.lay(notificationOf('a'));
    queues.deed = () => ({ status: 'indexed' });
    const { exitCode, stderr } = await run(['-o', 'json']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Only 1,000 of about 1,200 letters were looked at');
  });

  it('moves the letters, waits, and tells what became of their log files', async () => {
    layMixedLetters();
    queues.deed = (key) =>
      key === keyOf('a')
        ? { status: 'pending', reason: 'S3: Access Denied', attempts: 40 }
        : { status: 'indexed' };
    const { exitCode, stdout, stderr } = await run(['--fields', 'status,attempts,letter']);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { status: 'pending', attempts: 40, letter: 'first' },
      { status: 'indexed', attempts: null, letter: 'first' },
      { status: 'no-notification', attempts: null, letter: 'second' },
      { status: 'foreign', attempts: null, letter: 'third' },
    ]);
    expect(stderr).toContain(
      [
        'Moved 3 dead letters back into the delivery queue; they are about 2 log files.',
        '  1 in the index',
        '  1 held up again: they are tried for about two days more',
        '  1 not of this trail: acknowledged unread',
        '  1 no notification that can be read, tried and set aside again: see docs/runbook.md',
        '',
      ].join('\n'),
    );
    expect([exitCode, queues.dead]).toEqual([1, []]);
  });

  it('is done when the index has dealt with all of them, rejected ones included', async () => {
    queues.lay(notificationOf('a', 'b'));
    queues.deed = (key) => ({ status: key === keyOf('a') ? 'rejected' : 'indexed' });
    expect((await run([])).exitCode).toBe(0);
  });

  it('with --no-wait ends when they are moved', async () => {
    queues.lay(notificationOf('a'));
    queues.deed = () => undefined;
    const { exitCode, stderr } = await run(['--no-wait']);
    expect(stderr).toContain(
      'Moved 1 dead letter back into the delivery queue. traildex files tells what becomes of their log files.\n',
    );
    expect([exitCode, queues.delivered.length]).toEqual([0, 1]);
  });

  it('says when there is nothing to move', async () => {
    expect(await run([])).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: 'The dead-letter queue is empty.\n',
    });
    queues.lay(notificationOf('a'), { hiddenUntilMs: Number.POSITIVE_INFINITY });
    const { exitCode, stderr } = await run([]);
    expect(stderr).toMatch(/^No dead letter can be had at the moment; about 1 are in the queue\./);
    expect(exitCode).toBe(1);
  });

  it('stops at Ctrl-C without losing a letter', async () => {
    for (let number = 0; number < 9; number++) queues.lay(notificationOf('a'));
    const interrupt = new AbortController();
    queues.onRequest = (name) => {
      if (name === 'delete') interrupt.abort('SIGINT');
    };
    const { exitCode, stderr } = await run([], { interrupt: interrupt.signal });
    expect(exitCode).toBe(130);
    expect(stderr).toContain(
      'Moved 3 dead letters back into the delivery queue. The others are where they were.',
    );
    expect([queues.dead.length, queues.delivered.length]).toEqual([6, 3]);
  });

  it('says which role it needs where it is denied', async () => {
    queues.onRequest = () => {
      throw Object.assign(new Error('User: arn:aws:iam::111122223333:user/mary is not authorized.'), {
        name: 'AccessDenied',
      });
    };
    const { exitCode, stderr } = await run([]);
    expect(stderr).toMatch(
      /^traildex: The dead letters cannot be looked at: User: .*mary is not authorized\. .*OperatorRoleArn.*--profile/,
    );
    expect(exitCode).toBe(1);
  });

  it('says when a place has no queues', async () => {
    const { exitCode, stderr } = await run([], { lacks: 'queues' });
    expect([exitCode, stderr]).toEqual([2, 'traildex: The stack Traildex has no queues to redrive.\n']);
  });
});
