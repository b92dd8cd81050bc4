/**
 * A timeline for people: a line for each interval with its numbers and a bar that fills the terminal.
 *
 * Split by values, each value has a pattern of its own in the bars and a column of numbers under that pattern, because
 * a bar is too short for what is rare. A long run of empty intervals is one line.
 */
import { type Intervals, type Stretch, withEmptyIntervals } from '../../audit/intervals.ts';
import { grouped } from './count.ts';
import { paint } from './paint.ts';
import { padEnd, padStart } from './shorten.ts';
import { barDrawer, highest, partsOf } from './timeline-bars.ts';
import { patternOf, timelineLegend } from './timeline-legend.ts';
import type { TimelineCounts } from './timeline-rows.ts';

export interface ChartOptions {
  readonly intervals: Intervals;
  /** How the beginning of an interval is written. */
  readonly format: (start: string) => string;
  /** Head of the first column. */
  readonly timeHeader: string;
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
}

type Counts = TimelineCounts['intervals'][number];

interface NumberColumn {
  readonly header: string;
  readonly width: number;
  readonly cell: (interval: Counts) => string;
}

const GAP = '  ';
/** Empty lines in a row that somebody can still take in. */
const LONGEST_EMPTY_RUN = 24;

/** Lines without their ends; none where nothing was counted. */
export function* timelineChart(counts: TimelineCounts, options: ChartOptions): Generator<string> {
  const { format, timeHeader, color } = options;
  if (counts.intervals.length === 0) return;
  if (counts.values.length > 0) yield* [...timelineLegend(counts, options), ''];
  const columns = numberColumns(counts);
  const timeWidth = highest(
    [timeHeader, ...counts.intervals.map(({ start }) => format(start))].map(({ length }) => length),
  );
  const toLine = (time: string, cellOf: (column: NumberColumn) => string) =>
    [padEnd(time, timeWidth), ...columns.map((column) => padStart(cellOf(column), column.width))].join(GAP);
  const head = toLine(timeHeader, ({ header }) => header);
  yield color ? paint(head, 'bold') : head;
  const draw = barDrawer(counts, { width: options.width - head.length - GAP.length, color });
  const run = { next: options.intervals.next, longestRun: LONGEST_EMPTY_RUN };
  for (const stretch of withEmptyIntervals(counts.intervals, run)) {
    if (stretch.kind === 'gap') {
      yield `${padEnd('⋮', timeWidth)}${GAP}no events before ${format(stretch.until)}`;
      continue;
    }
    const interval = intervalOf(stretch);
    const line = toLine(format(interval.start), ({ cell }) => cell(interval));
    yield `${line}${GAP}${draw(interval)}`.trimEnd();
  }
}

function intervalOf(stretch: Exclude<Stretch<Counts>, { kind: 'gap' }>): Counts {
  return stretch.kind === 'interval' ? stretch.interval : { start: stretch.start, events: 0, failed: 0 };
}

function numberColumns(counts: TimelineCounts): readonly NumberColumn[] {
  const { intervals, values } = counts;
  const column = (header: string, numberOf: (interval: Counts) => number | undefined): NumberColumn => {
    const cell = (interval: Counts) => grouped(numberOf(interval) ?? 0);
    return { header, width: highest([header.length, ...intervals.map((each) => cell(each).length)]), cell };
  };
  const events = column('events', (interval) => interval.events);
  if (values.length > 0) {
    const parts = values.length + (counts.otherValues > 0 ? 1 : 0);
    const indexes = Array.from({ length: parts }, (_, index) => index);
    return [
      events,
      ...indexes.map((index) => column(patternOf(index, counts), (each) => partsOf(each)[index])),
    ];
  }
  const isFailureKnown = intervals.some(({ failed }) => failed !== undefined);
  return isFailureKnown ? [events, column('failed', ({ failed }) => failed)] : [events];
}
