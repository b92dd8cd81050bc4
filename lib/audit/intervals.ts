/**
 * Cuts time into hours, days or months, and tells what lies empty between those that hold events.
 *
 * Here are the intervals of UTC; who has a calendar of time zones brings others. Which length suits a window, the days
 * that the catalogue knows tell: a window without ends may hold a day or ten years.
 */
import { HOUR_MS } from '../cloudtrail/utc.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { edgeDaysIn } from './catalogue.ts';
import type { AuditContext } from './ports.ts';

export const INTERVAL_LENGTHS = ['hour', 'day', 'month'] as const;

export type IntervalLength = (typeof INTERVAL_LENGTHS)[number];

/** Times are UTC, `YYYY-MM-DDTHH:mm:ssZ`. */
export interface Intervals {
  /** Where the interval begins that a time lies in. */
  startOf(time: string): string;
  /** Where the interval after the one that begins at `start` begins: later, always. */
  next(start: string): string;
}

const START_CHARACTERS: Readonly<Record<IntervalLength, number>> = { month: 7, day: 10, hour: 13 };
const START_OF_TIME = '0001-01-01T00:00:00Z';

export function utcIntervals(length: IntervalLength): Intervals {
  const characters = START_CHARACTERS[length];
  return {
    startOf: (time) => time.slice(0, characters) + START_OF_TIME.slice(characters),
    next(start) {
      const time = new Date(start);
      if (length === 'month') time.setUTCMonth(time.getUTCMonth() + 1);
      else time.setUTCHours(time.getUTCHours() + (length === 'day' ? 24 : 1));
      return time.toISOString().replace(/\.\d+Z$/, 'Z');
    },
  };
}

const MOST_HOURS = 4 * 24;
const MOST_DAYS = 2 * 366;

/** Hours for some days, days for up to two years, months beyond. */
export async function suitableLength(
  window: TimeWindow,
  { logFiles }: Pick<AuditContext, 'logFiles'>,
): Promise<IntervalLength> {
  const days = await edgeDaysIn(logFiles, window);
  if (days === undefined) return 'hour';
  const [firstDay, lastDay] = days;
  const since = Math.max(Date.parse(window.since ?? firstDay), Date.parse(firstDay));
  const endOfLastDay = Date.parse(lastDay) + 24 * HOUR_MS;
  const until = Math.min(Date.parse(window.until ?? '9999-12-31'), endOfLastDay);
  const hours = (until - since) / HOUR_MS;
  if (hours <= MOST_HOURS) return 'hour';
  return hours <= MOST_DAYS * 24 ? 'day' : 'month';
}

export type Stretch<Interval> =
  | { readonly kind: 'interval'; readonly interval: Interval }
  | { readonly kind: 'empty'; readonly start: string }
  /** Too many empty intervals in a row: the first begins at `start`, after the last comes `until`. */
  | { readonly kind: 'gap'; readonly start: string; readonly until: string };

/**
 * Intervals in ascending order, with those that lie empty in between.
 *
 * @param longestRun of empty intervals; more in a row are one gap, or a single event of long ago made a million of them
 */
export function* withEmptyIntervals<Interval extends { readonly start: string }>(
  filled: readonly Interval[],
  { next, longestRun }: Pick<Intervals, 'next'> & { readonly longestRun: number },
): Generator<Stretch<Interval>> {
  let before: Interval | undefined;
  for (const interval of filled) {
    if (before !== undefined) {
      const empty = { start: next(before.start), until: interval.start };
      yield* between(empty, next, longestRun);
    }
    yield { kind: 'interval', interval };
    before = interval;
  }
}

function between(
  { start, until }: { readonly start: string; readonly until: string },
  next: Intervals['next'],
  longestRun: number,
): readonly Stretch<never>[] {
  const empty: Stretch<never>[] = [];
  for (let at = start; at < until; at = next(at)) {
    if (empty.length === longestRun) return [{ kind: 'gap', start, until }];
    empty.push({ kind: 'empty', start: at });
  }
  return empty;
}
