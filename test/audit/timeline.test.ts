import { beforeEach, describe, expect, it } from 'vitest';
import { utcIntervals } from '../../lib/audit/intervals.ts';
import { SweepTooLargeError } from '../../lib/audit/sweep-estimate.ts';
import { estimateTimeline, type TimelineRequest, timeline } from '../../lib/audit/timeline.ts';
import { AuditWorld } from './audit-world.ts';

let world: AuditWorld;

beforeEach(() => {
  world = new AuditWorld();
});

const hours = utcIntervals('hour');
const ask = (request: Partial<TimelineRequest> = {}) =>
  timeline({ filters: {}, window: {}, intervals: hours, ...request }, world.context());

describe('timeline', () => {
  it('counts events and failures of each interval that has any, in order', async () => {
    world.store('a', { eventTime: '2026-03-17T10:00:00Z', errorCode: 'X' });
    world.store('b', { eventTime: '2026-03-17T10:59:59Z' });
    world.store('c', { eventTime: '2026-03-17T07:30:00Z', eventSource: 'zz.amazonaws.com' });
    const { events, intervals, values, otherValues } = await ask();
    expect(events).toBe(3);
    expect(intervals).toEqual([
      { start: '2026-03-17T07:00:00Z', events: 1, failed: 0, valueEvents: [], otherEvents: 0 },
      { start: '2026-03-17T10:00:00Z', events: 2, failed: 1, valueEvents: [], otherEvents: 0 },
    ]);
    expect([values, otherValues]).toEqual([[], 0]);
  });

  it('splits intervals by the values that are most frequent in all of them', async () => {
    const store = (eventName: string, hour: string, count: number) => {
      for (let number = 0; number < count; number++)
        world.store(`${eventName}${hour}${number}`, { eventName, eventTime: `2026-03-17T${hour}:00:00Z` });
    };
    store('A', '07', 1);
    store('B', '07', 3);
    store('C', '07', 1);
    store('A', '08', 3);
    store('D', '08', 2);
    const { intervals, values, otherValues } = await ask({ by: 'name', splitInto: 2 });
    expect(values).toMatchObject([
      { value: { text: 'A' }, events: 4 },
      { value: { text: 'B' }, events: 3 },
    ]);
    expect(otherValues).toBe(2);
    expect(intervals).toMatchObject([
      { events: 5, valueEvents: [1, 3], otherEvents: 1 },
      { events: 5, valueEvents: [3, 0], otherEvents: 2 },
    ]);
  });

  it('by error counts failed calls only', async () => {
    world.store('a', { eventTime: '2026-03-17T10:00:00Z', errorCode: 'AccessDenied' });
    world.store('b', { eventTime: '2026-03-17T11:00:00Z' });
    const { events, intervals } = await ask({ by: 'error' });
    expect([events, intervals.map(({ start }) => start)]).toEqual([1, ['2026-03-17T10:00:00Z']]);
  });

  it('keeps within filters, window and sweep limit', async () => {
    world.store('a', { eventTime: '2026-03-17T10:00:00Z' });
    world.store('b', { eventTime: '2026-03-17T11:00:00Z', eventName: 'PutObject' });
    expect((await ask({ filters: { eventName: ['PutObject'] } })).events).toBe(1);
    expect((await ask({ window: { since: '2026-03-17T10:00:01Z' } })).events).toBe(1);
    world.count('2026-03-17T10', 2);
    await expect(ask({ sweepLimit: 1 })).rejects.toThrow(SweepTooLargeError);
  });
});

describe('estimateTimeline', () => {
  beforeEach(() => {
    world.store('a', { eventTime: '2026-03-17T10:00:00Z' });
    world.store('b', { eventTime: '2026-03-18T00:00:00Z' });
    for (const [hour, events] of Object.entries({ '17T10': 7, '17T23': 5, '18T00': 1 }))
      world.count(`2026-03-${hour}`, events);
  });

  it('adds up counters, and reads no event', async () => {
    expect(await estimateTimeline({ window: {}, intervals: utcIntervals('day') }, world.context())).toEqual({
      events: 13,
      intervals: [
        { start: '2026-03-17T00:00:00Z', events: 12 },
        { start: '2026-03-18T00:00:00Z', events: 1 },
      ],
    });
    expect(world.index.indexQueries).toBe(0);
  });

  it('counts whole hours at the edges of the window', async () => {
    const window = { since: '2026-03-17T23:59:00Z', until: '2026-03-18T00:00:00Z' };
    expect(await estimateTimeline({ window, intervals: hours }, world.context())).toEqual({
      events: 5,
      intervals: [{ start: '2026-03-17T23:00:00Z', events: 5 }],
    });
  });
});
