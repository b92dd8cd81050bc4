/**
 * The function's process ends at each of its requests in turn: before the request, after it, and with half of its items
 * in the table. Whatever was abandoned, a new process over the same tables brings the index to the same end, and at no
 * moment does it promise more than it holds (fault-world.ts looks after each write).
 */
import { describe, expect, it } from 'vitest';
import {
  expectedIndex,
  makeTrail,
  NO_EVENT,
  OLD_RECORD,
  readIndex,
  recordsOf,
  type Trail,
} from './fault-trail.ts';
import { type Fate, FaultWorld, type StoreRequest, sdkError } from './fault-world.ts';
import { FunctionInstance } from './function-instance.ts';
import type { QueueMessage } from './message-queue.ts';
import { notification } from './world.ts';

const SHARED = recordsOf('shared', 5);
const SMALL_TRAIL = makeTrail({
  one: recordsOf('one', 3),
  several: [...recordsOf('several', 40), NO_EVENT, 'text', OLD_RECORD, ...SHARED],
  copies: [...SHARED, ...SHARED, ...recordsOf('copies', 20)],
  nothing: [],
  damaged: Buffer.from('no log file'),
});
/** Over 8 MiB inflated: its events are written while it is read. */
const LARGE_TRAIL = makeTrail({
  large: recordsOf('large', 90, { requestParameters: { text: 'x'.repeat(100_000) } }),
  beside: SHARED,
});

const SMALLEST_TRAIL = makeTrail({
  mixed: [...recordsOf('mixed', 30), NO_EVENT, ...SHARED],
  copies: SHARED,
});

const inTheMiddle = ({ items }: StoreRequest): Fate => ({ done: Math.ceil(items.length / 2), crash: true });
const HOW: Readonly<Record<string, (request: StoreRequest) => Fate>> = {
  'before it': () => ({ done: 0, crash: true }),
  'after it': () => ({ crash: true }),
  'in the middle of it': inTheMiddle,
};

const messagesOf = (trail: Trail): QueueMessage[] =>
  [...trail.files.keys()].map((key) => ({ body: notification(key), receives: 0 }));

/** Crashes at the requests of these numbers, counted from 0 over all processes. */
function crashAt(world: FaultWorld, numbers: readonly number[], how: (request: StoreRequest) => Fate): void {
  let requests = 0;
  world.fateOf = (request) => (numbers.includes(requests++) ? how(request) : {});
}

/** New processes take what is left, until nothing is; gives their number. */
async function drain(world: FaultWorld): Promise<number> {
  let left: readonly QueueMessage[] = messagesOf(world.trail);
  let processes = 0;
  for (; left.length > 0; processes++) {
    const instance = new FunctionInstance(world);
    left = await instance.invoke(left);
    expect(instance.failures).toEqual([]);
    if (instance.isAlive) expect(left).toEqual([]);
  }
  return processes;
}

async function expectWhole(world: FaultWorld): Promise<void> {
  expect(await readIndex(world.index, world.trail)).toEqual(expectedIndex(world.trail));
}

async function expectNoHarmOfCrash(trail: Trail, how: (request: StoreRequest) => Fate): Promise<void> {
  let at = 0;
  for (; ; at++) {
    const world = new FaultWorld(trail);
    crashAt(world, [at], how);
    const processes = await drain(world);
    await expectWhole(world);
    // There are no more requests than that, so nothing crashed.
    if (processes === 1) break;
  }
  expect(at).toBeGreaterThan(15);
}

describe('a process that ends at any request leaves what the next one completes', () => {
  it.each(Object.entries(HOW))('%s', async (_, how) => {
    await expectNoHarmOfCrash(SMALL_TRAIL, how);
  });

  it('in the middle of it, of a file that is written while it is read', async () => {
    await expectNoHarmOfCrash(LARGE_TRAIL, inTheMiddle);
  });

  it('twice', async () => {
    let crashedTwice = 0;
    for (let first = 0; first < 15; first++) {
      for (let second = first + 1; second <= first + 15; second++) {
        const world = new FaultWorld(SMALLEST_TRAIL);
        crashAt(world, [first, second], inTheMiddle);
        if ((await drain(world)) === 3) crashedTwice++;
        await expectWhole(world);
      }
    }
    expect(crashedTwice).toBeGreaterThan(100);
  });
});

describe('an invocation whose time ends at any request', () => {
  it.each([
    ['while the request goes unanswered', { done: 0 }],
    ['although the request did its work', {}],
  ])('answers, and leaves what the next one completes: %s', async (_, done) => {
    let at = 0;
    for (; ; at++) {
      const world = new FaultWorld(SMALL_TRAIL);
      const instance = new FunctionInstance(world);
      const answered = Promise.withResolvers<void>();
      let requests = 0;
      world.fateOf = () =>
        requests++ === at
          ? { ...done, ms: 300_000, until: answered.promise, error: sdkError('TimeoutError') }
          : {};
      const left = await instance.invoke(messagesOf(SMALL_TRAIL));
      // The process is used again, and hears late what became of that request.
      answered.resolve();
      expect(await instance.invoke(left)).toEqual([]);
      expect(instance.failures).toEqual([]);
      await expectWhole(world);
      if (requests <= at) break;
    }
    expect(at).toBeGreaterThan(15);
  });
});
