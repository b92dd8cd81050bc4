/**
 * Which digests have to be read before new ones are signed: most of those of a quiet region are empty, and their name says
 * all that is needed.
 *
 * Read are those of hours with log files, which may or may not be listed, and those with which a row of them begins (what
 * it names may be gone) or ends (it may be gone on from). Of other trails and of backfill digests every one is read.
 */
import { isLocalTrail } from '../../audit/verify/local-trail.ts';
import type { DigestKey } from '../../cloudtrail/object-key.ts';
import { hourOfName } from './hour-of-name.ts';
import { type DigestObject, deliveredMsOf, type LogFileObject } from './region-contents.ts';
import { timeWithin } from './time-within.ts';

export interface ChosenDigests {
  readonly toRead: readonly DigestObject[];
  readonly passed: readonly DigestKey[];
}

export function chooseDigests(
  digests: readonly DigestObject[],
  logFiles: readonly LogFileObject[],
): ChosenDigests {
  const toRead: DigestObject[] = [];
  const passed: DigestKey[] = [];
  const hours = digests.flatMap(({ parsed }) => (isOrdinary(parsed) ? hourOfName(parsed) : []));
  const starts = new Set(hours.map(({ startMs }) => startMs));
  const ends = new Set(hours.map(({ endMs }) => endMs));
  const times = logFiles.map(deliveredMsOf);
  const hasLogFile = timeWithin(times.map((ms) => ({ startMs: ms, endMs: ms + 1 })));
  for (const object of digests) {
    const [hour] = isOrdinary(object.parsed) ? hourOfName(object.parsed) : [];
    const isInside = hour !== undefined && ends.has(hour.startMs) && starts.has(hour.endMs);
    if (isInside && !hasLogFile(hour)) passed.push(object.parsed);
    else toRead.push(object);
  }
  return { toRead, passed };
}

function isOrdinary(parsed: DigestKey): boolean {
  return isLocalTrail(parsed) && !parsed.backfill;
}
