/** What lies in the bucket for one account and region: its log files of every content, and its digests. */
import type { ListedObject, TrailBucketListing } from '../../audit/ports.ts';
import { type DigestKey, type LogFileKey, parseObjectKey } from '../../cloudtrail/object-key.ts';

/** A region of an account, whatever layouts its files lie in: a trail that was converted has left more than one. */
export interface RegionPlace {
  readonly accountId: string;
  readonly region: string;
  /** The layout in which digests are written: the first that there is. */
  readonly prefix: string | undefined;
  readonly organizationId: string | undefined;
  /** With a slash at the end of each. */
  readonly folders: readonly string[];
}

export interface RegionContents {
  readonly logFiles: readonly LogFileObject[];
  readonly digests: readonly DigestObject[];
}

export interface LogFileObject extends ListedObject {
  readonly parsed: LogFileKey;
}

export interface DigestObject extends ListedObject {
  readonly parsed: DigestKey;
}

/** When the log file was delivered: as its name says, or when it was stored here. */
export function deliveredMsOf({ parsed, storedAt }: LogFileObject): number {
  if (parsed.deliveredAt !== undefined) return Date.parse(parsed.deliveredAt);
  // A log file is looked for in the day of its folder, whenever it was stored.
  return storedAt.toISOString().startsWith(parsed.day) ? storedAt.getTime() : Date.parse(parsed.day);
}

const ANY_FILE = '2000/01/01/a.json.gz';

/** @param folders of regions, as `findRegionFolders` finds them */
export function groupByRegion(folders: readonly string[]): readonly RegionPlace[] {
  const places = new Map<string, RegionPlace & { readonly folders: string[] }>();
  for (const folder of folders) {
    const parsed = parseObjectKey(`${folder}${ANY_FILE}`);
    if (parsed.kind !== 'log-file' && parsed.kind !== 'digest') continue;
    const { prefix, organizationId, accountId, region } = parsed;
    const identity = `${accountId}/${region}`;
    const place = places.get(identity) ?? { prefix, organizationId, accountId, region, folders: [] };
    places.set(identity, place);
    place.folders.push(folder);
  }
  return [...places.values()];
}

export async function listRegion(listing: TrailBucketListing, place: RegionPlace): Promise<RegionContents> {
  const logFiles: LogFileObject[] = [];
  const digests: DigestObject[] = [];
  for (const folder of place.folders) {
    for await (const object of listing.listObjects(folder)) {
      const parsed = parseObjectKey(object.key);
      if (parsed.kind === 'log-file') logFiles.push({ ...object, parsed });
      if (parsed.kind === 'digest') digests.push({ ...object, parsed });
    }
  }
  return { logFiles, digests };
}
