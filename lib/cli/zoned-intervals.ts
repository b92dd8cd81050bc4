/** Hours, days and months as a time zone has them: a day in which clocks go back has 25 hours. */
import { DateTime } from 'luxon';
import { type IntervalLength, type Intervals, utcIntervals } from '../audit/intervals.ts';

/** Zones differ from UTC by quarters of an hour, so that a quarter lies in one interval whole. */
const QUARTER_HOUR_MS = 900_000;

/** @param zone an IANA name */
export function zonedIntervals(length: IntervalLength, zone: string): Intervals {
  if (zone === 'UTC') return utcIntervals(length);
  // A million events lie in few quarters of an hour, and a calendar is slow.
  const starts = new Map<number, string>();
  return {
    startOf(time) {
      const quarter = Math.floor(Date.parse(time) / QUARTER_HOUR_MS);
      const start = starts.get(quarter) ?? toUtc(DateTime.fromISO(time, { zone }).startOf(length));
      starts.set(quarter, start);
      return start;
    },
    next: (start) =>
      toUtc(
        DateTime.fromISO(start, { zone })
          .plus({ [length]: 1 })
          .startOf(length),
      ),
  };
}

function toUtc(time: DateTime): string {
  return time.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
}

/** The beginning of an interval, with no more of it than tells intervals of this length apart. */
export function formatInterval(start: string, length: IntervalLength, zone: string): string {
  const time = DateTime.fromISO(start, { zone });
  if (length !== 'hour') return time.toFormat(length === 'day' ? 'yyyy-MM-dd' : 'yyyy-MM');
  return time.toFormat(zone === 'UTC' ? 'yyyy-MM-dd HH:mm' : 'yyyy-MM-dd HH:mmZ');
}
