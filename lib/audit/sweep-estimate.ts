/**
 * What a sweep would read, from the counters and before it reads anything: events, read units, seconds, price.
 *
 * The counters count deliveries, and CloudTrail delivers many events twice, so the estimate is rather too high. Events
 * of days at the edges of a window are counted by the hour.
 */
import { counterSection, countIn } from '../event-index/counters.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { allDaysIn, touches } from './catalogue.ts';
import type { AuditContext } from './ports.ts';
import { priceOf } from './price.ts';

export interface SweepEstimate {
  readonly events: number;
  readonly readUnits: number;
  readonly seconds: number;
  readonly usd: number;
}

/** A sweep that reads more than so many events states what it takes, and waits to be told. */
export const SMALL_SWEEP_EVENTS = 250_000;

/** What the question would cost is more than somebody should spend without knowing. */
export class SweepTooLargeError extends Error {
  override readonly name = 'SweepTooLargeError';
  readonly code = 'sweep-too-large';
  readonly estimate: SweepEstimate;

  constructor(estimate: SweepEstimate) {
    super(`No index serves this question: it would read up to ${estimate.events} events.`);
    this.estimate = estimate;
  }
}

/** An index entry as DynamoDB counts it for reads, on average (docs/adr/0002-event-item-layout.md). */
const ENTRY_BYTES = 517;
/** Eventually consistent reads: half a unit for every 4 KB. */
const BYTES_PER_READ_UNIT = 8_192;
/** Read, sent and filtered with the requests that are under way at once; a cautious figure. */
const EVENTS_PER_SECOND = 20_000;

export async function estimateSweep(
  window: TimeWindow,
  context: Pick<AuditContext, 'logFiles' | 'gate'>,
): Promise<SweepEstimate> {
  const hours = await readCounters(window, context);
  const events = hours.reduce((sum, hour) => sum + hour.events, 0);
  const readUnits = Math.ceil((events * ENTRY_BYTES) / BYTES_PER_READ_UNIT);
  return { events, readUnits, seconds: Math.ceil(events / EVENTS_PER_SECOND), usd: priceOf(readUnits) };
}

export interface Sweep {
  readonly window: TimeWindow;
  /** Events that it may read. @default 250,000; Infinity reads whatever it takes */
  readonly sweepLimit?: number | undefined;
}

/**
 * The events that a sweep may read.
 *
 * @throws SweepTooLargeError where they are more than `sweepLimit`.
 */
export async function refuseLargeSweep(
  { window, sweepLimit = SMALL_SWEEP_EVENTS }: Sweep,
  context: Pick<AuditContext, 'logFiles' | 'gate'>,
): Promise<number> {
  const estimate = await estimateSweep(window, context);
  if (estimate.events > sweepLimit) throw new SweepTooLargeError(estimate);
  return estimate.events;
}

export interface HourCount {
  /** `2023-07-19T21` */
  readonly hour: string;
  readonly events: number;
}

/** Events delivered per hour, ascending; hours without any are missing. */
export async function readCounters(
  window: TimeWindow,
  { logFiles, gate }: Pick<AuditContext, 'logFiles' | 'gate'>,
): Promise<readonly HourCount[]> {
  const days = await allDaysIn(logFiles, window);
  const counted = days.map((day) =>
    gate(async () => {
      // A day has 24 entries at most: one page.
      const { items } = await logFiles.readSection({ section: counterSection(day), limit: HOURS_OF_A_DAY });
      return items.map(countIn).map(({ hour, events }) => ({ hour: `${day}T${hour}`, events }));
    }),
  );
  return (await Promise.all(counted)).flat().filter(({ hour }) => touches(hour, window));
}

const HOURS_OF_A_DAY = 24;
