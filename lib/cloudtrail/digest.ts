/**
 * A digest file: CloudTrail's signed list of the log files that it delivered in about an hour, and of the digest before.
 *
 * Only the members that a proof needs are read, and none is trusted: whether CloudTrail wrote them is for
 * digest-signature.ts to say. `sha256` is that of the inflated bytes as they are, never of JSON written anew.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
import { createHash } from 'node:crypto';
import { isObject, type JsonObject, memberOf, textIn } from './json.ts';

export interface Digest {
  readonly accountId: string | undefined;
  /** `YYYY-MM-DDTHH:mm:ssZ`: log files delivered from here on … */
  readonly startTime: string;
  /** … up to here. Written as in the file, because it is signed so. */
  readonly endTime: string;
  /** Where CloudTrail put the digest. */
  readonly bucket: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly signatureAlgorithm: string | undefined;
  /** Undefined in a starting digest: the first since logging or validation was turned on. */
  readonly previous: PreviousDigest | undefined;
  readonly logFiles: readonly SignedLogFile[];
  /** Hex SHA-256 of the file's inflated bytes. */
  readonly sha256: string;
}

/** The digest before, as this one vouches for it. */
export interface PreviousDigest {
  readonly bucket: string;
  readonly key: string;
  /** Hex, of the inflated bytes. */
  readonly sha256: string;
  /** Hex, as it is written: it is signed so. */
  readonly signature: string;
}

/** A log file as a digest lists it. */
export interface SignedLogFile {
  readonly bucket: string;
  readonly key: string;
  /** Hex, of the inflated bytes. */
  readonly sha256: string;
}

/** The bytes are no digest: half a sentence says why, safe to print. */
export class DigestError extends Error {
  override readonly name = 'DigestError';
  readonly code = 'invalid-digest';
}

/** The only one that CloudTrail uses, for log files and for digests. */
export const HASH_ALGORITHM = 'SHA-256';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const SHA256 = /^[0-9a-f]{64}$/i;
const HEX = /^(?:[0-9a-f]{2})+$/i;

/** @param bytes the inflated file @throws {DigestError} */
export function parseDigest(bytes: Uint8Array): Digest {
  const json = parseObject(bytes);
  const startTime = requireTime(json, 'digestStartTime');
  const endTime = requireTime(json, 'digestEndTime');
  if (startTime > endTime) throw new DigestError('its digestStartTime is after its digestEndTime');
  return {
    accountId: textIn(json, 'awsAccountId'),
    startTime,
    endTime,
    bucket: requireText(json, 'digestS3Bucket'),
    key: requireText(json, 'digestS3Object'),
    fingerprint: requireText(json, 'digestPublicKeyFingerprint').toLowerCase(),
    signatureAlgorithm: textIn(json, 'digestSignatureAlgorithm'),
    previous: previousOf(json),
    logFiles: logFilesOf(json),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

function parseObject(bytes: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new DigestError('it is not JSON');
  }
  if (!isObject(value)) throw new DigestError('it is not a JSON object');
  return value;
}

/** All of the five members, or none of them: with one left out, a digest could pass for the first of a chain. */
function previousOf(json: JsonObject): PreviousDigest | undefined {
  const names = [
    'previousDigestS3Bucket',
    'previousDigestS3Object',
    'previousDigestHashValue',
    'previousDigestHashAlgorithm',
    'previousDigestSignature',
  ];
  const present = names.filter((name) => (memberOf(json, name) ?? null) !== null);
  if (present.length === 0) return undefined;
  const signature = requireText(json, 'previousDigestSignature');
  if (!HEX.test(signature)) throw new DigestError('its previousDigestSignature is not hexadecimal');
  requireAlgorithm(json, 'previousDigestHashAlgorithm');
  return {
    bucket: requireText(json, 'previousDigestS3Bucket'),
    key: requireText(json, 'previousDigestS3Object'),
    sha256: requireHash(json, 'previousDigestHashValue'),
    signature,
  };
}

function logFilesOf(json: JsonObject): readonly SignedLogFile[] {
  const logFiles = memberOf(json, 'logFiles');
  if (!Array.isArray(logFiles)) throw new DigestError('it has no list of log files');
  return logFiles.map((logFile: unknown) => {
    if (!isObject(logFile)) throw new DigestError('one of its log files is not an object');
    requireAlgorithm(logFile, 'hashAlgorithm');
    return {
      bucket: requireText(logFile, 's3Bucket'),
      key: requireText(logFile, 's3Object'),
      sha256: requireHash(logFile, 'hashValue'),
    };
  });
}

function requireText(json: JsonObject, name: string): string {
  const text = textIn(json, name);
  if (text === undefined) throw new DigestError(`it has no ${name}`);
  return text;
}

function requireTime(json: JsonObject, name: string): string {
  const time = requireText(json, name);
  if (!isTime(time)) throw new DigestError(`its ${name} is not a time`);
  return time;
}

/** V8 takes a 31st February for one of the first days of March. */
function isTime(time: string): boolean {
  const ms = TIME.test(time) ? Date.parse(time) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString() === time.replace('Z', '.000Z');
}

function requireHash(json: JsonObject, name: string): string {
  const value = requireText(json, name);
  if (!SHA256.test(value)) throw new DigestError(`its ${name} is not a SHA-256`);
  return value.toLowerCase();
}

function requireAlgorithm(json: JsonObject, name: string): void {
  if (textIn(json, name) !== HASH_ALGORITHM) throw new DigestError(`its ${name} is not ${HASH_ALGORITHM}`);
}
