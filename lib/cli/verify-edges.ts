/**
 * When the first and the newest digest or log file of a bucket were delivered, by the names of folders and objects:
 * without the clock, because what lies in a data directory may be years old.
 */
import type { TrailBucketListing } from '../audit/ports.ts';
import { createLister } from '../audit/trail-folders.ts';
import { parseObjectKey } from '../cloudtrail/object-key.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The beginning of the first day that any of the regions has a folder for. */
export async function findFirstDay(
  listing: TrailBucketListing,
  regionFolders: readonly string[],
): Promise<Date | undefined> {
  const { day } = await findEdge(listing, regionFolders, (one, other) => one < other);
  return day;
}

/** The end of the hour of the newest delivery; undefined where there is none. */
export async function findNewestHourEnd(
  listing: TrailBucketListing,
  regionFolders: readonly string[],
): Promise<Date | undefined> {
  const { day, folders } = await findEdge(listing, regionFolders, (one, other) => one > other);
  let newestMs = Number.NEGATIVE_INFINITY;
  for (const folder of folders) {
    for await (const { key } of listing.listObjects(folder)) newestMs = Math.max(newestMs, deliveredMs(key));
  }
  if (Number.isFinite(newestMs)) return new Date((Math.floor(newestMs / HOUR_MS) + 1) * HOUR_MS);
  // Names that tell no time: the day is all there is.
  return day && new Date(day.getTime() + DAY_MS);
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

type IsFurther = (one: string, other: string) => boolean;

interface Edge {
  readonly day: Date | undefined;
  /** Those of the day. */
  readonly folders: readonly string[];
}

async function findEdge(
  listing: TrailBucketListing,
  regionFolders: readonly string[],
  isFurther: IsFurther,
): Promise<Edge> {
  const listAll = createLister(listing);
  let folders = regionFolders;
  for (const pattern of [/\/(\d{4})\/$/, /\/(0[1-9]|1[0-2])\/$/, /\/(0[1-9]|[12]\d|3[01])\/$/])
    folders = furthest(await listAll(folders), pattern, isFurther);
  const [, year, month, day] = /(\d{4})\/(\d\d)\/(\d\d)\/$/.exec(folders[0] ?? '') ?? [];
  const date = new Date(`${year}-${month}-${day}`);
  return { day: Number.isNaN(date.getTime()) ? undefined : date, folders };
}

/** Those folders whose name, a number of fixed width, is the furthest. */
function furthest(folders: readonly string[], pattern: RegExp, isFurther: IsFurther): readonly string[] {
  const numbers = folders.map((folder) => pattern.exec(folder)?.[1]);
  const edge = numbers.reduce(
    (most, number) =>
      number !== undefined && (most === undefined || isFurther(number, most)) ? number : most,
    undefined,
  );
  return edge === undefined ? [] : folders.filter((_, index) => numbers[index] === edge);
}
