/** The bars of a timeline, all to one scale: the fullest interval takes the width there is. */
import { bar, splitBar } from './bar.ts';
import { paint } from './paint.ts';
import { paintAs, patternOf } from './timeline-legend.ts';
import type { TimelineCounts } from './timeline-rows.ts';

type Counts = TimelineCounts['intervals'][number];

export interface BarOptions {
  /** Columns of the longest bar. */
  readonly width: number;
  readonly color: boolean;
}

const SHORTEST_BAR = 6;

/** What the values of an interval come to, and all others together. */
export function partsOf({ valueEvents = [], otherEvents = 0 }: Counts): readonly number[] {
  return [...valueEvents, otherEvents];
}

/** Draws nothing where a bar would be too short to tell anything. */
export function barDrawer(
  counts: TimelineCounts,
  { width, color }: BarOptions,
): (interval: Counts) => string {
  if (width < SHORTEST_BAR) return () => '';
  if (counts.values.length === 0) {
    const max = highest(counts.intervals.map(({ events }) => events));
    return ({ events }) => {
      const drawn = bar(events, max, width);
      return color && drawn !== '' ? paint(drawn, 'cyan') : drawn;
    };
  }
  const max = highest(counts.intervals.map((interval) => sum(partsOf(interval))));
  return (interval) =>
    splitBar(partsOf(interval), max, width)
      .map((length, index) => {
        const drawn = patternOf(index, counts).repeat(length);
        return color ? paintAs(index, counts, drawn) : drawn;
      })
      .join('');
}

/** Not by spreading: arguments are few, intervals may be many. */
export function highest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
