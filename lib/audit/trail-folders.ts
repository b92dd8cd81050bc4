/**
 * Which folders of a trail bucket hold log files: found by listing, level by level, down to the regions.
 *
 *   [prefix/]AWSLogs/[o-<organization>/]<account>/CloudTrail[-<content>]/<region>/YYYY/MM/DD/
 *
 * Accounts, contents and regions that join the trail are found without being named anywhere. Other services deliver
 * below AWSLogs too; a folder is gone into only if the grammar of keys (object-key.ts) takes a log file in it.
 * Accounts are taken with and without the organisation above them: a trail that was converted has left both layouts.
 */
import pLimit from 'p-limit';
import { parseObjectKey, ROOT_FOLDER, trailFolder } from '../cloudtrail/object-key.ts';
import type { TrailBucketListing } from './ports.ts';

/** In place of a key prefix: those of all trails in the bucket. No key prefix can be called so. */
export const ANY_KEY_PREFIX = '*';

export interface TrailFolders {
  /** The trail's S3 key prefix, without a slash at its end. @default none */
  readonly keyPrefix?: string | undefined;
  /** The organisation whose folder is gone into: '' for that of none. @default every one */
  readonly organizationId?: string | undefined;
  /** The accounts whose folders are gone into. @default every one */
  readonly accountIds?: readonly string[] | undefined;
  /** Only keys that begin with this text, wherever in a folder's name it ends. @default all */
  readonly within?: string | undefined;
}

const CONCURRENT_LISTINGS = 16;

/** What may stand below a folder of each level, for the grammar to judge by. */
const IN_REGION = '2000/01/01/a.json.gz';
const IN_CONTENT = `us-east-1/${IN_REGION}`;
const IN_ACCOUNT = `CloudTrail/${IN_CONTENT}`;
const IN_ORGANIZATION = `000000000000/${IN_ACCOUNT}`;

/** The folders of all regions of all accounts, digests included, each with a slash at its end. */
export async function findRegionFolders(
  listing: TrailBucketListing,
  folders: TrailFolders,
): Promise<readonly string[]> {
  const listAll = createLister(listing, folders.within);
  const contents = await findContents(folders, listAll);
  return (await listAll(contents)).filter((folder) => isOfTrail(folder, IN_REGION));
}

/** The accounts that CloudTrail has delivered for, in their order: other services have folders beside its own. */
export async function findAccounts(
  listing: TrailBucketListing,
  folders: TrailFolders,
): Promise<readonly string[]> {
  const contents = await findContents(folders, createLister(listing, folders.within));
  return [...new Set(contents.map((content) => content.split('/').at(-3) ?? ''))].sort();
}

/** The folders of what CloudTrail delivers for each account. */
async function findContents(
  { keyPrefix, organizationId, accountIds }: TrailFolders,
  listAll: Lister,
): Promise<readonly string[]> {
  const inRoots = await listAll(await findRoots(keyPrefix, listAll));
  const organizations = inRoots
    .filter((folder) => isOfTrail(folder, IN_ORGANIZATION))
    .filter((folder) => organizationId === undefined || nameOf(folder) === organizationId);
  const accounts = [...inRoots, ...(await listAll(organizations))]
    .filter((folder) => isOfTrail(folder, IN_ACCOUNT))
    .filter((folder) => accountIds === undefined || accountIds.includes(nameOf(folder)));
  return (await listAll(accounts)).filter((folder) => isOfTrail(folder, IN_CONTENT));
}

/** Whether a region's folder, wherever it was found, is one of those that `findRegionFolders` would find. */
export function isRegionFolderOf(
  path: string,
  { keyPrefix, organizationId, accountIds, within }: TrailFolders,
): boolean {
  const key = parseObjectKey(`${path}${IN_REGION}`);
  if (key.kind !== 'log-file' && key.kind !== 'digest') return false;
  const { prefix = '', organizationId: organization, accountId } = key;
  return (
    (keyPrefix === ANY_KEY_PREFIX || prefix === (keyPrefix ?? '')) &&
    (organizationId === undefined || (organization ?? organizationId) === organizationId) &&
    (accountIds === undefined || accountIds.includes(accountId)) &&
    isWithin(path, within)
  );
}

/** The folder of the region that a key lies in, with a slash at its end; undefined for a key that is none of CloudTrail's. */
export function regionFolderOf(key: string): string | undefined {
  const { kind } = parseObjectKey(key);
  if (kind !== 'log-file' && kind !== 'digest') return undefined;
  return key.slice(0, -key.split('/').slice(-4).join('/').length);
}

/** The folder of a delivery day in that of a region. */
export function dayFolderIn(region: string, day: string): string {
  return `${region}${day.replaceAll('-', '/')}/`;
}

/** Whether the day has keys that begin with `within`. The regions are those that have some. */
export function hasFolderWithin(
  regions: readonly string[],
  day: string,
  within: string | undefined,
): boolean {
  return regions.some((region) => isWithin(dayFolderIn(region, day), within));
}

/** What keys begin with that are in the folder and begin with `within`. */
export function partWithin(folder: string, within = ''): string {
  return within.length > folder.length ? within : folder;
}

type Lister = (folders: readonly string[]) => Promise<readonly string[]>;

/** Lists many folders at once and joins what is in them, as far as keys there can begin with `within`. */
export function createLister(listing: TrailBucketListing, within?: string): Lister {
  const gate = pLimit(CONCURRENT_LISTINGS);
  return async (folders) => {
    const found = await Promise.all(folders.map((folder) => gate(() => listing.listFolders(folder))));
    return found.flat().filter((folder) => isWithin(folder, within));
  };
}

/** Where AWS services deliver to. Below a folder of any other name there may be the next part of a key prefix. */
async function findRoots(keyPrefix: string | undefined, listAll: Lister): Promise<readonly string[]> {
  if (keyPrefix !== ANY_KEY_PREFIX) return [trailFolder(keyPrefix)];
  const roots: string[] = [];
  for (let folders = await listAll(['']); folders.length > 0; ) {
    roots.push(...folders.filter((folder) => nameOf(folder) === ROOT_FOLDER));
    folders = await listAll(folders.filter((folder) => nameOf(folder) !== ROOT_FOLDER));
  }
  return roots;
}

/** Whether keys in the folder can begin with `within`. */
function isWithin(folder: string, within = ''): boolean {
  return folder.startsWith(within) || within.startsWith(folder);
}

function nameOf(folder: string): string {
  return folder.split('/').at(-2) ?? '';
}

function isOfTrail(folder: string, below: string): boolean {
  const { kind } = parseObjectKey(`${folder}${below}`);
  return kind === 'log-file' || kind === 'digest';
}
