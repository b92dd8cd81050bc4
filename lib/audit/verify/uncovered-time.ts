/** The time that no digest speaks for: between chains, before the first, after the last, and where there never was one. */

import { HOUR_MS } from '../../cloudtrail/utc.ts';
import type { DigestTime } from './digest-time.ts';
import type { RegionFindings } from './region-findings.ts';
import type { PlaceRun } from './run.ts';
import { startOfHour, type TimeSpan } from './times.ts';

/**
 * CloudTrail writes a digest about half an hour after the time that it is about, and promises no time: one that is an hour
 * late is overdue.
 */
const GRACE_MS = HOUR_MS;

const TURNED_OFF =
  'No digest speaks for this time: logging or its validation was off, or the digests at the end of a chain were deleted.';
const NEVER_ON =
  'No digest speaks for this time: validation is off for this region, or all of its digests were deleted.';
const DELIVERED = 'No digest speaks for this time, in which log files were delivered.';
const OVERDUE =
  'The digest should be there by the clock: CloudTrail is late, it stopped, or the digest was deleted.';

/** @param strayTimes when log files were delivered that lie in no digest's time */
export function takeUncoveredTime(
  { spans, startMs, endMs, gaps, backfills }: DigestTime,
  strayTimes: readonly number[],
  run: PlaceRun,
  findings: RegionFindings,
): void {
  const addUncovered = (span: TimeSpan, message: string) => {
    for (const part of spans.uncovered(span)) findings.addTimeFault('no-digest', part, message);
  };
  // What an ordinary digest that does not hold is about is at fault already.
  for (const span of backfills)
    for (const part of spans.unspoken(span)) findings.addTimeFault('no-digest', part, NEVER_ON);
  const hasStray = ({ fromMs, untilMs }: TimeSpan) => strayTimes.some((ms) => ms >= fromMs && ms < untilMs);
  for (const gap of gaps) if (!gap.isLocal || hasStray(gap)) addUncovered(gap, TURNED_OFF);
  const strays = spanOf(strayTimes);
  if (startMs === undefined || endMs === undefined) {
    if (strays !== undefined) addUncovered(strays, NEVER_ON);
    return;
  }
  if (strays !== undefined && strays.fromMs < startMs)
    addUncovered({ fromMs: strays.fromMs, untilMs: startMs }, DELIVERED);
  if (run.request.isLive) takeLiveEnd(endMs, run, findings);
  else if (strays !== undefined && strays.untilMs > endMs)
    addUncovered({ fromMs: endMs, untilMs: strays.untilMs }, DELIVERED);
}

/** Whole clock hours. */
function spanOf(strays: readonly number[]): TimeSpan | undefined {
  const [first, last] = strays.reduce<[number, number]>(
    ([least, most], ms) => [Math.min(least, ms), Math.max(most, ms)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (strays.length === 0) return undefined;
  return { fromMs: startOfHour(first), untilMs: startOfHour(last) + HOUR_MS };
}

/** While CloudTrail delivers, there is a digest for every hour that ended long enough ago. */
function takeLiveEnd(endMs: number, { request, window }: PlaceRun, findings: RegionFindings): void {
  const nowMs = request.now.getTime();
  const untilMs = Math.min(window.untilMs, nowMs);
  const hoursDue = Math.max(0, Math.floor((nowMs - GRACE_MS - endMs) / HOUR_MS));
  const dueMs = Math.min(untilMs, endMs + hoursDue * HOUR_MS);
  if (dueMs > endMs) findings.addTimeFault('digest-overdue', { fromMs: endMs, untilMs: dueMs }, OVERDUE);
  findings.addAwaited({ fromMs: Math.max(endMs, dueMs), untilMs });
}
