/**
 * The function that indexes log files, fed by the delivery queue, with the rights that access-rights.ts gives it.
 *
 * The mapping is made by hand: SqsEventSource would let the role decrypt whatever the key encrypts, not the queue alone.
 */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ANY, ENV, NONE } from '../../../lambdas/ingest/env.ts';
import type { Settings } from '../../config/settings.ts';
import { queuePlace, tablePlaces, trailPlaces } from '../access/access-places.ts';
import { ACCESS_RIGHTS } from '../access/access-rights.ts';
import { accessStatements } from '../access/access-statements.ts';
import type { Encryption } from '../encryption.ts';
import type { EventIndexTables } from '../index/event-index-tables.ts';
import { takenAccounts } from '../trail/taken-accounts.ts';
import type { TrailSource } from '../trail/trail-source.ts';
import { NodeFunction } from './node-function.ts';

export interface IngestFunctionProps {
  readonly settings: Settings;
  readonly tables: EventIndexTables;
  readonly source: TrailSource;
  readonly queue: IQueue;
  readonly timeout: Duration;
  readonly encryption: Encryption;
  readonly removalPolicy: RemovalPolicy;
}

const BYTES_PER_MIB = 1024 ** 2;

export class IngestFunction extends Construct {
  readonly function: NodeFunction;

  constructor(scope: Construct, id: string, props: IngestFunctionProps) {
    super(scope, id);
    const { ingest } = props.settings;
    this.function = new NodeFunction(this, 'Function', {
      folder: 'ingest',
      description: 'Indexes the events of each log file that CloudTrail delivers.',
      timeout: props.timeout,
      memoryMiB: ingest.memoryMiB,
      reservedConcurrency: ingest.reservedConcurrency,
      environment: environmentOf(props),
      settings: ingest,
      encryption: props.encryption,
      removalPolicy: props.removalPolicy,
    });
    const places = {
      queue: queuePlace(props.queue, props.encryption.key),
      ...trailPlaces(props.source, props.settings.trail.keyPrefix),
      ...tablePlaces(props.tables, props.encryption.key),
    };
    for (const statement of accessStatements(ACCESS_RIGHTS.ingestFunction, places))
      this.function.addToRolePolicy(statement);
    this.function.addEventSourceMapping('Queue', {
      eventSourceArn: props.queue.queueArn,
      batchSize: ingest.batchSize,
      maxBatchingWindow: Duration.seconds(ingest.batchingWindowSeconds),
      maxConcurrency: ingest.maxConcurrency,
      reportBatchItemFailures: true,
    });
  }
}

function environmentOf({ settings, tables, source, queue }: IngestFunctionProps): Record<string, string> {
  const { retentionDays, writeShards } = settings.index;
  const { maxInflatedMiB, maxRecordMiB, maxRecords, maxKeysPerNotification } = settings.ingest;
  return {
    [ENV.eventsTable]: tables.events.tableName,
    [ENV.logFilesTable]: tables.logFiles.tableName,
    [ENV.trailBucket]: source.bucket.bucketName,
    [ENV.trailBucketOwner]: source.bucketOwner,
    [ENV.queueUrl]: queue.queueUrl,
    [ENV.keyPrefix]: settings.trail.keyPrefix ?? NONE,
    [ENV.organizationId]: settings.trail.organizationId ?? NONE,
    [ENV.accountIds]: takenAccounts(settings.trail)?.join(',') ?? ANY,
    [ENV.writeShards]: String(writeShards),
    [ENV.maxInflatedBytes]: String(maxInflatedMiB * BYTES_PER_MIB),
    [ENV.maxRecordBytes]: String(maxRecordMiB * BYTES_PER_MIB),
    [ENV.maxRecords]: String(maxRecords),
    [ENV.maxKeysPerNotification]: String(maxKeysPerNotification),
    ...(retentionDays === undefined ? {} : { [ENV.retentionDays]: String(retentionDays) }),
  };
}
