/**
 * The hours of digests: as with CloudTrail not those of the clock, but from one minute and second to the next, always
 * the same for an account and region. Here both follow from their names, so that every run finds the same hours.
 */

import { createHash } from 'node:crypto';
import { HOUR_MS } from '../../cloudtrail/utc.ts';

/** Milliseconds since 1970; the end is not part of it. */
export interface DigestHour {
  readonly startMs: number;
  readonly endMs: number;
}

export interface DigestHours {
  /** The hour in which something was delivered. */
  hourOf(deliveredMs: number): DigestHour;
}

export function digestHoursOf(accountId: string, region: string): DigestHours {
  const hash = createHash('sha256').update(`${accountId}/${region}`).digest();
  const offsetMs = (hash.readUInt32BE(0) % 3600) * 1000;
  return {
    hourOf(deliveredMs) {
      const startMs = Math.floor((deliveredMs - offsetMs) / HOUR_MS) * HOUR_MS + offsetMs;
      return { startMs, endMs: startMs + HOUR_MS };
    },
  };
}

/** The empty hours from one end to the next start. */
export function hoursBetween(fromMs: number, untilMs: number): readonly DigestHour[] {
  const hours: DigestHour[] = [];
  for (let startMs = fromMs; startMs + HOUR_MS <= untilMs; startMs += HOUR_MS)
    hours.push({ startMs, endMs: startMs + HOUR_MS });
  return hours;
}
