/**
 * The first or the last day of delivery that regions have folders for: found from the names of folders, level by level,
 * because nothing in a bucket is newer than the clock says, and what lies in a data directory may be years old.
 */
import type { TrailBucketListing } from './ports.ts';
import { createLister } from './trail-folders.ts';

export interface EdgeDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** Of that day, in the regions that have it. */
  readonly folders: readonly string[];
}

const YEAR = /\/(\d{4})\/$/;
const MONTH = /\/(0[1-9]|1[0-2])\/$/;
const DATE = /\/(0[1-9]|[12]\d|3[01])\/$/;

/** Undefined where there is none. */
export async function findEdgeDay(
  listing: TrailBucketListing,
  regionFolders: readonly string[],
  edge: 'first' | 'last',
): Promise<EdgeDay | undefined> {
  const listAll = createLister(listing);
  let folders = regionFolders;
  for (const level of [YEAR, MONTH, DATE]) folders = atEdge(await listAll(folders), level, edge);
  const day = /(\d{4}\/\d\d\/\d\d)\/$/.exec(folders[0] ?? '')?.[1];
  return day === undefined ? undefined : { day: day.replaceAll('/', '-'), folders };
}

/** Those folders whose name, a number of fixed width, is the lowest or the highest. */
function atEdge(folders: readonly string[], level: RegExp, edge: 'first' | 'last'): readonly string[] {
  const numbered = folders.flatMap((folder) => {
    const number = level.exec(folder)?.[1];
    return number === undefined ? [] : [{ folder, number }];
  });
  const numbers = numbered.map(({ number }) => number).sort();
  const wanted = edge === 'first' ? numbers[0] : numbers.at(-1);
  return numbered.filter(({ number }) => number === wanted).map(({ folder }) => folder);
}
