import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { isHeldUp } from '../../../lib/operations/current-entry.ts';
import type { DeadLetterQueue } from '../../../lib/operations/redrive/dead-letters.ts';
import {
  type LetterFile,
  listDeadLetters,
  type RedriveReport,
  redrive,
} from '../../../lib/operations/redrive/redrive.ts';
import { RedriveError } from '../../../lib/operations/redrive/redrive-error.ts';
import { keyOf, notificationOf, RedriveWorld } from './redrive-world.ts';

let world: RedriveWorld;

beforeEach(() => {
  world = new RedriveWorld();
});

/** The distinguishing part of a key and what is said of it. */
function told(files: readonly LetterFile[]) {
  return files.map(({ announced, entry, isUnheard }) => [
    'key' in announced ? announced.key.replace(/.*_(\w+?)x*\.json\.gz/, '$1') : announced.kind,
    isUnheard ? 'unheard' : (entry?.status ?? announced.kind),
    entry?.reason,
  ]);
}

describe('looking at dead letters', () => {
  it('tells of every letter once, the oldest first, with what the ledger says of each of its log files', async () => {
    world.lay(notificationOf('b'), { sentAt: new Date('2026-07-18T11:00:00Z') });
    world.lay(notificationOf('a', 'c'), { sentAt: new Date('2026-07-17T10:00:00Z') });
    for (let number = 0; number < 8; number++) world.lay('not a notification');
    world.note('a', { status: 'pending', reason: 'S3: Access Denied', attempts: 39 });
    const report = await listDeadLetters(world.context());
    expect(report).toMatchObject({ letters: 10, isWhole: true, count: undefined });
    expect(told(report.files).slice(0, 2)).toEqual([
      ['a', 'pending', 'S3: Access Denied'],
      ['c', 'file', undefined],
    ]);
    expect(told(report.files).slice(2)).toHaveLength(9);
    expect(told(report.files)).toContainEqual(['b', 'file', undefined]);
    expect(report.files[0]?.letter).toMatchObject({ id: 'letter-1', receives: 40 });
  });

  it('leaves every letter where it was, to be received again a second later', async () => {
    for (let number = 0; number < 7; number++) world.lay(notificationOf('a'));
    const before = world.dead.map(({ id, body }) => ({ id, body }));
    await listDeadLetters(world.context());
    expect(world.dead.map(({ id, body }) => ({ id, body }))).toEqual(before);
    expect(world.delivered).toEqual([]);
    world.nowMs += 1_000;
    expect(await world.count()).toEqual({ visible: 7, hidden: 0 });
  });

  it.each([
    ['letters', { letters: 4, files: 100, hiddenSeconds: 120 }, 6],
    ['log files', { letters: 100, files: 5, hiddenSeconds: 120 }, 3],
    // 50 ms for each receive, and half of two seconds.
    ['time', { letters: 100, files: 1_000, hiddenSeconds: 2 }, 60],
  ])('is bounded in %s, and says about how many there are', async (_what, look, letters) => {
    for (let number = 0; number < 80; number++) world.lay(notificationOf('a', 'b'));
    const report = await listDeadLetters(world.context({ look }));
    expect(report).toMatchObject({
      letters,
      isWhole: false,
      count: { visible: 80 - letters, hidden: letters },
    });
  });

  it('knows a letter of more keys than the function takes by the limit of the stack', async () => {
    world.lay(notificationOf('a', 'b'));
    const kinds = async (maxKeysPerNotification: number) => {
      const { files } = await listDeadLetters({ ...world.context(), maxKeysPerNotification });
      world.nowMs += 2_000;
      return files.map(({ announced }) => announced.kind);
    };
    expect(await kinds(1)).toEqual(['no-notification']);
    expect(await kinds(2)).toEqual(['file', 'file']);
  });

  it('tells an empty queue from one whose letters somebody else is looking at', async () => {
    expect(await listDeadLetters(world.context())).toMatchObject({
      letters: 0,
      count: { visible: 0, hidden: 0 },
    });
    world.lay(notificationOf('a'), { hiddenUntilMs: Number.POSITIVE_INFINITY });
    expect(await listDeadLetters(world.context())).toMatchObject({
      letters: 0,
      count: { visible: 0, hidden: 1 },
    });
  });

  it('releases what it received when it fails', async () => {
    for (let number = 0; number < 5; number++) world.lay(notificationOf('a'));
    let receives = 0;
    world.onRequest = (name) => {
      if (name === 'receive' && ++receives === 2) throw new Error('Service Unavailable.');
    };
    await expect(listDeadLetters(world.context())).rejects.toThrow(
      'The dead letters cannot be looked at: Service Unavailable. No dead letter is lost: run it again.',
    );
    world.nowMs += 1_000;
    expect(await world.count()).toEqual({ visible: 5, hidden: 0 });
  });

  it('names the role and the rights where it is denied', async () => {
    world.lay(notificationOf('a'));
    world.onRequest = () => {
      throw Object.assign(new Error('User: x is not authorized to perform: sqs:receivemessage'), {
        name: 'AccessDenied',
      });
    };
    const failure = await listDeadLetters(world.context()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RedriveError);
    expect(String(failure)).toMatch(/output OperatorRoleArn.*--profile.*It takes sqs:ReceiveMessage, /);
  });
});

describe.each([
  ['by the queue service', true],
  ['one by one', false],
])('moving %s', (_how, byService) => {
  beforeEach(() => {
    if (byService) world.service = () => world.serviceMove();
  });

  it('brings everything back unchanged and waits for what the ledger says', async () => {
    const attributes = { trace: { DataType: 'String', StringValue: 'x' } };
    world.lay(notificationOf('a', 'b'), { attributes });
    world.lay('not a notification');
    world.lay(notificationOf('c'));
    world.lay(notificationOf('d'));
    world.note('b', { status: 'rejected', reason: 'no gzip' });
    world.note('c', { status: 'pending', reason: 'S3: Access Denied', attempts: 39 });
    world.note('d', { status: 'indexed' });
    world.deed = (key, previous) => {
      if (previous?.status === 'indexed') return undefined;
      if (key === keyOf('c')) return { status: 'pending', reason: 'S3: Access Denied', attempts: 40 };
      return {
        status: key === keyOf('b') ? 'rejected' : 'indexed',
        reason: key === keyOf('b') ? 'gzip' : undefined,
      };
    };
    const report = await redrive(world.context(), true);
    expect(report).toMatchObject({ moved: 4, end: 'done', letters: 4 });
    expect(told(report.files)).toEqual([
      ['a', 'indexed', undefined],
      ['b', 'rejected', 'gzip'],
      ['no-notification', 'no-notification', undefined],
      ['c', 'pending', 'S3: Access Denied'],
      ['d', 'indexed', undefined],
    ]);
    expect(report.files[3]?.entry?.attempts).toBe(40);
    expect(world.dead).toEqual([]);
    expect(world.delivered[0]).toEqual({ body: notificationOf('a', 'b'), attributes });
  });

  it('waits for nothing where that is not wanted', async () => {
    world.lay(notificationOf('a'));
    world.note('a', { status: 'pending', reason: 'S3: Access Denied' });
    world.deed = () => undefined;
    const report = await redrive(world.context(), false);
    expect(told(report.files)).toEqual([['a', 'pending', 'S3: Access Denied']]);
    expect(world.delivered).toHaveLength(1);
  });

  it('also moves what the look did not get to', async () => {
    for (let number = 0; number < 20; number++) world.lay(notificationOf(`a${number}`));
    const report = await redrive(
      world.context({ look: { letters: 3, files: 100, hiddenSeconds: 120 } }),
      true,
    );
    expect(report).toMatchObject({ moved: 20, letters: 3, isWhole: false });
    expect(world.dead).toEqual([]);
  });

  it('waits for a file as long as it gets further, and gives up when nothing is heard', async () => {
    world.lay(notificationOf('large', 'refused'));
    let resumeFrom = 0;
    world.deed = (key) => {
      if (key === keyOf('refused')) return undefined;
      resumeFrom += 1_000;
      return resumeFrom > 3_000
        ? { status: 'indexed' }
        : { status: 'pending', reason: 'Out of time.', resumeFrom };
    };
    const context = world.context({ giveUpAfterMs: 10_000 });
    const { wait } = context.clock;
    const redelivering = {
      ...context.clock,
      wait: async (ms: number, signal: AbortSignal) => {
        await wait(ms, signal);
        if (world.delivered.length > 0) await world.sendBack(letterOf(notificationOf('large', 'refused')));
      },
    };
    const report = await redrive({ ...context, clock: redelivering }, true);
    expect(told(report.files)).toEqual([
      ['large', 'indexed', undefined],
      ['refused', 'unheard', undefined],
    ]);
  });

  it('hears of one more try at a file of which the index goes on holding an earlier object', async () => {
    world.lay(notificationOf('mended', 'again'));
    for (const name of ['mended', 'again']) world.note(name, { attempts: 2, reason: 'S3: Access Denied' });
    world.deed = (key, previous) =>
      key === keyOf('mended') ? { status: 'indexed' } : { ...previous, attempts: 3, reason: 'Throttled' };
    const report = await redrive(world.context(), true);
    expect(told(report.files)).toEqual([
      ['mended', 'indexed', undefined],
      ['again', 'indexed', 'Throttled'],
    ]);
    expect(report.files.map(({ entry }) => entry !== undefined && isHeldUp(entry))).toEqual([false, true]);
  });

  it('says when it was stopped, and keeps what it did not move', async () => {
    for (let number = 0; number < 9; number++) world.lay(notificationOf('a'));
    const stop = new AbortController();
    const context = world.context({}, stop.signal);
    const onProgress: typeof context.onProgress = ({ done }) => {
      if (done >= 3) stop.abort();
    };
    const report = await redrive({ ...context, onProgress }, true);
    expect(report.end).toBe('interrupted');
    expect(report.moved).toBeGreaterThanOrEqual(3);
    expect(report.moved).toBeLessThan(9);
    expect([world.dead.length, world.delivered.length]).toEqual([9 - report.moved, report.moved]);
  });

  it('does nothing when there is nothing, or when it was stopped before', async () => {
    expect(await redrive(world.context(), true)).toMatchObject({ moved: 0, letters: 0, end: 'done' });
    world.lay(notificationOf('a'));
    expect(await redrive(world.context({}, AbortSignal.abort()), true)).toMatchObject({
      moved: 0,
      end: 'interrupted',
    });
    expect(world.dead).toHaveLength(1);
  });
});

function letterOf(body: string) {
  return { id: 'again', body, sentAt: undefined, receives: 1, receipt: '' };
}

describe('a move by the queue service', () => {
  it("is joined where somebody else's is at work, and followed by one of our own", async () => {
    for (let number = 0; number < 4; number++) world.lay(notificationOf(`a${number}`));
    let starts = 0;
    world.service = () =>
      world.serviceMove({ isJoined: ++starts === 1, fails: starts === 1 ? 'Throttled' : '' });
    expect(await redrive(world.context(), true)).toMatchObject({ moved: 4, end: 'done' });
    expect(starts).toBe(2);
  });

  it('that fails says why, and that nothing is lost', async () => {
    world.lay(notificationOf('a'));
    world.service = () => world.serviceMove({ fails: 'AccessDenied.' });
    await expect(redrive(world.context(), true)).rejects.toThrow(
      'The queue service gave up moving after 0 dead letters: AccessDenied. The others are where they were: run it again',
    );
  });
});

describe('moving one by one', () => {
  it('loses no letter whatever fails and wherever it is broken off, and changes none', async () => {
    const names: (keyof DeadLetterQueue)[] = ['receive', 'release', 'sendBack', 'delete', 'count'];
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 12 }),
        fc.array(fc.record({ at: fc.nat(60), what: fc.constantFrom('fail', 'abort') }), { maxLength: 4 }),
        async (letters, faults) => {
          const faulty = new RedriveWorld();
          const stop = new AbortController();
          const bodies = Array.from({ length: letters }, (_, number) => notificationOf(`n${number}`));
          for (const body of bodies) faulty.lay(body);
          let requests = 0;
          faulty.onRequest = (name) => {
            const fault = faults.find(({ at }) => at === requests);
            requests++;
            if (fault?.what === 'abort') stop.abort();
            else if (fault?.what === 'fail' && names.includes(name)) throw new Error('Service Unavailable');
          };
          const report: RedriveReport | Error = await redrive(
            faulty.context({ giveUpAfterMs: 3_000 }, stop.signal),
            true,
          ).catch((error: Error) => error);
          const left = faulty.dead.map(({ body }) => body);
          const sent = faulty.delivered.map(({ body }) => body);
          expect(new Set([...left, ...sent])).toEqual(new Set(bodies));
          if (report instanceof Error) expect(report).toBeInstanceOf(RedriveError);
          else if (report.end === 'done') expect([left, sent.length]).toEqual([[], report.moved]);
        },
      ),
    );
  });
});
