import { beforeEach, describe, expect, it } from 'vitest';
import { settleEvents } from '../../lib/audit/settle-events.ts';
import type { IndexedEvent } from '../../lib/event-index/event-item.ts';
import type { EventFilters } from '../../lib/event-index/filters.ts';
import { AuditWorld, idsOf } from './audit-world.ts';

const LONG = 'x'.repeat(60);
/** The end of a user agent, which the index cuts. */
const ASKED = { userAgent: ['*wanted'] };

let world: AuditWorld;
let problems: string[];
let waiting: boolean[];
/** Events that were taken from the input so far. */
let taken: number;

beforeEach(() => {
  world = new AuditWorld();
  problems = [];
  waiting = [];
  taken = 0;
});

const store = (id: string, userAgent: string, logFile?: string) =>
  world.store(id, { userAgent }, logFile === undefined ? {} : { logFile });

async function* each(events: readonly IndexedEvent[]): AsyncGenerator<IndexedEvent> {
  for (const event of events) {
    taken++;
    yield event;
  }
}

const settle = (events: readonly IndexedEvent[], filters: EventFilters) =>
  settleEvents(each(events), filters, world.context(), {
    onUnchecked: (problem) => problems.push(problem),
    onWaiting: (isWaiting) => waiting.push(isWaiting),
  });

describe('settleEvents', () => {
  it('gives what the summary decides at once, and reads no log file for it', async () => {
    const events = [store('a', 'wanted'), store('b', 'other'), store('c', 'wanted')];
    const settled = settle(events, ASKED);
    expect([(await settled.next()).value?.eventID, taken]).toEqual(['a', 1]);
    expect(await idsOf(settled)).toEqual(['c']);
    expect([world.filesRead, waiting]).toEqual([[], []]);
  });

  it('reads the record where the summary is cut, and keeps the order', async () => {
    const events = [
      store('a', `${LONG} wanted`),
      store('b', 'wanted'),
      store('c', `${LONG} other`),
      store('d', 'other'),
      store('e', `${LONG} wanted`),
      store('f', 'wanted'),
    ];
    expect(await idsOf(settle(events, ASKED))).toEqual(['a', 'b', 'e', 'f']);
    expect(problems).toEqual([]);
  });

  it('reads the records of one log file together', async () => {
    const events = ['a', 'b', 'a', 'b', 'a'].map((file, at) => store(`${at}`, `${LONG} wanted`, file));
    expect(await idsOf(settle(events, ASKED))).toEqual(['0', '1', '2', '3', '4']);
    expect(world.filesRead.toSorted()).toEqual(['a', 'b']);
  });

  it('reads every record for what only records say, also where the summary satisfies the rest', async () => {
    const where = [{ path: 'userAgent', value: 'wanted' }];
    const events = [
      store('a', 'wanted'),
      store('b', 'other'),
      world.store('c', { eventName: 'PutObject', userAgent: 'wanted' }),
    ];
    expect(await idsOf(settle(events, { eventName: ['GetObject'], where }))).toEqual(['a']);
    expect(await idsOf(settle(events, { where: [] }))).toEqual(['a', 'b', 'c']);
    expect(world.filesRead).toHaveLength(1);
  });

  it('leaves out what it cannot read, counts it and says why', async () => {
    const events = [
      store('gone', `${LONG} wanted`, 'gone'),
      store('whole', `${LONG} wanted`),
      store('altered', `${LONG} wanted`, 'altered'),
    ];
    world.records.delete('gone');
    world.records.set('altered', ['{"eventID":"altered"}']);
    expect(await idsOf(settle(events, ASKED))).toEqual(['whole']);
    expect(problems).toEqual([
      'The log file cannot be read: NoSuchKey: gone',
      'Record 0 of the log file is not the one that was indexed: its SHA-256 begins with a67eeaa27a20fe8e632d9ccff299628c, not with 6ee43b5e2ca07cee0de69b22a3298535.',
    ]);
  });

  it('reads 16 records together at first, then more', async () => {
    const events = Array.from({ length: 100 }, (_, at) => store(`${at}`, `${LONG} wanted`));
    const settled = settle(events, ASKED);
    const takenAt: number[] = [];
    for await (const _ of settled) if (takenAt.at(-1) !== taken) takenAt.push(taken);
    expect(takenAt).toEqual([16, 80, 100]);
    expect(world.filesRead).toHaveLength(3);
  });

  it('reads 256 records together at most', async () => {
    const events = Array.from({ length: 900 }, (_, at) => store(`${at}`, `${LONG} wanted`));
    const takenAt = new Set<number>();
    for await (const _ of settle(events, ASKED)) takenAt.add(taken);
    expect([...takenAt]).toEqual([16, 80, 336, 592, 848, 900]);
  });

  it('says while events are taken that are not decided', async () => {
    const events = Array.from({ length: 17 }, (_, at) =>
      store(`${at}`, at < 16 ? `${LONG} other` : 'wanted'),
    );
    expect(await idsOf(settle(events, ASKED))).toEqual(['16']);
    expect([waiting.filter((isWaiting) => isWaiting).length, waiting.at(-1)]).toEqual([16, false]);
  });

  it('hands on what goes wrong with the events themselves', async () => {
    const failing = async function* (): AsyncGenerator<IndexedEvent> {
      yield store('a', 'wanted');
      throw new Error('Throttled');
    };
    const settled = settleEvents(failing(), ASKED, world.context(), { onUnchecked: () => {} });
    await settled.next();
    await expect(settled.next()).rejects.toThrow('Throttled');
  });
});
