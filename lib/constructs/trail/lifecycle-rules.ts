/**
 * Lifecycle rules of the trail bucket, by kind of object.
 *
 * S3 chooses objects by how their keys begin, so that log files and digests are told apart by the folders of
 * one account, and not at all in the keys of an organisation. Steps say from which size on they hold: without
 * a size S3 leaves alone what is smaller than 128 KB, which most log files are. The bucket's own default for
 * sizes would not do: it lets small objects into the two archives only. Expiry has no size: it is
 * for the markers of folders as well.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
import { Duration } from 'aws-cdk-lib';
import { type LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { BucketSettings, LifecycleSettings } from '../../config/sections/bucket.ts';

const LOG_FILE_FOLDERS = [
  'CloudTrail',
  'CloudTrail-Insight',
  'CloudTrail-NetworkActivity',
  'CloudTrail-Aggregated',
];
const DIGEST_FOLDERS = ['CloudTrail-Digest'];

/** Of one byte or none there are only the markers that CloudTrail makes for folders. */
const SMALLEST_SIZE_BYTES = 1;

export interface TrailKeys {
  /** Begins the key of every object, such as `audit/AWSLogs/`. */
  readonly root: string;
  /** Whose objects they are; undefined for an organisation, whose kinds have the same settings. */
  readonly accountId: string | undefined;
}

export function buildLifecycleRules(
  settings: BucketSettings,
  { root, accountId }: TrailKeys,
): LifecycleRule[] {
  const { logFiles, digests } = settings;
  const rulesIn = (folders: readonly string[], kind: LifecycleSettings) =>
    folders.flatMap((folder) => rulesOf(kind, folder, `${root}${accountId}/${folder}/`));
  return [
    tidyUp(settings),
    ...(accountId === undefined || isSame(logFiles, digests)
      ? rulesOf(logFiles, 'AWSLogs', root)
      : [...rulesIn(LOG_FILE_FOLDERS, logFiles), ...rulesIn(DIGEST_FOLDERS, digests)]),
  ];
}

/** What became of replaced, deleted and unfinished objects, of all kinds. */
function tidyUp(settings: BucketSettings): LifecycleRule {
  return {
    id: 'tidy-up',
    abortIncompleteMultipartUploadAfter: Duration.days(settings.abortIncompleteUploadsAfterDays),
    noncurrentVersionExpiration: Duration.days(settings.expireNoncurrentVersionsAfterDays),
  };
}

function rulesOf(kind: LifecycleSettings, name: string, prefix: string): LifecycleRule[] {
  const { steps, expireAfterDays } = kind;
  const sizes = [...new Set(steps.map(({ minimumSizeKiB }) => minimumSizeKiB))];
  return [
    ...sizes.map((sizeKiB) => moveFrom(sizeKiB, steps, name, prefix)),
    // With days, S3 removes delete markers with nothing behind them by itself, and takes no word of them.
    expireAfterDays === undefined
      ? { id: `${name}-delete-markers`, prefix, expiredObjectDeleteMarker: true }
      : { id: `${name}-expiry`, prefix, expiration: Duration.days(expireAfterDays) },
  ];
}

function moveFrom(
  sizeKiB: number,
  steps: LifecycleSettings['steps'],
  name: string,
  prefix: string,
): LifecycleRule {
  return {
    id: `${name}-over-${sizeKiB}-KiB`,
    prefix,
    objectSizeGreaterThan: Math.max(sizeKiB * 1024, SMALLEST_SIZE_BYTES),
    transitions: steps
      .filter(({ minimumSizeKiB }) => minimumSizeKiB === sizeKiB)
      .map(({ storageClass, afterDays }) => ({
        storageClass: new StorageClass(storageClass),
        transitionAfter: Duration.days(afterDays),
      })),
  };
}

function isSame(one: LifecycleSettings, other: LifecycleSettings): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
