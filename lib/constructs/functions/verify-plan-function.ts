/**
 * The scheduled function that asks for a verification of the last day, account by account, with the rights that
 * access-rights.ts gives it.
 */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { VERIFY_PLAN_ENV } from '../../../lambdas/verify-plan/env.ts';
import type { Settings } from '../../config/settings.ts';
import { NOWHERE, queuePlace, tablePlaces, trailPlaces } from '../access/access-places.ts';
import { ACCESS_RIGHTS } from '../access/access-rights.ts';
import { accessStatements } from '../access/access-statements.ts';
import type { Encryption } from '../encryption.ts';
import type { EventIndexTables } from '../index/event-index-tables.ts';
import { takenAccounts } from '../trail/taken-accounts.ts';
import type { TrailSource } from '../trail/trail-source.ts';
import { ScheduledFunction } from './scheduled-function.ts';

export interface VerifyPlanFunctionProps {
  /** Settings of the stack; `verify.everyHours` is above 0. */
  readonly settings: Settings;
  /** Bucket whose accounts are found by listing it. */
  readonly source: TrailSource;
  /** Tables with what verifications found. */
  readonly tables: EventIndexTables;
  /** Takes a message for each account. */
  readonly queue: IQueue;
  /** Encrypts the queue and the log. */
  readonly encryption: Encryption;
  /** What becomes of the log when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/** A thousand accounts are found and asked for within seconds. */
const TIMEOUT = Duration.minutes(5);

export class VerifyPlanFunction extends ScheduledFunction {
  constructor(scope: Construct, id: string, props: VerifyPlanFunctionProps) {
    const { settings, encryption } = props;
    super(scope, id, {
      folder: 'verify-plan',
      description: "Asks for a verification of each account's last day.",
      timeout: TIMEOUT,
      environment: environmentOf(props),
      settings: settings.ingest,
      encryption,
      removalPolicy: props.removalPolicy,
      everyHours: settings.verify.everyHours,
      scheduleDescription: 'Has the last day verified against the digests of CloudTrail.',
      rights: accessStatements(ACCESS_RIGHTS.verifyPlanFunction, placesOf(props)),
    });
  }
}

/** Accounts that the settings name are not looked for. */
function placesOf({ settings, source, tables, queue, encryption: { key } }: VerifyPlanFunctionProps) {
  const isSearched = takenAccounts(settings.trail) === undefined;
  return {
    trailFolders: isSearched ? trailPlaces(source, settings.trail.keyPrefix).trailFolders : NOWHERE,
    logFilesTable: isSearched ? tablePlaces(tables, key).logFilesTable : NOWHERE,
    verifyQueue: queuePlace(queue, key),
  };
}

function environmentOf({ settings, source, tables, queue }: VerifyPlanFunctionProps): Record<string, string> {
  const accountIds = takenAccounts(settings.trail);
  return {
    [VERIFY_PLAN_ENV.trailBucket]: source.bucket.bucketName,
    [VERIFY_PLAN_ENV.trailBucketOwner]: source.bucketOwner,
    [VERIFY_PLAN_ENV.logFilesTable]: tables.logFiles.tableName,
    [VERIFY_PLAN_ENV.verifyQueueUrl]: queue.queueUrl,
    [VERIFY_PLAN_ENV.keyPrefix]: settings.trail.keyPrefix ?? '',
    [VERIFY_PLAN_ENV.organizationId]: settings.trail.organizationId ?? '',
    ...(accountIds === undefined ? {} : { [VERIFY_PLAN_ENV.accountIds]: accountIds.join(',') }),
  };
}
