/**
 * A timeline as rows for programs: one for each interval, empty ones included, or for each value of each interval.
 *
 * Values and intervals are a full grid then, so that whoever adds or pivots them meets no holes.
 */
import { type Intervals, withEmptyIntervals } from '../../audit/intervals.ts';
import type { IntervalCount, TimelineAnswer } from '../../audit/timeline.ts';
import type { Row } from './rows.ts';
import type { ValueKind } from './value-text.ts';

export const TIMELINE_FIELDS = ['time', 'events', 'failed'] as const;
/** Of an estimate: counters know no failures. */
export const ESTIMATE_FIELDS = ['time', 'events'] as const;
/** With `--by`: `events` are those of the value, `intervalEvents` those of the whole interval. */
export const SPLIT_FIELDS = ['time', 'value', 'valueKind', 'events', 'intervalEvents'] as const;

/** Empty rows in a row: a program minds few as little as many, but nobody wants a million. */
export const LONGEST_EMPTY_RUN = 1_000;

export type TimelineField = (typeof TIMELINE_FIELDS)[number] | (typeof SPLIT_FIELDS)[number];

/** What a timeline is drawn and written from: counted or estimated, split by values or not. */
export interface TimelineCounts {
  readonly intervals: readonly (Pick<IntervalCount, 'start' | 'events'> & Partial<IntervalCount>)[];
  readonly values: TimelineAnswer['values'];
  readonly otherValues: number;
}

export function* timelineRows(
  { intervals, values, otherValues }: TimelineCounts,
  { next }: Intervals,
): Generator<Row<TimelineField>> {
  for (const stretch of withEmptyIntervals(intervals, { next, longestRun: LONGEST_EMPTY_RUN })) {
    if (stretch.kind === 'gap') continue;
    const { start, events, failed, valueEvents, otherEvents } =
      stretch.kind === 'interval' ? stretch.interval : emptyInterval(stretch.start);
    if (values.length === 0) yield { time: start, events, failed };
    for (const [index, { value }] of values.entries()) {
      yield {
        time: start,
        value: 'text' in value ? value.text : undefined,
        valueKind: value.kind,
        events: valueEvents?.[index] ?? 0,
        intervalEvents: events,
      };
    }
    if (otherValues > 0) {
      const valueKind: ValueKind = 'other';
      yield { time: start, valueKind, events: otherEvents ?? 0, intervalEvents: events };
    }
  }
}

function emptyInterval(start: string): TimelineCounts['intervals'][number] {
  return { start, events: 0, failed: 0 };
}

/** How often so many empty intervals follow each other that rows and lines leave them out. */
export function gapsIn({ intervals }: TimelineCounts, { next }: Intervals): number {
  return [...withEmptyIntervals(intervals, { next, longestRun: LONGEST_EMPTY_RUN })].filter(
    ({ kind }) => kind === 'gap',
  ).length;
}
