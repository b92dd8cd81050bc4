/**
 * The environment of the verify-plan function: declared once, for the construct that sets it and the handler that reads it.
 *
 * Only handler.ts reads `process.env`. A missing variable stops the cold start with its name. Key prefix, organisation
 * and accounts are those of the ingest function: what is verified is what that one takes.
 */
import { type Environment, readEnvironment } from '../environment/read-environment.ts';

export const VERIFY_PLAN_ENV = {
  trailBucket: 'TRAIL_BUCKET',
  trailBucketOwner: 'TRAIL_BUCKET_OWNER',
  logFilesTable: 'LOG_FILES_TABLE',
  verifyQueueUrl: 'VERIFY_QUEUE_URL',
  keyPrefix: 'KEY_PREFIX',
  organizationId: 'ORGANIZATION_ID',
  accountIds: 'ACCOUNT_IDS',
} as const;

export interface VerifyPlanSettings {
  readonly trailBucket: string;
  /** Account that must own the bucket; listing fails when another does. */
  readonly trailBucketOwner: string | undefined;
  /** Table with what verifications found. */
  readonly logFilesTable: string;
  /** Queue of the verify function: one message an account. */
  readonly verifyQueueUrl: string;
  /** The trail's S3 key prefix; '' for none. */
  readonly keyPrefix: string;
  /** The organisation whose accounts are looked for beside those without one; '' for none. */
  readonly organizationId: string;
  /** Accounts that are verified; undefined for those that the bucket has folders of. */
  readonly accountIds: readonly string[] | undefined;
}

export function readVerifyPlanSettings(environment: Environment): VerifyPlanSettings {
  const { required } = readEnvironment(environment, 'verify-plan');
  return {
    trailBucket: required(VERIFY_PLAN_ENV.trailBucket),
    trailBucketOwner: environment[VERIFY_PLAN_ENV.trailBucketOwner] || undefined,
    logFilesTable: required(VERIFY_PLAN_ENV.logFilesTable),
    verifyQueueUrl: required(VERIFY_PLAN_ENV.verifyQueueUrl),
    keyPrefix: environment[VERIFY_PLAN_ENV.keyPrefix] ?? '',
    organizationId: environment[VERIFY_PLAN_ENV.organizationId] ?? '',
    accountIds: environment[VERIFY_PLAN_ENV.accountIds]?.split(','),
  };
}
