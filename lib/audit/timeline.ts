/**
 * How many events there are in each hour, day or month: exact from the index, or at once from the counters.
 *
 * The counters count deliveries. CloudTrail delivers many events twice, so that an estimate is rather too high, and they
 * know nothing but hours of UTC: no filters, no failures, whole hours at the edges of the window.
 */
import type { TimeWindow } from '../event-index/query-plan.ts';
import { type Dimension, filtersFor } from './dimensions.ts';
import type { Intervals } from './intervals.ts';
import type { AuditContext } from './ports.ts';
import { type ReadAllRequest, readAll } from './read-all.ts';
import { readCounters } from './sweep-estimate.ts';
import { type Counted, readingOf } from './top.ts';
import { countedUnder, type ValueCount, ValueCounts } from './value-counts.ts';

export interface TimelineRequest extends ReadAllRequest {
  readonly intervals: Intervals;
  /** Splits each interval by the values of a dimension. */
  readonly by?: Dimension | undefined;
  /** Values that are counted by themselves, the most frequent of all; the others are counted together. @default 4 */
  readonly splitInto?: number | undefined;
}

export interface IntervalCount {
  /** UTC time. */
  readonly start: string;
  readonly events: number;
  readonly failed: number;
  /** Of the answer's `values`, in their order. */
  readonly valueEvents: readonly number[];
  /** Of all other values together. An event with several values is counted for each. */
  readonly otherEvents: number;
}

export interface TimelineAnswer extends Counted {
  /** Those that hold events, ascending. */
  readonly intervals: readonly IntervalCount[];
  /** The most frequent values; none without `by`. */
  readonly values: readonly ValueCount[];
  /** How many values were counted together. */
  readonly otherValues: number;
}

const SPLIT_INTO = 4;

interface Tally {
  events: number;
  failed: number;
  readonly byValue: Map<string, number>;
}

/** @throws SweepTooLargeError before it reads, where no index serves and the window holds too many events */
export async function timeline(request: TimelineRequest, context: AuditContext): Promise<TimelineAnswer> {
  const { intervals, by, splitInto = SPLIT_INTO, ...wanted } = request;
  const reading = readAll({ ...wanted, filters: filtersFor(by, wanted.filters) }, context);
  const counts = by === undefined ? undefined : new ValueCounts(by);
  const tallies = new Map<string, Tally>();
  let events = 0;
  for await (const event of reading.events) {
    events++;
    const start = intervals.startOf(event.eventTime);
    const tally = tallies.get(start) ?? { events: 0, failed: 0, byValue: new Map() };
    tallies.set(start, tally);
    tally.events++;
    if (event.failed) tally.failed++;
    for (const key of counts?.add(event) ?? []) tally.byValue.set(key, (tally.byValue.get(key) ?? 0) + 1);
  }
  const ordered = counts?.ordered() ?? [];
  const values = ordered.slice(0, splitInto);
  return {
    ...readingOf(reading, events),
    intervals: ascending(tallies).map(([start, tally]) => toIntervalCount(start, tally, values)),
    values,
    otherValues: ordered.length - values.length,
  };
}

function ascending<Value>(byStart: ReadonlyMap<string, Value>): [string, Value][] {
  return [...byStart].sort(([a], [b]) => (a < b ? -1 : 1));
}

function toIntervalCount(
  start: string,
  { events, failed, byValue }: Tally,
  values: readonly ValueCount[],
): IntervalCount {
  const valueEvents = values.map(({ value }) => byValue.get(countedUnder(value)) ?? 0);
  const otherEvents = sum([...byValue.values()]) - sum(valueEvents);
  return { start, events, failed, valueEvents, otherEvents };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export interface TimelineEstimate {
  /** Deliveries of events. */
  readonly events: number;
  /** Those in which something was delivered, ascending. */
  readonly intervals: readonly { readonly start: string; readonly events: number }[];
}

/** An hour belongs to the interval in which it begins. */
export async function estimateTimeline(
  { window, intervals }: { readonly window: TimeWindow; readonly intervals: Intervals },
  context: Pick<AuditContext, 'logFiles' | 'gate'>,
): Promise<TimelineEstimate> {
  const hours = await readCounters(window, context);
  const byStart = new Map<string, number>();
  for (const { hour, events } of hours) {
    const start = intervals.startOf(`${hour}:00:00Z`);
    byStart.set(start, (byStart.get(start) ?? 0) + events);
  }
  return {
    events: sum(hours.map(({ events }) => events)),
    intervals: ascending(byStart).map(([start, events]) => ({ start, events })),
  };
}
