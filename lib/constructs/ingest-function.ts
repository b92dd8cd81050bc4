/** The function that indexes log files, fed by the delivery queue, with just the rights it needs. */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV, NONE } from '../../lambdas/ingest/env.ts';
import type { Settings } from '../config/settings.ts';
import type { Encryption } from './encryption.ts';
import type { EventIndexTables } from './event-index-tables.ts';
import { NodeFunction } from './node-function.ts';
import type { TrailSource } from './trail-source.ts';

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
    this.function.addEventSource(
      new SqsEventSource(props.queue, {
        batchSize: ingest.batchSize,
        maxBatchingWindow: Duration.seconds(ingest.batchingWindowSeconds),
        maxConcurrency: ingest.maxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
    this.grantRights(props);
  }

  private grantRights({ source, tables, settings }: IngestFunctionProps): void {
    const { bucket } = source;
    const allow = (actions: string[], resource: string) =>
      this.function.addToRolePolicy(new PolicyStatement({ actions, resources: [resource] }));
    const { keyPrefix } = settings.trail;
    allow(
      ['s3:GetObject'],
      bucket.arnForObjects(keyPrefix === undefined ? 'AWSLogs/*' : `${keyPrefix}/AWSLogs/*`),
    );
    // Without the right to list, S3 answers 403 for an object that is not there yet, which reads like a wrong policy.
    allow(['s3:ListBucket'], bucket.bucketArn);
    allow(['dynamodb:BatchWriteItem'], tables.events.tableArn);
    allow(
      ['dynamodb:BatchWriteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      tables.logFiles.tableArn,
    );
  }
}

function environmentOf({ settings, tables, source }: IngestFunctionProps): Record<string, string> {
  const { retentionDays, writeShards } = settings.index;
  const { maxInflatedMiB, maxRecordMiB } = settings.ingest;
  return {
    [ENV.eventsTable]: tables.events.tableName,
    [ENV.logFilesTable]: tables.logFiles.tableName,
    [ENV.trailBucket]: source.bucket.bucketName,
    [ENV.trailBucketOwner]: source.bucketOwner,
    [ENV.keyPrefix]: settings.trail.keyPrefix ?? NONE,
    [ENV.organizationId]: settings.trail.organizationId ?? NONE,
    [ENV.writeShards]: String(writeShards),
    [ENV.maxInflatedBytes]: String(maxInflatedMiB * BYTES_PER_MIB),
    [ENV.maxRecordBytes]: String(maxRecordMiB * BYTES_PER_MIB),
    ...(retentionDays === undefined ? {} : { [ENV.retentionDays]: String(retentionDays) }),
  };
}
