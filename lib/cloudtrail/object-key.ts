/**
 * The grammar of object keys in a trail bucket: which object is a log file, which a digest, which neither.
 *
 *   [prefix/]AWSLogs/[o-<organization>/]<account>/CloudTrail[-<content>]/<region>/YYYY/MM/DD/<file name>
 *
 * The folders decide; the file name only adds to it. A listing must not lose a log file because somebody renamed it,
 * so a compressed or plain JSON file of any name in a log file folder is a log file. Days and minutes are UTC and tell
 * when CloudTrail delivered, not when something happened. Whether a bucket, prefix or account is wanted is decided by
 * the caller. Rules: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 * and https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */

import { excerpt } from './excerpt.ts';

/**
 * The folder that tells what a log file holds: management and data events (`CloudTrail`), or one of the contents that
 * AWS added over the years. A content that AWS adds tomorrow is a log file folder too. Never `CloudTrail-Digest`.
 */
export type LogFileFolder =
  | 'CloudTrail'
  | 'CloudTrail-Insight'
  | 'CloudTrail-NetworkActivity'
  | 'CloudTrail-Aggregated'
  | `CloudTrail-${string}`;

export const DIGEST_FOLDER = 'CloudTrail-Digest';

export type ObjectKey = LogFileKey | DigestKey | FolderMarkerKey | ForeignKey;

/** Where a file lies: what its folders say. */
export interface FileLocation {
  /** The trail's S3KeyPrefix: everything before `/AWSLogs/`, absent where the key starts with `AWSLogs/`. */
  readonly prefix?: string;
  /** `o-…`, in the keys of an organization trail. */
  readonly organizationId?: string;
  readonly accountId: string;
  /** The region whose events (or log files) the file covers. */
  readonly region: string;
  /** The delivery day of the folders, `YYYY-MM-DD`, UTC; for a digest the day of its end. */
  readonly day: string;
  readonly fileName: string;
}

export interface LogFileKey extends FileLocation {
  readonly kind: 'log-file';
  readonly folder: LogFileFolder;
  /** When CloudTrail delivered the file according to its name, `YYYY-MM-DDTHH:mmZ`; absent under an odd name. */
  readonly deliveredAt?: string;
  /** What keeps names of the same minute apart; absent under an odd name. */
  readonly uniqueString?: string;
}

export interface DigestKey extends FileLocation {
  readonly kind: 'digest';
  readonly folder: typeof DIGEST_FOLDER;
  readonly trailName?: string;
  /** The region in which the trail was created. */
  readonly homeRegion?: string;
  /** The end of the period that the digest covers, `YYYY-MM-DDTHH:mm:ssZ`. */
  readonly endTime?: string;
  /** Backfill digests list what the ordinary ones missed, in a chain of their own. */
  readonly backfill: boolean;
}

/** A key that ends with a slash, such as the empty object that CloudTrail writes when a trail is created. */
export interface FolderMarkerKey {
  readonly kind: 'folder-marker';
}

export interface ForeignKey {
  readonly kind: 'foreign';
  /** Why the key is not one of CloudTrail's: half a sentence, safe to print. */
  readonly reason: string;
}

/** What the name of a log file tells without its folders. */
export interface LogFileName {
  readonly accountId: string;
  readonly folder: LogFileFolder;
  readonly region: string;
  /** `YYYY-MM-DDTHH:mmZ` */
  readonly deliveredAt: string;
  readonly uniqueString: string;
}

export interface LogFileKeyParts extends LogFileName {
  readonly prefix?: string | undefined;
  readonly organizationId?: string | undefined;
  /** Used instead of the name that CloudTrail would give: for a file whose own name has to survive. */
  readonly fileName?: string | undefined;
}

export interface DayFolderParts extends Omit<FileLocation, 'prefix' | 'organizationId' | 'fileName'> {
  readonly prefix?: string | undefined;
  readonly organizationId?: string | undefined;
  readonly folder: LogFileFolder | typeof DIGEST_FOLDER;
}

/** Where everything lies that AWS services deliver to a bucket, below the prefix that they were given. */
export const ROOT_FOLDER = 'AWSLogs';

/** Begins the keys of all that the trails of this key prefix deliver, also from before one became an organisation's. */
export function trailFolder(keyPrefix: string | undefined): string {
  return keyPrefix ? `${keyPrefix}/${ROOT_FOLDER}/` : `${ROOT_FOLDER}/`;
}

/** A file name and the seven folders above it, counted from the end: the prefix may hold any text and any slashes. */
const SEGMENTS_FROM_ROOT = 8;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const MAX_KEY_BYTES = 1024;

const ACCOUNT_ID = /^\d{12}$/;
/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;
const FOLDER = /^CloudTrail(?:-[A-Za-z0-9-]+)?$/;
const REGION = /^[a-z0-9-]+$/;
const FILE_ENDING = /\.(?:json\.gz|json|gz)$/i;

// Both patterns take linear time on any input: repeated parts end at a character that they cannot match themselves.
// Early log file names have no `_` before the unique string.
const LOG_FILE_NAME =
  /^(\d{12})_(CloudTrail(?:-[A-Za-z0-9-]+)?)_([a-z0-9-]+)_(\d{8}T\d{4}Z)_?([A-Za-z0-9]\w*)\.(?:json\.gz|json|gz)$/;
// The trail name in the middle may hold `_`, `-` and `.`, so its end is found from the end of the file name: of the
// regions and times around it none holds a `_`.
const DIGEST_NAME =
  /^\d{12}_CloudTrail-Digest_[a-z0-9-]+_(.+)_([a-z0-9-]+)_(\d{8}T\d{6}Z)(?:_backfill)?\.(?:json\.gz|json|gz)$/;
const BACKFILL_ENDING = /_backfill\.(?:json\.gz|json|gz)$/i;

/** Says what the object of this key is. Takes any text: what CloudTrail cannot have written is `foreign`, with why. */
export function parseObjectKey(key: string): ObjectKey {
  if (key.endsWith('/')) return { kind: 'folder-marker' };
  const impossible = findImpossibility(key);
  if (impossible !== undefined) return foreign(impossible);

  const segments = key.split('/');
  const rootIndex = findRoot(segments);
  if (rootIndex === undefined) {
    return foreign(
      `it is not [prefix/]${ROOT_FOLDER}/[organization/]account/CloudTrail/region/YYYY/MM/DD/file`,
    );
  }
  const fileName = segments.at(-1) ?? '';
  const [accountId = '', folder = '', region = '', year = '', month = '', date = ''] = segments.slice(-7, -1);
  const organizationId =
    rootIndex + SEGMENTS_FROM_ROOT < segments.length ? segments[rootIndex + 1] : undefined;
  const day = `${year}-${month}-${date}`;

  if (organizationId !== undefined && !ORGANIZATION_ID.test(organizationId)) {
    return foreign(`${excerpt(organizationId)} is not an organization id`);
  }
  if (!ACCOUNT_ID.test(accountId)) return foreign(`${excerpt(accountId)} is not a 12-digit account id`);
  if (!isCloudTrailFolder(folder)) return foreign(`${excerpt(folder)} is not a folder of CloudTrail's`);
  if (!REGION.test(region)) return foreign(`${excerpt(region)} is not a region`);
  if (!isDay(day)) return foreign(`${excerpt(`${year}/${month}/${date}`)} is not a day (YYYY/MM/DD)`);
  if (!FILE_ENDING.test(fileName))
    return foreign(`${excerpt(fileName)} does not end with .json.gz, .json or .gz`);

  const location: FileLocation = {
    ...(rootIndex > 0 && { prefix: segments.slice(0, rootIndex).join('/') }),
    ...(organizationId !== undefined && { organizationId }),
    accountId,
    region,
    day,
    fileName,
  };
  if (folder === DIGEST_FOLDER)
    return { kind: 'digest', folder, ...location, ...parseDigestFileName(fileName) };
  const name = parseLogFileName(fileName);
  return {
    kind: 'log-file',
    folder,
    ...location,
    ...(name !== undefined && { deliveredAt: name.deliveredAt, uniqueString: name.uniqueString }),
  };
}

/**
 * Reads the bare name of a log file, which says enough to rebuild its key; undefined where the name is not one that
 * CloudTrail gives, or is a digest's. Also knows the old form without `_` before the unique string, and files that were
 * inflated (`.json`); pass `fileName` to `buildLogFileKey` where such a name has to be kept.
 */
export function parseLogFileName(fileName: string): LogFileName | undefined {
  const [, accountId, folder, region, stamp, uniqueString] = LOG_FILE_NAME.exec(fileName) ?? [];
  if (accountId === undefined || region === undefined || stamp === undefined || uniqueString === undefined)
    return;
  if (folder === undefined || !isCloudTrailFolder(folder) || folder === DIGEST_FOLDER) return;
  const deliveredAt = fromStamp(stamp);
  return deliveredAt === undefined ? undefined : { accountId, folder, region, deliveredAt, uniqueString };
}

/** The key under which CloudTrail stores a log file. `deliveredAt` may carry seconds; a name holds minutes. */
export function buildLogFileKey(parts: LogFileKeyParts): string {
  const { accountId, folder, region, deliveredAt, uniqueString } = parts;
  const day = deliveredAt.slice(0, 10);
  const stamp = `${day.replaceAll('-', '')}T${deliveredAt.slice(11, 13)}${deliveredAt.slice(14, 16)}Z`;
  const fileName = parts.fileName ?? `${accountId}_${folder}_${region}_${stamp}_${uniqueString}.json.gz`;
  return `${buildDayFolder({ ...parts, day })}${fileName}`;
}

/** The folder of one delivery day, with the slash at its end: what a listing of that day asks S3 for. */
export function buildDayFolder({
  prefix,
  organizationId,
  accountId,
  folder,
  region,
  day,
}: DayFolderParts): string {
  const owner = organizationId === undefined ? accountId : `${organizationId}/${accountId}`;
  return `${trailFolder(prefix)}${owner}/${folder}/${region}/${day.replaceAll('-', '/')}/`;
}

function foreign(reason: string): ForeignKey {
  return { kind: 'foreign', reason };
}

/** No S3 object can have such a key, so looking for it would find nothing, or a different object. */
function findImpossibility(key: string): string | undefined {
  if (key === '') return 'it is empty';
  if (Buffer.byteLength(key) > MAX_KEY_BYTES)
    return `it is longer than the ${MAX_KEY_BYTES} bytes that S3 allows`;
  if (!key.isWellFormed()) return 'it is not valid Unicode';
  if (/\p{Cc}/u.test(key)) return 'it holds a control character';
  return undefined;
}

/** The segment that is `AWSLogs`, at one of the two places where it can be, seen from the end of the key. */
function findRoot(segments: readonly string[]): number | undefined {
  const index = segments.length - SEGMENTS_FROM_ROOT;
  if (segments[index] === ROOT_FOLDER) return index;
  return segments[index - 1] === ROOT_FOLDER ? index - 1 : undefined;
}

function isCloudTrailFolder(folder: string): folder is LogFileFolder {
  return FOLDER.test(folder);
}

function parseDigestFileName(
  fileName: string,
): Pick<DigestKey, 'trailName' | 'homeRegion' | 'endTime' | 'backfill'> {
  const backfill = BACKFILL_ENDING.test(fileName);
  const [, trailName, homeRegion, stamp] = DIGEST_NAME.exec(fileName) ?? [];
  const endTime = stamp === undefined ? undefined : fromStamp(stamp);
  if (trailName === undefined || homeRegion === undefined || endTime === undefined) return { backfill };
  return { trailName, homeRegion, endTime, backfill };
}

function isDay(day: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && isInstant(`${day}T00:00:00Z`);
}

/** `20230719T2133Z` or `20230719T213341Z` as ISO 8601 of the same precision; undefined where there is no such time. */
function fromStamp(stamp: string): string | undefined {
  const [, year, month, date, hour, minute, second = ''] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z$/.exec(stamp) ?? [];
  const upToMinute = `${year}-${month}-${date}T${hour}:${minute}`;
  if (!isInstant(`${upToMinute}:${second || '00'}Z`)) return undefined;
  return second === '' ? `${upToMinute}Z` : `${upToMinute}:${second}Z`;
}

/** Date rolls 31 February over into March instead of refusing it; only what comes back unchanged exists. */
function isInstant(iso: string): boolean {
  const milliseconds = Date.parse(iso);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString() === iso.replace('Z', '.000Z');
}
