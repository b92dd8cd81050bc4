/**
 * The environment of the verify function: declared once, for the construct that sets it and the handler that reads it.
 *
 * Only handler.ts reads `process.env`. A missing or malformed variable stops the cold start with its name. The Events
 * table is not named: only a deep verification asks it, and a schedule never makes one.
 */
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

type Environment = Readonly<Record<string, string | undefined>>;

export function readVerifySettings(environment: Environment): VerifyFunctionSettings {
  return {
    logFilesTable: required(environment, VERIFY_ENV.logFilesTable),
    trailBucket: required(environment, VERIFY_ENV.trailBucket),
    trailBucketOwner: environment[VERIFY_ENV.trailBucketOwner] || undefined,
    deliveryTopic: environment[VERIFY_ENV.deliveryTopic] || undefined,
    keyPrefix: environment[VERIFY_ENV.keyPrefix] ?? '',
    organizationId: environment[VERIFY_ENV.organizationId] ?? '',
    retention: {
      logFileDays: optionalDays(environment, VERIFY_ENV.logFileRetentionDays),
      digestDays: optionalDays(environment, VERIFY_ENV.digestRetentionDays),
      eventDays: optionalDays(environment, VERIFY_ENV.eventRetentionDays),
    },
  };
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`The environment variable ${name} of the verify function is not set.`);
  return value;
}

function optionalDays(environment: Environment, name: string): number | undefined {
  const value = environment[name];
  if (!value) return undefined;
  const days = Number(value);
  if (Number.isSafeInteger(days) && days > 0) return days;
  throw new Error(
    `The environment variable ${name} of the verify function is "${value}"; it takes a whole number above 0.`,
  );
}
