/**
 * The folders of delivery days that are to be compared, the newest day first: those that the bucket has.
 *
 * Most accounts are silent in most regions on most days, and a listing of what is not there costs as much as any other. So
 * the days of a month are looked up at once, unless so few of them are asked for that it would save nothing.
 */
import type { TrailBucketListing } from '../../audit/ports.ts';
import { createLister, dayFolderIn } from '../../audit/trail-folders.ts';

/** The folder of a delivery day in a region of an account. */
export interface DayFolder {
  readonly day: string;
  /** With a slash at its end. */
  readonly path: string;
}

export interface WantedFolders {
  /** Folders of regions, each with a slash at its end. */
  readonly regions: readonly string[];
  /** `YYYY-MM-DD`, newest first. */
  readonly days: readonly string[];
}

export interface DayFolderContext {
  readonly listing: TrailBucketListing;
  /** Ends the search. */
  readonly signal: AbortSignal;
  /** Told of each folder that is wanted and not there, by its day. */
  readonly onAbsent: (day: string) => void;
}

/** Days of a month from which on looking them up is cheaper than listing each. */
const LOOKED_UP_FROM_DAYS = 4;

export async function* findDayFolders(
  { regions, days }: WantedFolders,
  { listing, signal, onAbsent }: DayFolderContext,
): AsyncGenerator<DayFolder> {
  const listAll = createLister({
    ...listing,
    // Thousands of regions may still be in line when the run is told to stop.
    listFolders: async (folder) => (signal.aborted ? [] : listing.listFolders(folder)),
  });
  for (const month of monthsOf(days)) {
    const isThere = await lookUp(month, regions, listAll);
    if (signal.aborted) return;
    for (const day of month) {
      for (const region of regions) {
        const path = dayFolderIn(region, day);
        if (isThere(path)) yield { day, path };
        else onAbsent(day);
      }
    }
  }
}

async function lookUp(
  month: readonly string[],
  regions: readonly string[],
  listAll: ReturnType<typeof createLister>,
): Promise<(path: string) => boolean> {
  const [newest = ''] = month;
  if (month.length < LOOKED_UP_FROM_DAYS) return () => true;
  const monthFolders = regions.map((region) => `${region}${newest.slice(0, 7).replace('-', '/')}/`);
  const there = new Set(await listAll(monthFolders));
  return (path) => there.has(path);
}

/** Days in a row that are of one month. */
function monthsOf(days: readonly string[]): readonly string[][] {
  const months: string[][] = [];
  for (const day of days) {
    const month = months.at(-1);
    if (month?.[0]?.slice(0, 7) === day.slice(0, 7)) month.push(day);
    else months.push([day]);
  }
  return months;
}
