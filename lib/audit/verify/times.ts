/**
 * Time of a verification: milliseconds within, ISO 8601 towards the outside, and the clock hours that it reports by.
 *
 * A digest covers about an hour that begins at any minute, the same for hours in a row; the clock hour in which it begins
 * stands for it.
 */
import { DAY_MS, HOUR_MS } from '../../cloudtrail/utc.ts';

/** Digests of a series end in the same second; what is left between them is less than this. */
export const SLACK_MS = 60_000;

/** `2026-03-17T09`, UTC. */
export function hourOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 13);
}

export function startOfHour(ms: number): number {
  return ms - (ms % HOUR_MS);
}

/** Beginnings of the hours from `fromMs` on that begin before `untilMs`, in steps from `fromMs`. */
export function* hoursFrom(fromMs: number, untilMs: number): Generator<number> {
  for (let ms = fromMs; ms < untilMs; ms += HOUR_MS) yield ms;
}

/** What was delivered at `ms` has been kept longer than these days. Undefined days are for ever. */
export function isPast(ms: number, days: number | undefined, now: Date): boolean {
  return days !== undefined && ms + days * DAY_MS < now.getTime();
}

/** Half-open. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Begins with an hour. */
export type RunWindow = TimeSpan;

export function isInWindow(ms: number, { fromMs, untilMs }: RunWindow): boolean {
  return ms >= fromMs && ms < untilMs;
}
