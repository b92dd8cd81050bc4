/** `traildex timeline --estimate`: from the hourly counters, which know neither filters nor failures, only deliveries. */
import type { Dimension } from '../audit/dimensions.ts';
import { type IntervalLength, type Intervals, suitableLength, utcIntervals } from '../audit/intervals.ts';
import { meterReads } from '../audit/meter.ts';
import type { AuditContext } from '../audit/ports.ts';
import { estimateTimeline } from '../audit/timeline.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { explainEmptyAnswer } from './counting.ts';
import { EXIT, UsageError } from './errors.ts';
import { flagsFor } from './filter-options.ts';
import { orInterrupted } from './interrupt.ts';
import { formFor, type OutputForm } from './output-options.ts';
import { describeReading } from './reading-note.ts';
import { ESTIMATE_FIELDS } from './render/timeline-rows.ts';
import { writeTimeline } from './render/write-timeline.ts';
import { type TypedSelection, wholeWindow } from './selection.ts';
import { atPlace, type Session } from './session.ts';
import { zonedIntervals } from './zoned-intervals.ts';

export interface EstimateOptions {
  readonly per?: IntervalLength;
  readonly by?: Dimension;
  readonly output?: OutputForm;
}

/** @throws UsageError */
export function refuseWhatCountersLack({ filters }: TypedSelection, { by }: EstimateOptions): void {
  const flags = [...(by === undefined ? [] : ['--by']), ...flagsFor(filters)];
  const [first] = flags[0]?.split(' ') ?? [];
  if (first === undefined) return;
  throw new UsageError(
    `--estimate counts all events of an hour and knows no ${first}: leave out the one or the other.`,
  );
}

/** @returns the exit code */
export async function answerFromCounters(
  session: Session,
  typed: TypedSelection,
  options: EstimateOptions,
): Promise<number> {
  const form = formFor(options.output, session.host);
  return atPlace(session, 'tables', async (place) => {
    const { context, usage } = meterReads(place);
    const estimating = estimate(session, typed, options, context);
    const { window, length, intervals, counted } = await orInterrupted(estimating, session.host.interrupt);
    const counts = { ...counted, values: [], otherValues: 0 };
    const fields = ESTIMATE_FIELDS;
    await writeTimeline(session, counts, { form, fields, length, intervals, zone: typed.zone });
    if (counted.events === 0) await explainEmptyAnswer({ session, typed, window, context });
    await session.remark(...describeReading('estimate', usage()));
    return EXIT.done;
  });
}

interface Estimated {
  readonly window: TimeWindow;
  readonly length: IntervalLength;
  readonly intervals: Intervals;
  readonly counted: Awaited<ReturnType<typeof estimateTimeline>>;
}

async function estimate(
  session: Session,
  typed: TypedSelection,
  options: EstimateOptions,
  context: AuditContext,
): Promise<Estimated> {
  const window = await wholeWindow(session, typed, context);
  const length = options.per ?? (await suitableLength(window, context));
  // Counters have the hours of UTC, also where those of a zone begin at half past.
  const intervals = length === 'hour' ? utcIntervals('hour') : zonedIntervals(length, typed.zone);
  return { window, length, intervals, counted: await estimateTimeline({ window, intervals }, context) };
}
