/** What there is near a beginning of keys that no object has: for whoever mistyped it. */
import type { TrailBucketListing } from '../../audit/ports.ts';

export interface NearestFolders {
  /** The deepest folder on the way that has folders; '' for the bucket as a whole. */
  readonly folder: string;
  /** The folders in it: their whole prefixes. */
  readonly folders: readonly string[];
}

/** Undefined where there is an object whose key begins with `beginning`. */
export async function findNearestFolders(
  listing: TrailBucketListing,
  beginning: string,
): Promise<NearestFolders | undefined> {
  for await (const _object of listing.listObjects(beginning)) return undefined;
  let folder = beginning;
  let folders: readonly string[] = [];
  while (folder !== '' && folders.length === 0) {
    folder = folder.slice(0, folder.slice(0, -1).lastIndexOf('/') + 1);
    folders = await listing.listFolders(folder);
  }
  return { folder, folders };
}
