/** What the ingest function works on, wired to the SDK's clients. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { IngestSettings } from '../../lambdas/ingest/env.ts';
import type {
  ItemStore,
  LogFilesStore,
  MessageVisibility,
  TrailBucketReader,
} from '../../lambdas/ingest/ports.ts';
import { putBatchOnce } from './batch-write.ts';
import { openLogFilesTable } from './log-files-table.ts';
import { openMessageVisibility } from './message-visibility.ts';
import { answerLimits, requestLimits } from './request-limits.ts';
import { openTrailBucket } from './trail-bucket.ts';
import { withoutLogging } from './without-logging.ts';

export interface IngestStores {
  readonly bucket: TrailBucketReader;
  readonly events: ItemStore;
  readonly logFiles: LogFilesStore;
  readonly visibility: MessageVisibility;
  raiseShardCount(wanted: number): Promise<number>;
}

export function connectIngestStores(settings: IngestSettings, requestTimeoutMs?: number): IngestStores {
  const requestHandler = answerLimits(requestTimeoutMs);
  const dynamodb = withoutLogging(new DynamoDBClient({ requestHandler }));
  const logFiles = openLogFilesTable(dynamodb, settings.logFilesTable);
  // The queue's URL is a name here: where SQS is, is said as for every other service.
  const sqs = new SQSClient({ requestHandler, useQueueUrlAsEndpoint: false });
  return {
    bucket: openTrailBucket(
      withoutLogging(new S3Client({ requestHandler: requestLimits(requestTimeoutMs) })),
      {
        bucket: settings.trailBucket,
        owner: settings.trailBucketOwner,
      },
    ),
    events: { putBatch: (items) => putBatchOnce(dynamodb, settings.eventsTable, items) },
    logFiles: { ...logFiles, putBatch: (items) => putBatchOnce(dynamodb, settings.logFilesTable, items) },
    visibility: openMessageVisibility(sqs, settings.queueUrl),
    raiseShardCount: logFiles.raiseShardCount,
  };
}
