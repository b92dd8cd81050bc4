import { beforeEach, describe, expect, it } from 'vitest';
import {
  type IntervalLength,
  suitableLength,
  utcIntervals,
  withEmptyIntervals,
} from '../../lib/audit/intervals.ts';
import { AuditWorld } from './audit-world.ts';

describe('utcIntervals', () => {
  it.each<[IntervalLength, string, string, string]>([
    ['hour', '2026-12-31T23:59:59Z', '2026-12-31T23:00:00Z', '2027-01-01T00:00:00Z'],
    ['day', '2024-02-28T12:34:56Z', '2024-02-28T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['month', '2026-01-31T00:00:00Z', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'],
  ])('cuts time into each %s', (length, time, start, next) => {
    const intervals = utcIntervals(length);
    expect(intervals.startOf(time)).toBe(start);
    expect(intervals.startOf(start)).toBe(start);
    expect(intervals.next(start)).toBe(next);
  });
});

describe('suitableLength', () => {
  let world: AuditWorld;

  beforeEach(() => {
    world = new AuditWorld();
  });

  it.each<[string, string[], { since?: string; until?: string }, IntervalLength]>([
    ['an empty index', [], {}, 'hour'],
    ['a day of events in an endless window', ['2026-03-17'], {}, 'hour'],
    ['four days', ['2026-03-14', '2026-03-17'], {}, 'hour'],
    ['five days', ['2026-03-13', '2026-03-17'], {}, 'day'],
    ['a short window in years', ['2019-01-01', '2026-03-17'], { since: '2026-03-15T00:00:00Z' }, 'hour'],
    ['a window whose end is near', ['2019-01-01', '2026-03-17'], { until: '2019-01-03T00:00:00Z' }, 'hour'],
    ['a window that begins long before the index', ['2026-03-17'], { since: '1926-03-17T00:00:00Z' }, 'hour'],
    ['two years', ['2025-01-01', '2026-12-31'], {}, 'day'],
    ['732 days, two leap years', ['2024-01-01', '2026-01-01'], {}, 'day'],
    ['a day more than that', ['2024-01-01', '2026-01-02'], {}, 'month'],
    ['three years', ['2024-01-01', '2026-12-31'], {}, 'month'],
  ])('for %s', async (_, days, window, length) => {
    for (const day of days) world.store(`on-${day}`, { eventTime: `${day}T09:00:00Z` });
    expect(await suitableLength(window, world.context())).toBe(length);
  });
});

describe('withEmptyIntervals', () => {
  const run = { next: utcIntervals('hour').next, longestRun: 3 };
  const fill = (...starts: string[]) => {
    const filled = starts.map((start) => ({ start }));
    return [...withEmptyIntervals(filled, run)];
  };

  it('fills what lies between, and nothing around it', () => {
    expect(fill()).toEqual([]);
    expect(fill('2026-03-17T22:00:00Z', '2026-03-18T00:00:00Z', '2026-03-18T01:00:00Z')).toEqual([
      { kind: 'interval', interval: { start: '2026-03-17T22:00:00Z' } },
      { kind: 'empty', start: '2026-03-17T23:00:00Z' },
      { kind: 'interval', interval: { start: '2026-03-18T00:00:00Z' } },
      { kind: 'interval', interval: { start: '2026-03-18T01:00:00Z' } },
    ]);
  });

  it('makes one gap of more in a row than there may be', () => {
    expect(fill('2026-03-01T00:00:00Z', '2026-03-01T04:00:00Z')).toHaveLength(5);
    expect(fill('2026-03-01T00:00:00Z', '2026-03-01T05:00:00Z')[1]).toEqual({
      kind: 'gap',
      start: '2026-03-01T01:00:00Z',
      until: '2026-03-01T05:00:00Z',
    });
    expect(fill('0001-01-01T00:00:00Z', '9999-01-01T00:00:00Z')).toHaveLength(3);
  });
});
