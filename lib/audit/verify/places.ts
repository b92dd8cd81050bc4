/** The accounts and regions that the bucket has folders of, whatever layouts and contents these lie in. */
import { DIGEST_FOLDER } from '../../cloudtrail/object-key.ts';
import type { TrailBucketListing } from '../ports.ts';
import { findRegionFolders } from '../trail-folders.ts';
import type { Place } from './report.ts';
import type { VerifyRequest } from './request.ts';

/** A region of an account, with its folders: more than one where a trail was converted, or events of several kinds are. */
export interface FolderedPlace extends Place {
  readonly digestFolders: readonly string[];
  readonly logFileFolders: readonly string[];
}

/** In the order of account and region. */
export async function findPlaces(
  { folders, regions }: Pick<VerifyRequest, 'folders' | 'regions'>,
  listing: TrailBucketListing,
): Promise<readonly FolderedPlace[]> {
  const found = (await findRegionFolders(listing, folders)).map(toRegionFolder);
  const wanted = found.filter(({ region }) => regions === undefined || regions.includes(region));
  const groups = Map.groupBy(wanted, ({ accountId, region }) => `${accountId}/${region}`);
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group;
      if (first === undefined) return [];
      const pathsOf = (isDigest: boolean) =>
        group.filter(({ content }) => (content === DIGEST_FOLDER) === isDigest).map(({ path }) => path);
      const { accountId, region } = first;
      return [{ accountId, region, digestFolders: pathsOf(true), logFileFolders: pathsOf(false) }];
    });
}

function toRegionFolder(path: string) {
  const [accountId = '', content = '', region = ''] = path.split('/').slice(-4, -1);
  return { path, accountId, content, region };
}

/** The oldest delivery day that any of the folders of regions has; undefined where they are empty. */
export async function findFirstDay(
  regionFolders: readonly string[],
  listing: TrailBucketListing,
): Promise<string | undefined> {
  const days = await Promise.all(regionFolders.map((folder) => firstDayIn(folder, listing)));
  return days.filter((day) => day !== undefined).sort()[0];
}

/** The first folder of each level is the oldest: numbers of fixed width, listed in their order. */
async function firstDayIn(regionFolder: string, listing: TrailBucketListing): Promise<string | undefined> {
  let folder = regionFolder;
  for (const level of [/\/\d{4}\/$/, /\/\d\d\/$/, /\/\d\d\/$/]) {
    const [first] = (await listing.listFolders(folder)).filter((path) => level.test(path));
    if (first === undefined) return undefined;
    folder = first;
  }
  return folder.slice(regionFolder.length, -1).replaceAll('/', '-');
}
