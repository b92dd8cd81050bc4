/**
 * The environment of the backfill function: declared once, for the construct that sets it and the handler that reads it.
 *
 * Only handler.ts reads `process.env`. A missing or malformed variable stops the cold start with its name. Key prefix,
 * organisation and accounts are those of the ingest function: what is announced is what that one takes.
 */
import { type Environment, readEnvironment } from '../environment/read-environment.ts';

export const BACKFILL_ENV = {
  logFilesTable: 'LOG_FILES_TABLE',
  trailBucket: 'TRAIL_BUCKET',
  trailBucketOwner: 'TRAIL_BUCKET_OWNER',
  deliveryTopic: 'DELIVERY_TOPIC',
  keyPrefix: 'KEY_PREFIX',
  organizationId: 'ORGANIZATION_ID',
  accountIds: 'ACCOUNT_IDS',
  lookBackDays: 'LOOK_BACK_DAYS',
} as const;

export interface BackfillFunctionSettings {
  readonly logFilesTable: string;
  readonly trailBucket: string;
  /** Account that must own the bucket; listing fails when another does. */
  readonly trailBucketOwner: string | undefined;
  /** ARN of the topic that missed log files are announced to. */
  readonly deliveryTopic: string;
  /** The trail's S3 key prefix; '' for none. */
  readonly keyPrefix: string;
  /** The organisation whose log files are looked for beside those without one; '' for none. */
  readonly organizationId: string;
  /** Accounts whose log files are looked for; undefined for any. */
  readonly accountIds: readonly string[] | undefined;
  /** Delivery days that a run covers, today included. */
  readonly lookBackDays: number;
}

export function readBackfillSettings(environment: Environment): BackfillFunctionSettings {
  const { required, requiredPositiveInteger } = readEnvironment(environment, 'backfill');
  return {
    logFilesTable: required(BACKFILL_ENV.logFilesTable),
    trailBucket: required(BACKFILL_ENV.trailBucket),
    trailBucketOwner: environment[BACKFILL_ENV.trailBucketOwner] || undefined,
    deliveryTopic: required(BACKFILL_ENV.deliveryTopic),
    keyPrefix: environment[BACKFILL_ENV.keyPrefix] ?? '',
    organizationId: environment[BACKFILL_ENV.organizationId] ?? '',
    accountIds: environment[BACKFILL_ENV.accountIds]?.split(','),
    lookBackDays: requiredPositiveInteger(BACKFILL_ENV.lookBackDays),
  };
}
