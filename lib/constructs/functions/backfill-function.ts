/**
 * The scheduled function that looks for log files whose notification was lost, with the rights that access-rights.ts
 * gives it. Two runs at once would announce some files twice, which changes nothing.
 */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { BACKFILL_ENV } from '../../../lambdas/backfill/env.ts';
import type { Settings } from '../../config/settings.ts';
import { tablePlaces, topicPlace, trailPlaces } from '../access/access-places.ts';
import { ACCESS_RIGHTS } from '../access/access-rights.ts';
import { accessStatements } from '../access/access-statements.ts';
import type { Encryption } from '../encryption.ts';
import type { EventIndexTables } from '../index/event-index-tables.ts';
import { takenAccounts } from '../trail/taken-accounts.ts';
import type { TrailSource } from '../trail/trail-source.ts';
import { ScheduledFunction } from './scheduled-function.ts';

export interface BackfillFunctionProps {
  /** Settings of the stack; `backfill.everyHours` is above 0. */
  readonly settings: Settings;
  /** Tables with the ledger that the bucket is held against. */
  readonly tables: EventIndexTables;
  /** Bucket that is listed. */
  readonly source: TrailSource;
  /** Topic that missed log files are announced to. */
  readonly topic: ITopic;
  /** Encrypts the ledger, the topic and the log. */
  readonly encryption: Encryption;
  /** What becomes of the log when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/** The longest that Lambda gives; a third of the shortest time between two runs, with their tries. */
const TIMEOUT = Duration.minutes(15);

export class BackfillFunction extends ScheduledFunction {
  constructor(scope: Construct, id: string, props: BackfillFunctionProps) {
    const { settings, encryption } = props;
    super(scope, id, {
      folder: 'backfill',
      description: 'Announces log files whose notification was lost.',
      timeout: TIMEOUT,
      environment: environmentOf(props),
      settings: settings.ingest,
      encryption,
      removalPolicy: props.removalPolicy,
      everyHours: settings.backfill.everyHours,
      scheduleDescription: 'Looks for log files whose notification was lost.',
      rights: accessStatements(ACCESS_RIGHTS.backfillFunction, {
        ...trailPlaces(props.source, settings.trail.keyPrefix),
        ...tablePlaces(props.tables, encryption.key),
        deliveryTopic: topicPlace(props.topic, encryption.key),
      }),
    });
  }
}

function environmentOf({ settings, tables, source, topic }: BackfillFunctionProps): Record<string, string> {
  const accountIds = takenAccounts(settings.trail);
  return {
    [BACKFILL_ENV.logFilesTable]: tables.logFiles.tableName,
    [BACKFILL_ENV.trailBucket]: source.bucket.bucketName,
    [BACKFILL_ENV.trailBucketOwner]: source.bucketOwner,
    [BACKFILL_ENV.deliveryTopic]: topic.topicArn,
    [BACKFILL_ENV.keyPrefix]: settings.trail.keyPrefix ?? '',
    [BACKFILL_ENV.organizationId]: settings.trail.organizationId ?? '',
    ...(accountIds === undefined ? {} : { [BACKFILL_ENV.accountIds]: accountIds.join(',') }),
    [BACKFILL_ENV.lookBackDays]: String(settings.backfill.lookBackDays),
  };
}
