/** What the ingest function works on, wired to the SDK's clients. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { IngestSettings } from '../../lambdas/ingest/env.ts';
import type { ItemStore, LogFilesStore, TrailBucketReader } from '../../lambdas/ingest/ports.ts';
import { putBatchOnce } from './batch-write.ts';
import { openLogFilesTable } from './log-files-table.ts';
import { requestLimits } from './request-limits.ts';
import { openTrailBucket } from './trail-bucket.ts';

export interface IngestStores {
  readonly bucket: TrailBucketReader;
  readonly events: ItemStore;
  readonly logFiles: LogFilesStore;
  raiseShardCount(wanted: number): Promise<number>;
}

export function connectIngestStores(settings: IngestSettings, requestTimeoutMs?: number): IngestStores {
  const requestHandler = requestLimits(requestTimeoutMs);
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
