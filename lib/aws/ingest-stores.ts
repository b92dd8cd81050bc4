/** What the ingest function works on, wired to the SDK's clients. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { IngestSettings } from '../../lambdas/ingest/env.ts';
import type { ItemStore, LogFilesStore, TrailBucketReader } from '../../lambdas/ingest/ports.ts';
import { putBatchOnce } from './batch-write.ts';
import { openLogFilesTable } from './log-files-table.ts';
import { openTrailBucket } from './trail-bucket.ts';

export interface IngestStores {
  readonly bucket: TrailBucketReader;
  readonly events: ItemStore;
  readonly logFiles: LogFilesStore;
  raiseShardCount(wanted: number): Promise<number>;
}

/** Both services accept a connection within milliseconds. */
const CONNECTION_TIMEOUT_MS = 3_000;

/**
 * Until an answer begins. Both services answer in milliseconds and the emulators, when busy, within seconds; without a
 * limit of ours a lost answer would be noticed by nobody before Lambda ends the invocation. All tries of the SDK (four at
 * DynamoDB) together stay far below the five minutes that an invocation has.
 */
const REQUEST_TIMEOUT_MS = 15_000;

export function connectIngestStores(
  settings: IngestSettings,
  requestTimeoutMs = REQUEST_TIMEOUT_MS,
): IngestStores {
  // No socketTimeout: it would break off bodies that wait for the tables. See trail-bucket.ts.
  const requestHandler = {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: requestTimeoutMs,
    // Otherwise the SDK only warns.
    throwOnRequestTimeout: true,
  };
  const dynamodb = new DynamoDBClient({ requestHandler });
  const logFiles = openLogFilesTable(dynamodb, settings.logFilesTable);
  return {
    bucket: openTrailBucket(new S3Client({ requestHandler }), {
      bucket: settings.trailBucket,
      owner: settings.trailBucketOwner,
    }),
    events: { putBatch: (items) => putBatchOnce(dynamodb, settings.eventsTable, items) },
    logFiles: { ...logFiles, putBatch: (items) => putBatchOnce(dynamodb, settings.logFilesTable, items) },
    raiseShardCount: logFiles.raiseShardCount,
  };
}
