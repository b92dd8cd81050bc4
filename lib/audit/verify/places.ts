/**
 * The accounts and regions that there is anything of, in the bucket or in the ledger, whatever layouts and contents it is.
 *
 * The bucket alone would not do: of a region of which everything was deleted, only the ledger knows that it was there.
 */
import pLimit from 'p-limit';
import { DIGEST_FOLDER, trailFolder } from '../../cloudtrail/object-key.ts';
import { daysNewestFirst, deliveryDayOf } from '../delivery-days.ts';
import { ANY_KEY_PREFIX, findRegionFolders, isRegionFolderOf, type TrailFolders } from '../trail-folders.ts';
import type { VerifyStores } from './ports.ts';
import type { Place } from './report.ts';
import type { VerifyRequest } from './request.ts';

/** A region of an account, with its folders: more than one where a trail was converted, or events of several kinds are. */
export interface FolderedPlace extends Place {
  readonly digestFolders: readonly string[];
  readonly logFileFolders: readonly string[];
  /** The first delivery day of the window that the ledger has something of. */
  readonly firstRecordedDay: string | undefined;
}

const CONCURRENT_DAYS = 8;
const LOG_FILE_FOLDER = 'CloudTrail';

/** In the order of account and region. */
export async function findPlaces(
  { folders, regions, window }: Pick<VerifyRequest, 'folders' | 'regions' | 'window'>,
  { listing, ledger }: Pick<VerifyStores, 'listing' | 'ledger'>,
): Promise<readonly FolderedPlace[]> {
  const [stored, recorded] = await Promise.all([
    findRegionFolders(listing, folders),
    findRecordedFolders(folders, window, ledger),
  ]);
  const found = [...new Set([...stored, ...recorded.keys()])].map((path) => ({
    ...toRegionFolder(path),
    firstRecordedDay: recorded.get(path),
  }));
  const wanted = found.filter(({ region }) => regions === undefined || regions.includes(region));
  const groups = Map.groupBy(wanted, ({ accountId, region }) => `${accountId}/${region}`);
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, group]) => toPlace(group));
}

/** With the first day of each. */
async function findRecordedFolders(
  folders: TrailFolders,
  { from, until }: VerifyRequest['window'],
  ledger: VerifyStores['ledger'],
): Promise<ReadonlyMap<string, string>> {
  const gate = pLimit(CONCURRENT_DAYS);
  const days = daysNewestFirst(deliveryDayOf(from), deliveryDayOf(until));
  const found = await Promise.all(
    days.flatMap((day) =>
      rootsOf(folders).map(async (root) => {
        const paths = await gate(() => ledger.findRegionFolders(day, root));
        return paths.filter((path) => isRegionFolderOf(path, folders)).map((path) => [path, day] as const);
      }),
    ),
  );
  // The newest day first: what stays is the first.
  return new Map(found.flat());
}

/** As far down as the folders are known: the ledger is asked for what lies below. */
function rootsOf({ keyPrefix, organizationId, accountIds }: TrailFolders): readonly string[] {
  if (keyPrefix === ANY_KEY_PREFIX) return [''];
  const root = trailFolder(keyPrefix);
  if (accountIds === undefined || organizationId === undefined) return [root];
  const owners = organizationId === '' ? [root] : [root, `${root}${organizationId}/`];
  return owners.flatMap((owner) => accountIds.map((accountId) => `${owner}${accountId}/`));
}

interface RegionFolder extends Place {
  readonly owner: string;
  readonly content: string;
  readonly firstRecordedDay: string | undefined;
}

/** Whatever is left of a region, digests and log files are looked for where they would be. */
function toPlace(group: readonly RegionFolder[]): readonly FolderedPlace[] {
  const [first] = group;
  if (first === undefined) return [];
  const { accountId, region } = first;
  const pathOf = (owner: string, content: string) => `${owner}${content}/${region}/`;
  const owners = new Set(group.map(({ owner }) => owner));
  const contents = group.filter(({ content }) => content !== DIGEST_FOLDER);
  const usual = [...owners].map((owner) => pathOf(owner, LOG_FILE_FOLDER));
  const found = contents.map(({ owner, content }) => pathOf(owner, content));
  const recordedDays = group.flatMap(({ firstRecordedDay }) => firstRecordedDay ?? []);
  return [
    {
      accountId,
      region,
      digestFolders: [...owners].map((owner) => pathOf(owner, DIGEST_FOLDER)),
      logFileFolders: [...new Set([...usual, ...found])],
      firstRecordedDay: recordedDays.sort()[0],
    },
  ];
}

function toRegionFolder(path: string): Omit<RegionFolder, 'firstRecordedDay'> {
  const segments = path.split('/').slice(0, -1);
  const [accountId = '', content = '', region = ''] = segments.slice(-3);
  return { owner: `${segments.slice(0, -2).join('/')}/`, accountId, content, region };
}
