/**
 * Lists the trail bucket: a thousand objects or folders a request, the next page when the last one has been taken.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
import {
  type _Object,
  type ListObjectsV2CommandInput,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ListedObject, TrailBucketListing } from '../audit/ports.ts';

export interface ListedBucket {
  readonly bucket: string;
  /** The account that must own the bucket, so that one re-created by somebody else is never listed. @default any */
  readonly owner?: string | undefined;
}

export function openTrailListing(client: S3Client, { bucket, owner }: ListedBucket): TrailBucketListing {
  const list = (request: Omit<ListObjectsV2CommandInput, 'Bucket'>) =>
    paginateListObjectsV2(
      { client },
      { Bucket: bucket, ...(owner ? { ExpectedBucketOwner: owner } : {}), ...request },
    );
  return {
    async listFolders(folder) {
      const folders: string[] = [];
      for await (const { CommonPrefixes = [] } of list({ Prefix: folder, Delimiter: '/' })) {
        folders.push(...CommonPrefixes.map(({ Prefix = '' }) => Prefix));
      }
      return folders;
    },

    async *listObjects(folder) {
      const pages = list({ Prefix: folder, OptionalObjectAttributes: ['RestoreStatus'] });
      for await (const { Contents = [] } of pages) yield* Contents.map(toListedObject);
    },
  };
}

/**
 * Classes whose objects must be restored to be read; GLACIER_IR is not among them. What Intelligent-Tiering has moved to
 * an archive tier no listing tells.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html
 */
const ARCHIVES: readonly (string | undefined)[] = ['GLACIER', 'DEEP_ARCHIVE'];

function toListedObject(object: _Object): ListedObject {
  const { Key = '', ETag = '', LastModified = new Date(0), Size = 0, StorageClass, RestoreStatus } = object;
  const isRestored = RestoreStatus?.RestoreExpiryDate !== undefined && !RestoreStatus.IsRestoreInProgress;
  return {
    key: Key,
    eTag: ETag.replaceAll('"', ''),
    sizeBytes: Size,
    storedAt: LastModified,
    ...(ARCHIVES.includes(StorageClass) && !isRestored ? { archived: true } : {}),
  };
}
