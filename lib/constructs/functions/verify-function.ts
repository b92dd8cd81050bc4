/**
 * The function that verifies the hours of one account, fed by the verify queue, with the rights that access-rights.ts gives
 * it.
 *
 * One account an invocation, because that of a busy one may need all of its time. A few at once: a plan for a thousand
 * accounts takes its hours and leaves bucket and tables to those who index and ask. The mapping is made by hand:
 * SqsEventSource would let the role decrypt whatever the key encrypts.
 */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { VERIFY_ENV } from '../../../lambdas/verify/env.ts';
import type { Settings } from '../../config/settings.ts';
import {
  EVERYTHING,
  NOWHERE,
  queuePlace,
  tablePlaces,
  topicPlace,
  trailPlaces,
} from '../access/access-places.ts';
import { ACCESS_RIGHTS } from '../access/access-rights.ts';
import { accessStatements } from '../access/access-statements.ts';
import type { Encryption } from '../encryption.ts';
import type { EventIndexTables } from '../index/event-index-tables.ts';
import { retentionOf } from '../trail/retention.ts';
import type { TrailSource } from '../trail/trail-source.ts';
import { NodeFunction } from './node-function.ts';

export interface VerifyFunctionProps {
  /** Settings of the stack. */
  readonly settings: Settings;
  /** Tables with the ledger, and with what is found out. */
  readonly tables: EventIndexTables;
  /** Bucket with digests and log files. */
  readonly source: TrailSource;
  /** A message names an account and its hours. */
  readonly queue: IQueue;
  /** Topic that log files without an entry in the index are announced to. */
  readonly topic: ITopic;
  /** Encrypts tables, queue, topic and log. */
  readonly encryption: Encryption;
  /** What becomes of the log when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/** The longest that Lambda gives. */
export const VERIFY_TIMEOUT = Duration.minutes(15);
const MEMORY_MIB = 1024;
const ACCOUNTS_AT_ONCE = 5;

export class VerifyFunction extends Construct {
  readonly function: NodeFunction;

  constructor(scope: Construct, id: string, props: VerifyFunctionProps) {
    super(scope, id);
    const { settings, queue, encryption } = props;
    this.function = new NodeFunction(this, 'Function', {
      folder: 'verify',
      description: "Verifies digests, log files and index of an account against CloudTrail's signatures.",
      timeout: VERIFY_TIMEOUT,
      memoryMiB: MEMORY_MIB,
      environment: environmentOf(props),
      settings: settings.ingest,
      encryption,
      removalPolicy: props.removalPolicy,
    });
    const places = {
      ...trailPlaces(props.source, settings.trail.keyPrefix),
      ...tablePlaces(props.tables, encryption.key),
      verifyQueue: queuePlace(queue, encryption.key),
      deliveryTopic: settings.verify.repair ? topicPlace(props.topic, encryption.key) : NOWHERE,
      everything: EVERYTHING,
    };
    for (const statement of accessStatements(ACCESS_RIGHTS.verifyFunction, places))
      this.function.addToRolePolicy(statement);
    this.function.addEventSourceMapping('Queue', {
      eventSourceArn: queue.queueArn,
      batchSize: 1,
      maxConcurrency: ACCOUNTS_AT_ONCE,
    });
  }
}

/** Without a topic nothing is announced. */
function environmentOf({ settings, tables, source, topic }: VerifyFunctionProps): Record<string, string> {
  const { logFileDays, digestDays, eventDays } = retentionOf(settings);
  return {
    [VERIFY_ENV.logFilesTable]: tables.logFiles.tableName,
    [VERIFY_ENV.trailBucket]: source.bucket.bucketName,
    [VERIFY_ENV.trailBucketOwner]: source.bucketOwner,
    [VERIFY_ENV.keyPrefix]: settings.trail.keyPrefix ?? '',
    [VERIFY_ENV.organizationId]: settings.trail.organizationId ?? '',
    ...(settings.verify.repair ? { [VERIFY_ENV.deliveryTopic]: topic.topicArn } : {}),
    ...optionalDays(VERIFY_ENV.logFileRetentionDays, logFileDays),
    ...optionalDays(VERIFY_ENV.digestRetentionDays, digestDays),
    ...optionalDays(VERIFY_ENV.eventRetentionDays, eventDays),
  };
}

function optionalDays(variable: string, days: number | undefined): Record<string, string> {
  return days === undefined ? {} : { [variable]: String(days) };
}
