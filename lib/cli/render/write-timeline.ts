/** Writes a timeline in the form that was asked for: a chart for people, rows for programs. */
import type { IntervalLength, Intervals } from '../../audit/intervals.ts';
import type { OutputForm } from '../output-options.ts';
import type { Session } from '../session.ts';
import { formatInterval } from '../zoned-intervals.ts';
import { grouped } from './count.ts';
import { openRows } from './open-rows.ts';
import { timelineChart } from './timeline-chart.ts';
import {
  gapsIn,
  LONGEST_EMPTY_RUN,
  type TimelineCounts,
  type TimelineField,
  timelineRows,
} from './timeline-rows.ts';

export interface TimelineForm {
  readonly form: OutputForm;
  /** Of rows. */
  readonly fields: readonly TimelineField[];
  readonly length: IntervalLength;
  readonly intervals: Intervals;
  /** IANA name. */
  readonly zone: string;
}

/** Where there is no terminal to fill. */
const USUAL_WIDTH = 80;

export async function writeTimeline(
  session: Session,
  counts: TimelineCounts,
  { form, fields, length, intervals, zone }: TimelineForm,
): Promise<void> {
  const { out, host, color } = session;
  if (form === 'table') {
    const chart = timelineChart(counts, {
      intervals,
      format: (start) => formatInterval(start, length, zone),
      timeHeader: zone === 'UTC' ? `${length} (UTC)` : length,
      width: host.columns ?? USUAL_WIDTH,
      color,
    });
    for (const line of chart) await out.write(`${line}\n`);
    return;
  }
  const writer = openRows<TimelineField>(session, {
    form,
    asked: fields,
    all: fields,
    usualColumns: fields,
    priority: fields,
    columnsOf: () => [],
    isAlarming: () => false,
  });
  for (const row of timelineRows(counts, intervals)) await writer.write(row);
  await writer.end();
  if (gapsIn(counts, intervals) > 0)
    await session.remark(`Without rows: more than ${grouped(LONGEST_EMPTY_RUN)} empty ${length}s in a row.`);
}
