/**
 * Lists the trail bucket: a thousand objects or folders a request, the next page when the last one has been taken.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
import { type ListObjectsV2CommandInput, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { TrailBucketListing } from '../operations/ports.ts';

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
      for await (const { Contents = [] } of list({ Prefix: folder })) {
        for (const { Key = '', ETag = '', LastModified = new Date(0) } of Contents) {
          yield { key: Key, eTag: ETag.replaceAll('"', ''), storedAt: LastModified };
        }
      }
    },
  };
}
