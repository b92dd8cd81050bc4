/** Which digests are of this data directory, and what their names tell. */
import type { DigestKey, ObjectKey } from '../../cloudtrail/object-key.ts';
import { type DigestHour, HOUR_MS } from './digest-hours.ts';

/** The trail of this data directory. Backfill digests that came too late for its chain are those of `…-2` and so on. */
export const LOCAL_TRAIL_NAME = 'traildex-local';

const OWN_TRAIL_NAME = new RegExp(`^${LOCAL_TRAIL_NAME}(?:-\\d+)?$`);

export function isOwn({ trailName = '' }: DigestKey): boolean {
  return OWN_TRAIL_NAME.test(trailName);
}

/** None where the name is an odd one. */
export function hourOfName(parsed: ObjectKey): readonly DigestHour[] {
  if (parsed.kind !== 'digest' || parsed.endTime === undefined) return [];
  const endMs = Date.parse(parsed.endTime);
  return [{ startMs: endMs - HOUR_MS, endMs }];
}
