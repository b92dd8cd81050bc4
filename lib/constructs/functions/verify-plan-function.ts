/**
 * The scheduled function that asks for a verification of the last day, account by account, with the rights that
 * access-rights.ts gives it.
 *
 * Its event says no more than "plan now": Lambda tries one that failed again within minutes, and the next plan is about
 * most of the same hours. No concurrency is reserved: a plan and its tries are over before the next one is due.
 */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { VERIFY_PLAN_ENV } from '../../../lambdas/verify-plan/env.ts';
import type { Settings } from '../../config/settings.ts';
import { NOWHERE, queuePlace, tablePlaces, trailPlaces } from '../access/access-places.ts';
import { ACCESS_RIGHTS } from '../access/access-rights.ts';
import { accessStatements } from '../access/access-statements.ts';
import type { Encryption } from '../encryption.ts';
import type { EventIndexTables } from '../index/event-index-tables.ts';
import { takenAccounts } from '../trail/taken-accounts.ts';
import type { TrailSource } from '../trail/trail-source.ts';
import { NodeFunction } from './node-function.ts';

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
/** Lambda's own number, one and two minutes apart. */
const RETRIES = 2;
/** Of an event that waits for its try. */
const OLDEST_EVENT = Duration.minutes(30);
const MEMORY_MIB = 512;

export class VerifyPlanFunction extends Construct {
  readonly function: NodeFunction;
  /** Starts the function. */
  readonly schedule: Rule;

  constructor(scope: Construct, id: string, props: VerifyPlanFunctionProps) {
    super(scope, id);
    const { settings, encryption } = props;
    this.function = new NodeFunction(this, 'Function', {
      folder: 'verify-plan',
      description: "Asks for a verification of each account's last day.",
      timeout: TIMEOUT,
      memoryMiB: MEMORY_MIB,
      environment: environmentOf(props),
      settings: settings.ingest,
      encryption,
      removalPolicy: props.removalPolicy,
    });
    const { trailFolders } = trailPlaces(props.source, settings.trail.keyPrefix);
    const { logFilesTable } = tablePlaces(props.tables, encryption.key);
    // Accounts that the settings name are not looked for.
    const isSearched = takenAccounts(settings.trail) === undefined;
    const places = {
      trailFolders: isSearched ? trailFolders : NOWHERE,
      logFilesTable: isSearched ? logFilesTable : NOWHERE,
      verifyQueue: queuePlace(props.queue, encryption.key),
    };
    for (const statement of accessStatements(ACCESS_RIGHTS.verifyPlanFunction, places))
      this.function.addToRolePolicy(statement);
    this.function.configureAsyncInvoke({ retryAttempts: RETRIES, maxEventAge: OLDEST_EVENT });
    this.schedule = new Rule(this, 'Schedule', {
      description: 'Has the last day verified against the digests of CloudTrail.',
      schedule: Schedule.rate(Duration.hours(settings.verify.everyHours)),
      targets: [new LambdaFunction(this.function, { maxEventAge: OLDEST_EVENT })],
    });
  }
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
