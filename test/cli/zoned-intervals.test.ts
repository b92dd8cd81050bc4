import { describe, expect, it } from 'vitest';
import type { IntervalLength } from '../../lib/audit/intervals.ts';
import { formatInterval, zonedIntervals } from '../../lib/cli/zoned-intervals.ts';

describe('zonedIntervals', () => {
  it.each<[string, IntervalLength, string, string, string]>([
    // A day of 23 hours and one of 25.
    ['Europe/Berlin', 'day', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['Europe/Berlin', 'day', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    // Clocks show the hour from 02:00 twice: two hours.
    ['Europe/Berlin', 'hour', '2026-10-25T00:30:00Z', '2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'],
    ['Europe/Berlin', 'hour', '2026-10-25T01:30:00Z', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00Z'],
    ['Asia/Kolkata', 'hour', '2026-03-17T00:10:00Z', '2026-03-16T23:30:00Z', '2026-03-17T00:30:00Z'],
    ['America/New_York', 'month', '2026-04-01T03:59:59Z', '2026-03-01T05:00:00Z', '2026-04-01T04:00:00Z'],
    ['UTC', 'day', '2026-03-29T12:00:00Z', '2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z'],
  ])('%s, each %s', (zone, length, time, start, next) => {
    const intervals = zonedIntervals(length, zone);
    expect(intervals.startOf(time)).toBe(start);
    expect(intervals.next(start)).toBe(next);
  });

  it('keeps the times of a quarter of an hour apart from those of the next', () => {
    const { startOf } = zonedIntervals('hour', 'Asia/Kathmandu');
    expect(['12:14:59', '12:15:00', '12:14:00'].map((time) => startOf(`2026-03-17T${time}Z`))).toEqual([
      '2026-03-17T11:15:00Z',
      '2026-03-17T12:15:00Z',
      '2026-03-17T11:15:00Z',
    ]);
  });
});

describe('formatInterval', () => {
  it.each<[IntervalLength, string, string]>([
    ['hour', 'UTC', '2026-03-31 23:00'],
    ['hour', 'Europe/Berlin', '2026-04-01 01:00+2'],
    ['day', 'UTC', '2026-03-31'],
    ['day', 'Europe/Berlin', '2026-04-01'],
    ['month', 'UTC', '2026-03'],
    ['month', 'Europe/Berlin', '2026-04'],
  ])('%s in %s', (length, zone, text) => {
    expect(formatInterval('2026-03-31T23:00:00Z', length, zone)).toBe(text);
  });
});
