/** The time that no digest speaks for: between chains, before the first, after the last, and where there never was one. */
import type { Gap } from './find-gaps.ts';
import type { RegionFindings } from './region-findings.ts';
import type { PlaceRun } from './run.ts';
import { HOUR_MS, startOfHour } from './times.ts';

export interface CoveredTime {
  /** When there should be digests from; undefined where there is no digest. */
  readonly startMs: number | undefined;
  /** The end of the last digest that is there or is known to be missing. */
  readonly endMs: number | undefined;
  readonly gaps: readonly Gap[];
  /** When log files were delivered that lie in no digest's time. */
  readonly strays: readonly number[];
}

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

export function takeUncoveredTime(
  { startMs, endMs, gaps, strays }: CoveredTime,
  run: PlaceRun,
  findings: RegionFindings,
): void {
  for (const gap of gaps) findings.addTimeFault('no-digest', gap, TURNED_OFF);
  const spanOfStrays = spanOf(strays);
  if (startMs === undefined || endMs === undefined) {
    if (spanOfStrays !== undefined) findings.addTimeFault('no-digest', spanOfStrays, NEVER_ON);
    return;
  }
  if (spanOfStrays !== undefined && spanOfStrays.fromMs < startMs)
    findings.addTimeFault('no-digest', { fromMs: spanOfStrays.fromMs, untilMs: startMs }, DELIVERED);
  if (run.request.isLive) takeLiveEnd(endMs, run, findings);
  else if (spanOfStrays !== undefined && spanOfStrays.untilMs > endMs)
    findings.addTimeFault('no-digest', { fromMs: endMs, untilMs: spanOfStrays.untilMs }, DELIVERED);
}

/** Whole clock hours. */
function spanOf(strays: readonly number[]) {
  const [first, last] = strays.reduce<[number, number]>(
    ([least, most], ms) => [Math.min(least, ms), Math.max(most, ms)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return strays.length === 0
    ? undefined
    : { fromMs: startOfHour(first), untilMs: startOfHour(last) + HOUR_MS };
}

/** While CloudTrail delivers, there is a digest for every hour that ended long enough ago. */
function takeLiveEnd(endMs: number, { request, window }: PlaceRun, findings: RegionFindings): void {
  const untilMs = Math.min(window.untilMs, request.now.getTime());
  const hoursDue = Math.max(0, Math.floor((request.now.getTime() - GRACE_MS - endMs) / HOUR_MS));
  const dueMs = Math.min(untilMs, endMs + hoursDue * HOUR_MS);
  findings.addTimeFault('digest-overdue', { fromMs: endMs, untilMs: dueMs }, OVERDUE);
  findings.addAwaited({ fromMs: Math.max(endMs, dueMs), untilMs });
}
