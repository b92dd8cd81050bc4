/**
 * The environment of the ingest function: declared once, for the construct that sets it and the handler that reads it.
 *
 * Only handler.ts reads `process.env`. A missing or malformed variable stops the cold start with its name.
 * Whose log files are taken is said in three ways, for the key prefix and for the organisation alike: a value takes that
 * one, the empty text (which Lambda accepts as a value) only keys that have none, `*` or no variable takes any. Accounts
 * are a list, or `*` for any.
 */
import { MAX_KEYS } from '../../lib/cloudtrail/delivery-notification.ts';
import { MAX_INFLATED_BYTES } from '../../lib/cloudtrail/gunzip.ts';
import { type Environment, readEnvironment } from '../environment/read-environment.ts';

export const ENV = {
  eventsTable: 'EVENTS_TABLE',
  logFilesTable: 'LOG_FILES_TABLE',
  trailBucket: 'TRAIL_BUCKET',
  trailBucketOwner: 'TRAIL_BUCKET_OWNER',
  queueUrl: 'QUEUE_URL',
  keyPrefix: 'KEY_PREFIX',
  organizationId: 'ORGANIZATION_ID',
  accountIds: 'ACCOUNT_IDS',
  retentionDays: 'RETENTION_DAYS',
  writeShards: 'WRITE_SHARDS',
  maxInflatedBytes: 'MAX_INFLATED_BYTES',
  maxRecordBytes: 'MAX_RECORD_BYTES',
  maxRecords: 'MAX_RECORDS',
  maxKeysPerNotification: 'MAX_KEYS_PER_NOTIFICATION',
} as const;

export interface IngestSettings {
  readonly eventsTable: string;
  readonly logFilesTable: string;
  readonly trailBucket: string;
  /** Account that must own the bucket; reads fail when another does. */
  readonly trailBucketOwner: string | undefined;
  /** Queue whose messages the function takes, and postpones where they fail. */
  readonly queueUrl: string;
  /** The S3 key prefix that a key must have: '' for none at all, undefined for any. */
  readonly keyPrefix: string | undefined;
  /** The organisation whose keys are taken beside those without one: '' for no organisation at all, undefined for any. */
  readonly organizationId: string | undefined;
  /** The accounts whose keys are taken; undefined for any. */
  readonly accountIds: readonly string[] | undefined;
  /** Days that events stay in the index, counted from their time; undefined keeps them for ever. */
  readonly retentionDays: number | undefined;
  readonly writeShards: number;
  readonly maxInflatedBytes: number;
  readonly maxRecordBytes: number;
  readonly maxRecords: number;
  readonly maxKeysPerNotification: number;
}

/** Takes any key prefix, any organisation, any account. Cannot be one: the settings refuse a prefix with an asterisk. */
export const ANY = '*';
/** Takes only keys without a key prefix, or without an organisation. */
export const NONE = '';

/**
 * On a person's own machine, over what the template says: an investigation looks at old log files, of any trail and any
 * organisation, and keeps them.
 */
export const LOCAL_FUNCTION_ENVIRONMENT: Readonly<Record<string, string>> = {
  [ENV.keyPrefix]: ANY,
  [ENV.organizationId]: ANY,
  [ENV.accountIds]: ANY,
  [ENV.retentionDays]: '',
};

/** Where the variable is not set. An event is at most 256 KB since eventVersion 1.05; older ones had no limit. */
export const DEFAULT_MAX_RECORD_BYTES = 4 * 1024 ** 2;

/** Where the variable is not set: many times what CloudTrail's own files, of at most 50 MB, can hold. */
const DEFAULT_MAX_RECORDS = 1_000_000;

export function readIngestSettings(environment: Environment): IngestSettings {
  const { required, positiveInteger } = readEnvironment(environment, 'ingest');
  return {
    eventsTable: required(ENV.eventsTable),
    logFilesTable: required(ENV.logFilesTable),
    trailBucket: required(ENV.trailBucket),
    trailBucketOwner: environment[ENV.trailBucketOwner] || undefined,
    queueUrl: required(ENV.queueUrl),
    keyPrefix: onlyOrAny(environment[ENV.keyPrefix]),
    organizationId: onlyOrAny(environment[ENV.organizationId]),
    accountIds: onlyOrAny(environment[ENV.accountIds])?.split(','),
    retentionDays: positiveInteger(ENV.retentionDays),
    writeShards: positiveInteger(ENV.writeShards) ?? 1,
    maxInflatedBytes: positiveInteger(ENV.maxInflatedBytes) ?? MAX_INFLATED_BYTES,
    maxRecordBytes: positiveInteger(ENV.maxRecordBytes) ?? DEFAULT_MAX_RECORD_BYTES,
    maxRecords: positiveInteger(ENV.maxRecords) ?? DEFAULT_MAX_RECORDS,
    maxKeysPerNotification: positiveInteger(ENV.maxKeysPerNotification) ?? MAX_KEYS,
  };
}

function onlyOrAny(value: string | undefined): string | undefined {
  return value === ANY ? undefined : value;
}
