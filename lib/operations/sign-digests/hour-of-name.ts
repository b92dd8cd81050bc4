/** What the name of a digest tells of its hour. */
import type { ObjectKey } from '../../cloudtrail/object-key.ts';
import { HOUR_MS } from '../../cloudtrail/utc.ts';
import type { DigestHour } from './digest-hours.ts';

/** None where the name is an odd one. */
export function hourOfName(parsed: ObjectKey): readonly DigestHour[] {
  if (parsed.kind !== 'digest' || parsed.endTime === undefined) return [];
  const endMs = Date.parse(parsed.endTime);
  return [{ startMs: endMs - HOUR_MS, endMs }];
}
