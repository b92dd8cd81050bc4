/**
 * Months of bad weather in a second: stores that fail by a schedule, functions that run side by side, end early or run
 * out of time, clocks that jump, messages out of order and repeated. When the weather has passed and the queue is empty,
 * the index holds exactly what was delivered.
 *
 * A number decides the whole schedule; fast-check prints the one that failed.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textIn } from '../../../lib/event-index/item-reading.ts';
import { type Chooser, chooser } from './chooser.ts';
import { expectedIndex, makeTrail, NO_EVENT, OLD_RECORD, readIndex, recordsOf } from './fault-trail.ts';
import { makeWeather } from './fault-weather.ts';
import { type Fate, FaultWorld, type StoreRequest, sdkError } from './fault-world.ts';
import { FunctionInstance } from './function-instance.ts';
import { MessageQueue } from './message-queue.ts';
import { keyOf, notification } from './world.ts';

const SHARED = recordsOf('shared', 5);
const TRAIL = makeTrail({
  one: recordsOf('one', 3),
  several: [...recordsOf('several', 40), NO_EVENT, 'text', OLD_RECORD, ...SHARED],
  copies: [...SHARED, ...SHARED, ...recordsOf('copies', 20)],
  many: recordsOf('many', 140),
  nothing: [],
  damaged: Buffer.from('no log file'),
});
const KEYS = [...TRAIL.files.keys()];
const NOT_JSON = 'half a messa';

const DAY_MS = 24 * 60 * 60 * 1000;

function announceTrail(queue: MessageQueue, choose: Chooser): void {
  for (const key of KEYS) queue.send(notification(key));
  queue.send(notification(...KEYS.filter((key) => choose(2, 'together', key) === 0), KEYS[0] ?? ''));
  queue.send(
    JSON.stringify({ Type: 'Notification', Message: notification(KEYS[choose(KEYS.length, 'again')] ?? '') }),
  );
  queue.send(NOT_JSON);
}

/** Some rounds of up to two functions at a time, each on some of the messages. */
async function runThroughWeather(world: FaultWorld, queue: MessageQueue, choose: Chooser): Promise<void> {
  world.fateOf = makeWeather(choose);
  for (const key of KEYS) if (choose(5, 'late', key) === 0) world.notYet.add(key);
  const instances: FunctionInstance[] = [];
  for (let round = 0; round < 2 + choose(7, 'rounds'); round++) {
    world.clockSkewMs = (choose(9, 'clock', round) - 4) * DAY_MS;
    const invocations = Array.from({ length: 1 + choose(2, 'side by side', round) }, async (_, side) => {
      const remainingMs =
        3_000 + choose(choose(2, 'hurry', round, side) === 0 ? 8_000 : 60_000, 'time', round, side);
      const warm = instances[choose(3, 'warm', round, side)];
      const instance = warm?.isAlive ? warm : new FunctionInstance(world);
      if (instance !== warm) instances.push(instance);
      const messages = queue.receive(1 + choose(5, 'batch', round, side), (at) =>
        choose(at, 'order', round, side),
      );
      queue.giveBack(await instance.invoke(messages, remainingMs));
    });
    await Promise.all(invocations);
    for (const key of world.notYet) if (choose(3, 'arrives', key, round) === 0) world.notYet.delete(key);
  }
  expect(instances.flatMap(({ failures }) => failures)).toEqual([]);
}

/** Everything works again, and somebody redrives the dead-letter queue. */
async function clearUp(world: FaultWorld, queue: MessageQueue): Promise<void> {
  world.fateOf = () => ({});
  world.notYet.clear();
  world.clockSkewMs = 0;
  queue.redrive();
  const instance = new FunctionInstance(world);
  for (let tries = 0; tries < queue.maxReceives && queue.length > 0; tries++) {
    queue.giveBack(await instance.invoke(queue.receive(queue.length)));
  }
  expect(instance.failures).toEqual([]);
}

describe('whatever the stores did', () => {
  it('holds in the end exactly what was delivered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const world = new FaultWorld(TRAIL);
        const queue = new MessageQueue(3);
        const choose = chooser(seed);
        announceTrail(queue, choose);
        await runThroughWeather(world, queue, choose);
        await clearUp(world, queue);
        expect(queue.length).toBe(0);
        expect(queue.dead.map(({ body }) => body)).toEqual([NOT_JSON]);
        expect(await readIndex(world.index, TRAIL)).toEqual(expectedIndex(TRAIL));
      }),
      { numRuns: 120 },
    );
  });
});

const BAD_KEY = keyOf('one');
const BAD_FILE: Readonly<Record<string, (request: StoreRequest) => Fate>> = {
  'cannot be read': ({ subject, operation }) =>
    operation === 'read object' && subject === BAD_KEY ? { error: sdkError('AccessDenied') } : {},
  'is cut off every time': ({ subject, operation }) =>
    operation === 'read object' && subject === BAD_KEY
      ? { done: 20, error: sdkError('TruncatedBodyError') }
      : {},
  'has an event that DynamoDB refuses': ({ operation, items }) =>
    operation === 'write events' && items.some((item) => textIn(item, 'eventID') === 'one-1')
      ? { done: 0, error: sdkError('ValidationException') }
      : {},
  'has a ledger entry that cannot be read': ({ subject, operation }) =>
    operation === 'read ledger' && subject === BAD_KEY ? { error: sdkError('InternalServerError') } : {},
};

describe('a file that', () => {
  it.each(Object.entries(BAD_FILE))('%s holds up no other', async (_, fateOf) => {
    const world = new FaultWorld(TRAIL);
    world.fateOf = fateOf;
    const instance = new FunctionInstance(world);
    const messages = KEYS.map((key) => ({ body: notification(key), receives: 1 }));
    const left = await instance.invoke(messages);
    expect(left.map(({ body }) => body)).toEqual([notification(BAD_KEY)]);
    expect(await instance.invoke(left)).toEqual(left);
    const { entries } = await readIndex(world.index, TRAIL);
    const expected = expectedIndex(TRAIL);
    for (const key of KEYS) if (key !== BAD_KEY) expect(entries[key]).toEqual(expected.entries[key]);

    world.fateOf = () => ({});
    expect(await instance.invoke(left)).toEqual([]);
    expect(await readIndex(world.index, TRAIL)).toEqual(expected);
  });
});
