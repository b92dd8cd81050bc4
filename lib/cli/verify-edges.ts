/**
 * When the newest digest or log file of a bucket was delivered, by the names of folders and objects: without the clock,
 * because what lies in a data directory may be years old.
 */
import { findEdgeDay } from '../audit/edge-day.ts';
import type { TrailBucketListing } from '../audit/ports.ts';
import { parseObjectKey } from '../cloudtrail/object-key.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The end of the hour of the newest delivery; undefined where there is none. */
export async function findNewestHourEnd(
  listing: TrailBucketListing,
  regionFolders: readonly string[],
): Promise<Date | undefined> {
  const edge = await findEdgeDay(listing, regionFolders, 'last');
  if (edge === undefined) return undefined;
  let newestMs = Number.NEGATIVE_INFINITY;
  for (const folder of edge.folders) {
    for await (const { key } of listing.listObjects(folder)) newestMs = Math.max(newestMs, deliveredMs(key));
  }
  if (Number.isFinite(newestMs)) return new Date((Math.floor(newestMs / HOUR_MS) + 1) * HOUR_MS);
  // Names that tell no time: the day is all there is.
  return new Date(Date.parse(edge.day) + DAY_MS);
}

/** A digest is about the hour before its end; what a backfill digest is about, its name does not tell. */
function deliveredMs(key: string): number {
  const parsed = parseObjectKey(key);
  if (parsed.kind === 'log-file' && parsed.deliveredAt !== undefined)
    return Date.parse(parsed.deliveredAt.replace('Z', ':00Z'));
  if (parsed.kind === 'digest' && parsed.endTime !== undefined && !parsed.backfill)
    return Date.parse(parsed.endTime) - HOUR_MS;
  return Number.NEGATIVE_INFINITY;
}
