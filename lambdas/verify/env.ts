/**
 * The environment of the verify function: declared once, for the construct that sets it and the handler that reads it.
 *
 * Only handler.ts reads `process.env`. A missing or malformed variable stops the cold start with its name. The Events
 * table is not named: only a deep verification asks it, and a schedule never makes one.
 */
import { type Environment, readEnvironment } from '../environment/read-environment.ts';

export const VERIFY_ENV = {
  logFilesTable: 'LOG_FILES_TABLE',
  trailBucket: 'TRAIL_BUCKET',
  trailBucketOwner: 'TRAIL_BUCKET_OWNER',
  deliveryTopic: 'DELIVERY_TOPIC',
  keyPrefix: 'KEY_PREFIX',
  organizationId: 'ORGANIZATION_ID',
  logFileRetentionDays: 'LOG_FILE_RETENTION_DAYS',
  digestRetentionDays: 'DIGEST_RETENTION_DAYS',
  eventRetentionDays: 'EVENT_RETENTION_DAYS',
} as const;

export interface VerifyFunctionSettings {
  readonly logFilesTable: string;
  readonly trailBucket: string;
  /** Account that must own the bucket; reading fails when another does. */
  readonly trailBucketOwner: string | undefined;
  /** ARN of the topic that log files which are not indexed are announced to; undefined where nothing is repaired. */
  readonly deliveryTopic: string | undefined;
  /** The trail's S3 key prefix; '' for none. */
  readonly keyPrefix: string;
  /** The organisation whose digests are looked for beside those without one; '' for none. */
  readonly organizationId: string;
  /** Days that the bucket keeps log files and digests, and the index events; undefined for ever. */
  readonly retention: {
    readonly logFileDays: number | undefined;
    readonly digestDays: number | undefined;
    readonly eventDays: number | undefined;
  };
}

export function readVerifySettings(environment: Environment): VerifyFunctionSettings {
  const { required, positiveInteger } = readEnvironment(environment, 'verify');
  return {
    logFilesTable: required(VERIFY_ENV.logFilesTable),
    trailBucket: required(VERIFY_ENV.trailBucket),
    trailBucketOwner: environment[VERIFY_ENV.trailBucketOwner] || undefined,
    deliveryTopic: environment[VERIFY_ENV.deliveryTopic] || undefined,
    keyPrefix: environment[VERIFY_ENV.keyPrefix] ?? '',
    organizationId: environment[VERIFY_ENV.organizationId] ?? '',
    retention: {
      logFileDays: positiveInteger(VERIFY_ENV.logFileRetentionDays),
      digestDays: positiveInteger(VERIFY_ENV.digestRetentionDays),
      eventDays: positiveInteger(VERIFY_ENV.eventRetentionDays),
    },
  };
}
