/**
 * The scheduled function that looks for log files whose notification was lost, with the rights that access-rights.ts
 * gives it.
 *
 * Its event says no more than "look now", so nobody keeps one that failed: Lambda tries it again within minutes, and the
 * next run looks at the same days. No concurrency is reserved: a run and its tries are over before the next one is due,
 * and two at once would announce some files twice, which changes nothing.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { BACKFILL_ENV } from '../../../lambdas/backfill/env.ts';
import type { Settings } from '../../config/settings.ts';
import { tablePlaces, topicPlace, trailPlaces } from '../access/access-places.ts';
import { ACCESS_RIGHTS } from '../access/access-rights.ts';
import { accessStatements } from '../access/access-statements.ts';
import type { Encryption } from '../encryption.ts';
import type { EventIndexTables } from '../index/event-index-tables.ts';
import { takenAccounts } from '../trail/taken-accounts.ts';
import type { TrailSource } from '../trail/trail-source.ts';
import { NodeFunction } from './node-function.ts';

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
/** Lambda's own number, one and two minutes apart. */
const RETRIES = 2;
/** Of an event that waits for its try. */
const OLDEST_EVENT = Duration.minutes(30);
const MEMORY_MIB = 512;

export class BackfillFunction extends Construct {
  readonly function: NodeFunction;
  /** Starts the function. */
  readonly schedule: Rule;

  constructor(scope: Construct, id: string, props: BackfillFunctionProps) {
    super(scope, id);
    const { settings, encryption } = props;
    this.function = new NodeFunction(this, 'Function', {
      folder: 'backfill',
      description: 'Announces log files whose notification was lost.',
      timeout: TIMEOUT,
      memoryMiB: MEMORY_MIB,
      environment: environmentOf(props),
      settings: settings.ingest,
      encryption,
      removalPolicy: props.removalPolicy,
    });
    const places = {
      ...trailPlaces(props.source, settings.trail.keyPrefix),
      ...tablePlaces(props.tables, encryption.key),
      deliveryTopic: topicPlace(props.topic, encryption.key),
    };
    for (const statement of accessStatements(ACCESS_RIGHTS.backfillFunction, places))
      this.function.addToRolePolicy(statement);
    this.function.configureAsyncInvoke({ retryAttempts: RETRIES, maxEventAge: OLDEST_EVENT });
    this.schedule = new Rule(this, 'Schedule', {
      description: 'Looks for log files whose notification was lost.',
      schedule: Schedule.rate(Duration.hours(settings.backfill.everyHours)),
      targets: [new LambdaFunction(this.function, { maxEventAge: OLDEST_EVENT })],
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
