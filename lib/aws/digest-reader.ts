/** Reads digests from the trail bucket: all their bytes, inflated, and the signature that their metadata hold. */
import type { S3Client } from '@aws-sdk/client-s3';
import type { DigestReader } from '../audit/verify/ports.ts';
import { inflateLogFile } from '../cloudtrail/gunzip.ts';
import { openObject, type TrailBucketOptions } from './trail-bucket.ts';

/**
 * Held in memory whole. A log file takes some 300 bytes of a digest, so that this is two hundred thousand of them in an
 * hour of one region; what inflates to more was not written by CloudTrail.
 */
export const MAX_DIGEST_BYTES = 64 * 1024 ** 2;

export function openDigestReader(client: S3Client, options: TrailBucketOptions): DigestReader {
  return {
    async readDigest(key) {
      const { metadata, chunks } = await openObject(client, options, key);
      const inflated: Uint8Array[] = [];
      for await (const chunk of inflateLogFile(chunks, { maxInflatedBytes: MAX_DIGEST_BYTES }))
        inflated.push(chunk);
      return { bytes: Buffer.concat(inflated), metadata };
    },
  };
}
