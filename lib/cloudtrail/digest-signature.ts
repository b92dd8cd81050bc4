/**
 * How CloudTrail signs a digest: RSA (PKCS #1 v1.5) with SHA-256 over four lines of text.
 *
 * The text names the digest's end, its place, the hash of its inflated bytes and the signature of the digest before, so
 * that a digest cannot be moved, and a chain not be put together anew. It has no line break at its end.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
import { type KeyObject, sign, verify } from 'node:crypto';
import type { Digest } from './digest.ts';

/** The only one that there is. */
export const SIGNATURE_ALGORITHM = 'SHA256withRSA';

/** What the digest's object says of it in its user metadata, beside its bytes. */
export const DIGEST_METADATA = {
  signature: 'signature',
  algorithm: 'signature-algorithm',
  /** Of backfill digests only. */
  generatedAt: 'backfill-generation-timestamp',
} as const;

/** In place of the signature before the first. */
const NO_PREVIOUS = 'null';

const HEX = /^(?:[0-9a-f]{2})+$/i;

export type SignedParts = Pick<Digest, 'endTime' | 'bucket' | 'key' | 'sha256' | 'previous'>;

export function buildStringToSign({ endTime, bucket, key, sha256, previous }: SignedParts): string {
  return [endTime, `${bucket}/${key}`, sha256, previous?.signature ?? NO_PREVIOUS].join('\n');
}

/** @param signature hex */
export function isSignedBy(digest: SignedParts, signature: string, key: KeyObject): boolean {
  if (!HEX.test(signature)) return false;
  return verify('sha256', Buffer.from(buildStringToSign(digest)), key, Buffer.from(signature, 'hex'));
}

/** For whoever plays CloudTrail: the embedded AWS, and tests. @returns hex */
export function signDigest(digest: SignedParts, privateKey: KeyObject): string {
  return sign('sha256', Buffer.from(buildStringToSign(digest)), privateKey).toString('hex');
}
