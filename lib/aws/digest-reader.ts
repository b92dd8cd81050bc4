/** Reads digests from the trail bucket: all their bytes, inflated, and the signature that their metadata hold. */
import type { S3Client } from '@aws-sdk/client-s3';
import type { DigestReader } from '../audit/verify/ports.ts';
import { inflateLogFile } from '../cloudtrail/gunzip.ts';
import { openPatiently, type PatientOptions } from './patient-reading.ts';

/**
 * Held in memory whole. A log file takes some 300 bytes of a digest, so that this is two hundred thousand of them in an
 * hour of one region; what inflates to more was not written by CloudTrail.
 */
export const MAX_DIGEST_BYTES = 64 * 1024 ** 2;

export function openDigestReader(client: S3Client, options: PatientOptions): DigestReader {
  return {
    async readDigest(key) {
      const { metadata, sizeBytes, chunks } = await openPatiently(client, options, key);
      const maxInflatedBytes = mostInflated(sizeBytes);
      const inflated: Uint8Array[] = [];
      for await (const chunk of inflateLogFile(chunks, { maxInflatedBytes })) inflated.push(chunk);
      return { bytes: Buffer.concat(inflated), metadata };
    },
  };
}

/** Hashes do not compress: a real digest inflates to some five times its size, so that a small one cannot fill the memory. */
const MOST_RATIO = 40;
const SMALL_BYTES = 1024 ** 2;

function mostInflated(sizeBytes: number): number {
  return Math.min(MAX_DIGEST_BYTES, Math.max(SMALL_BYTES, sizeBytes * MOST_RATIO));
}
