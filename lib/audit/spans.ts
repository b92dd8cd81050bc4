/**
 * Cuts a sweep's time window into spans, nearest first, so that "the last 50 events" asks the sources of one day and not
 * those of all years.
 */
import type { Period } from '../event-index/catalogue.ts';
import {
  EARLIEST_SORT_KEY,
  LATEST_SORT_KEY,
  type Order,
  type TimeWindow,
} from '../event-index/query-plan.ts';
import { daysIn, yearsIn } from './catalogue.ts';
import type { LogFilesReader } from './ports.ts';

export interface Span {
  /** Where the catalogue lists the values seen in this span. */
  readonly period: Period;
  /** Bounds of the sort key, both inclusive. */
  readonly from: string;
  readonly to: string;
}

/** Later than any sort key of its day, year or second; sort keys go on with `-`, `T` or `#`. */
const END = '~';

/** The whole window as bounds of the sort key. */
export function windowBounds({ since, until }: TimeWindow): { from: string; to: string } {
  // A sort key is its time, `#` and an id: every key of the second `until` is greater than `until` itself.
  return { from: since ?? EARLIEST_SORT_KEY, to: until ?? LATEST_SORT_KEY };
}

/** The part of a window from one day to another, both whole where the window has all of them. */
export function dayBounds(first: string, last: string, window: TimeWindow): { from: string; to: string } {
  return clip({ period: first, from: first, to: last + END }, windowBounds(window));
}

/** The spans of a window in the order of the answer: the nearest day, the rest of its year, the other years. */
export async function* spansOf(
  reader: LogFilesReader,
  window: TimeWindow,
  order: Order,
): AsyncGenerator<Span> {
  const ordered = <Value>(values: readonly Value[]) =>
    order === 'newest-first' ? values.toReversed() : values;
  const bounds = windowBounds(window);
  const [firstYear, ...otherYears] = ordered(await yearsIn(reader, window));
  if (firstYear === undefined) return;
  const [firstDay, ...otherDays] = ordered(await daysIn(reader, firstYear, window));
  if (firstDay !== undefined) yield clip({ period: firstDay, from: firstDay, to: firstDay + END }, bounds);
  if (firstDay !== undefined && otherDays.length > 0) {
    const rest =
      order === 'newest-first'
        ? { from: firstYear, to: firstDay }
        : { from: firstDay + END, to: firstYear + END };
    yield clip({ period: firstYear, ...rest }, bounds);
  }
  for (const year of otherYears) yield clip({ period: year, from: year, to: year + END }, bounds);
}

function clip(span: Span, bounds: { from: string; to: string }): Span {
  return {
    period: span.period,
    from: span.from > bounds.from ? span.from : bounds.from,
    to: span.to < bounds.to ? span.to : bounds.to,
  };
}
