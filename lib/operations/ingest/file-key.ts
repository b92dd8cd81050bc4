/**
 * The S3 key that a file's path or name implies, where it comes from a trail bucket.
 *
 * A copy of a bucket keeps its keys from `AWSLogs/` on, under the prefix of the trail it is delivered to. A file that
 * lies by itself has a key in its name, also after somebody inflated it: what is stored is gzip again, so a name that
 * ends with `.json` gets its `.gz` back. Days, regions and accounts are the path's word; nothing is read from records.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
import {
  buildDayFolder,
  buildLogFileKey,
  DIGEST_FOLDER,
  parseLogFileName,
  parseObjectKey,
  ROOT_FOLDER,
} from '../../cloudtrail/object-key.ts';
import { KEY_LIMIT_BYTES } from '../../event-index/ledger.ts';

export interface FileKey {
  readonly key: string;
  /** `YYYY-MM-DD` of the key's date folders. */
  readonly deliveryDay: string;
  /** Recorded for coverage, not split into events. */
  readonly isDigest: boolean;
}

/** Account, region and day; what lies between them is the trail's and its home region's. */
const BARE_DIGEST_NAME =
  /^(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_.+_(\d{4})(\d\d)(\d\d)T\d{6}Z(?:_backfill)?\.(?:json\.gz|gz)$/;

/** The key in `path` (folders separated by `/`); undefined where it has none, or one that the function would refuse. */
export function keyOfPath(path: string, keyPrefix?: string): FileKey | undefined {
  const segments = path.split('/');
  const fileName = toGzipName(segments.pop() ?? '');
  const root = segments.lastIndexOf(ROOT_FOLDER);
  const inTree =
    root === -1 ? undefined : toFileKey([...segments.slice(root), fileName].join('/'), keyPrefix);
  return inTree ?? toFileKey(keyOfBareName(fileName), keyPrefix);
}

/** The key under which a file goes whose own key is taken by other bytes: same folder, another unique string. */
export function alternativeKey(key: string, uniqueString: string): string {
  const nameStart = key.lastIndexOf('/') + 1;
  const name = parseLogFileName(key.slice(nameStart));
  const fileName =
    name === undefined
      ? `${uniqueString}.json.gz`
      : buildLogFileKey({ ...name, uniqueString })
          .split('/')
          .at(-1);
  return `${key.slice(0, nameStart)}${fileName}`;
}

function toGzipName(fileName: string): string {
  return /\.json$/i.test(fileName) ? `${fileName}.gz` : fileName;
}

function keyOfBareName(fileName: string): string {
  const name = parseLogFileName(fileName);
  // The name as it stands: old ones differ in form from what would be built.
  if (name !== undefined) return buildLogFileKey({ ...name, fileName });
  const [, accountId, region, year, month, date] = BARE_DIGEST_NAME.exec(fileName) ?? [];
  if (accountId === undefined || region === undefined) return '';
  const day = `${year}-${month}-${date}`;
  return `${buildDayFolder({ accountId, region, day, folder: DIGEST_FOLDER })}${fileName}`;
}

function toFileKey(keyFromRoot: string, keyPrefix: string | undefined): FileKey | undefined {
  const key = keyPrefix ? `${keyPrefix}/${keyFromRoot}` : keyFromRoot;
  const parsed = parseObjectKey(key);
  if (parsed.kind !== 'log-file' && parsed.kind !== 'digest') return undefined;
  if (Buffer.byteLength(key) > KEY_LIMIT_BYTES) return undefined;
  return { key, deliveryDay: parsed.day, isDigest: parsed.kind === 'digest' };
}
