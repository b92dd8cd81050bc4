/** The function that indexes log files, fed by the delivery queue, with just the rights it needs. */
import { fileURLToPath } from 'node:url';
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV, NONE } from '../../lambdas/ingest/env.ts';
import type { Settings } from '../config/settings.ts';
import type { EventIndexTables } from './event-index-tables.ts';

export interface IngestFunctionProps {
  readonly settings: Settings;
  readonly tables: EventIndexTables;
  readonly bucket: Bucket;
  /** Account that owns the bucket; reads fail when the bucket is somebody else's. */
  readonly bucketOwner: string;
  readonly queue: IQueue;
  readonly timeout: Duration;
  /** What becomes of the function's log. */
  readonly removalPolicy: RemovalPolicy;
}

const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BYTES_PER_MIB = 1024 ** 2;
const BATCHING_WINDOW = Duration.seconds(2);

export class IngestFunction extends Construct {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, props: IngestFunctionProps) {
    super(scope, id);
    const { ingest } = props.settings;
    this.function = new NodejsFunction(this, 'Function', {
      description: 'Indexes the events of each log file that CloudTrail delivers.',
      projectRoot: PROJECT_ROOT,
      depsLockFilePath: `${PROJECT_ROOT}/package-lock.json`,
      entry: `${PROJECT_ROOT}/lambdas/ingest/handler.ts`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: ingest.memoryMiB,
      timeout: props.timeout,
      logGroup: new LogGroup(this, 'Logs', {
        retention: ingest.logRetentionDays,
        removalPolicy: props.removalPolicy,
      }),
      environment: environmentOf(props),
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        // The SDK of the runtime is older and slower to load than the parts of it that the bundle needs.
        externalModules: [],
        // Powertools' CommonJS entry calls require(), which an ES module has not.
        mainFields: ['module', 'main'],
        minify: true,
        keepNames: true,
      },
    });
    this.function.addEventSource(
      new SqsEventSource(props.queue, {
        batchSize: ingest.batchSize,
        maxBatchingWindow: BATCHING_WINDOW,
        maxConcurrency: ingest.maxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
    this.grantRights(props);
  }

  private grantRights({ bucket, tables, settings }: IngestFunctionProps): void {
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

function environmentOf({
  settings,
  tables,
  bucket,
  bucketOwner,
}: IngestFunctionProps): Record<string, string> {
  const { retentionDays, writeShards } = settings.index;
  const { maxInflatedMiB, maxRecordMiB } = settings.ingest;
  return {
    [ENV.eventsTable]: tables.events.tableName,
    [ENV.logFilesTable]: tables.logFiles.tableName,
    [ENV.trailBucket]: bucket.bucketName,
    [ENV.trailBucketOwner]: bucketOwner,
    [ENV.keyPrefix]: settings.trail.keyPrefix ?? NONE,
    // The stack's trail is that of one account.
    [ENV.organizationId]: NONE,
    [ENV.writeShards]: String(writeShards),
    [ENV.maxInflatedBytes]: String(maxInflatedMiB * BYTES_PER_MIB),
    [ENV.maxRecordBytes]: String(maxRecordMiB * BYTES_PER_MIB),
    ...(retentionDays === undefined ? {} : { [ENV.retentionDays]: String(retentionDays) }),
  };
}
