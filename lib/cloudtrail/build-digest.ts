/**
 * Writes digests as CloudTrail does, for whoever plays CloudTrail: the embedded AWS, and tests.
 *
 * Members, their order and the names of objects are CloudTrail's, so that what reads these digests reads the real ones.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
import { type Digest, HASH_ALGORITHM, type PreviousDigest, type SignedLogFile } from './digest.ts';
import { SIGNATURE_ALGORITHM } from './digest-signature.ts';
import { buildDayFolder, DIGEST_FOLDER } from './object-key.ts';

export interface DigestKeyParts {
  /** The trail's S3 key prefix. */
  readonly prefix?: string | undefined;
  readonly organizationId?: string | undefined;
  readonly accountId: string;
  /** The region whose log files it lists. */
  readonly region: string;
  readonly trailName: string;
  /** The region in which the trail was created. */
  readonly homeRegion: string;
  /** `YYYY-MM-DDTHH:mm:ssZ` */
  readonly endTime: string;
  readonly backfill: boolean;
}

export interface DigestContents
  extends Pick<Digest, 'startTime' | 'endTime' | 'bucket' | 'key' | 'fingerprint' | 'previous'> {
  readonly accountId: string;
  readonly logFiles: readonly ListedLogFile[];
}

/** Times of its events are ISO 8601; undefined where nobody knows them. */
export interface ListedLogFile extends SignedLogFile {
  readonly oldestEventTime?: string | undefined;
  readonly newestEventTime?: string | undefined;
}

/** The key under which CloudTrail stores a digest: day and name are those of its end. */
export function buildDigestKey(parts: DigestKeyParts): string {
  const { accountId, region, trailName, homeRegion, endTime, backfill } = parts;
  const folder = buildDayFolder({ ...parts, folder: DIGEST_FOLDER, day: endTime.slice(0, 10) });
  const stamp = endTime.replace(/[-:]/g, '');
  const ending = backfill ? '_backfill.json.gz' : '.json.gz';
  return `${folder}${accountId}_${DIGEST_FOLDER}_${region}_${trailName}_${homeRegion}_${stamp}${ending}`;
}

/** The inflated bytes of a digest. */
export function buildDigest(contents: DigestContents): Uint8Array {
  const { accountId, startTime, endTime, bucket, key, fingerprint, previous, logFiles } = contents;
  return Buffer.from(
    JSON.stringify({
      awsAccountId: accountId,
      digestStartTime: startTime,
      digestEndTime: endTime,
      digestS3Bucket: bucket,
      digestS3Object: key,
      digestPublicKeyFingerprint: fingerprint,
      digestSignatureAlgorithm: SIGNATURE_ALGORITHM,
      newestEventTime: timesOf(logFiles, 'newestEventTime').at(-1) ?? null,
      oldestEventTime: timesOf(logFiles, 'oldestEventTime').at(0) ?? null,
      ...previousMembers(previous),
      logFiles: logFiles.map(toMember),
    }),
  );
}

/** All five are null in a starting digest. */
function previousMembers(previous: PreviousDigest | undefined) {
  return {
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.sha256 ?? null,
    previousDigestHashAlgorithm: previous === undefined ? null : HASH_ALGORITHM,
    previousDigestSignature: previous?.signature ?? null,
  };
}

function toMember({ bucket, key, sha256, newestEventTime, oldestEventTime }: ListedLogFile) {
  return {
    s3Bucket: bucket,
    s3Object: key,
    hashValue: sha256,
    hashAlgorithm: HASH_ALGORITHM,
    newestEventTime: toSecond(newestEventTime) ?? null,
    oldestEventTime: toSecond(oldestEventTime) ?? null,
  };
}

function timesOf(logFiles: readonly ListedLogFile[], name: 'oldestEventTime' | 'newestEventTime') {
  return logFiles.flatMap((logFile) => toSecond(logFile[name]) ?? []).sort();
}

/** Digests know no fractions of a second. */
function toSecond(time: string | undefined): string | undefined {
  return time === undefined ? undefined : `${time.slice(0, 'YYYY-MM-DDTHH:mm:ss'.length)}Z`;
}
