/**
 * When the newest digest or log file was delivered, by the names of folders and objects: without the clock, because what
 * lies in a data directory may be years old. What was deleted from the end of the bucket the ledger may still know.
 */

import { findEdgeDay } from '../audit/edge-day.ts';
import { findRecordedDay, listLogFiles } from '../audit/files.ts';
import type { LogFilesReader, TrailBucketListing } from '../audit/ports.ts';
import { parseObjectKey } from '../cloudtrail/object-key.ts';
import { DAY_MS, HOUR_MS } from '../cloudtrail/utc.ts';

export interface Deliveries {
  readonly listing: TrailBucketListing;
  readonly ledger: LogFilesReader;
  /** Of the regions that are looked at. */
  readonly regionFolders: readonly string[];
  readonly accountIds: readonly string[] | undefined;
  readonly regions: readonly string[] | undefined;
}

/** The end of the hour of the newest delivery; undefined where there is none. */
export async function findNewestHourEnd(deliveries: Deliveries): Promise<Date | undefined> {
  const ends = [newestOf(await storedLast(deliveries)), newestOf(await recordedLast(deliveries))];
  const known = ends.flatMap((end) => end ?? []);
  return known.length === 0 ? undefined : new Date(Math.max(...known));
}

/** The last day of something, and the keys of that day. */
interface LastDay {
  readonly day: string;
  readonly keys: readonly string[];
}

async function storedLast({ listing, regionFolders }: Deliveries): Promise<LastDay | undefined> {
  const edge = await findEdgeDay(listing, regionFolders, 'last');
  if (edge === undefined) return undefined;
  const keys: string[] = [];
  for (const folder of edge.folders) for await (const { key } of listing.listObjects(folder)) keys.push(key);
  return { day: edge.day, keys };
}

/** Of the whole ledger: where others were delivered to later, it says nothing of these. */
async function recordedLast({ ledger, accountIds, regions }: Deliveries): Promise<LastDay | undefined> {
  const day = await findRecordedDay(ledger, 'last');
  if (day === undefined) return undefined;
  const filters = { account: accountIds, region: regions };
  const keys: string[] = [];
  for await (const { key } of listLogFiles(
    { window: { since: day }, order: 'newest-first', ...filters },
    ledger,
  ))
    keys.push(key);
  return keys.length === 0 ? undefined : { day, keys };
}

function newestOf(last: LastDay | undefined): number | undefined {
  if (last === undefined) return undefined;
  const newestMs = last.keys.reduce((ms, key) => Math.max(ms, deliveredMs(key)), Number.NEGATIVE_INFINITY);
  if (Number.isFinite(newestMs)) return (Math.floor(newestMs / HOUR_MS) + 1) * HOUR_MS;
  // Names that tell no time: the day is all there is.
  return Date.parse(last.day) + DAY_MS;
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
