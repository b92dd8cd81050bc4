/**
 * Everything that questions and deliveries work on, wired to one set of SDK clients: an embedded AWS or a deployed stack.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import pLimit from 'p-limit';
import type { AuditContext, LedgerReader, StoredObjectReader, TrailBucketListing } from '../audit/ports.ts';
import type { VerifyStores } from '../audit/verify/ports.ts';
import type { PublicKey } from '../cloudtrail/public-key.ts';
import type { DeliveryTopic, LedgerLookUp, LogFileDelivery } from '../operations/ports.ts';
import type { DeadLetterQueue } from '../operations/redrive/dead-letters.ts';
import type { DigestDelivery } from '../operations/sign-digests/ports.ts';
import { openEventReader, openLogFileReader, openStoredObjectReader } from './audit-readers.ts';
import { type AwsConnection, clientConfig } from './connection.ts';
import { type CoverageReader, openCoverageStore } from './coverage-store.ts';
import { openDeadLetterQueue } from './dead-letter-queue.ts';
import { openDeliveryTopic } from './delivery-topic.ts';
import type { Deployment } from './deployment.ts';
import { openDigestDelivery } from './digest-delivery.ts';
import { openDigestReader } from './digest-reader.ts';
import { openEventLookUp } from './event-look-up.ts';
import { type KeyArchive, openKeyArchive } from './key-archive.ts';
import { type LedgerMarks, openLedgerMarks } from './ledger-marks.ts';
import { openLedgerReader } from './ledger-reader.ts';
import { openLedgerLookUp, openLogFileDelivery } from './log-file-delivery.ts';
import { openLogFilesTable } from './log-files-table.ts';
import { openPublicKeys } from './public-keys.ts';
import { openPublishedKeys } from './published-keys.ts';
import { remembered } from './remembered.ts';
import { openTrailListing } from './trail-listing.ts';
import { withoutLogging } from './without-logging.ts';

/** Requests under way at once: as many as merge well, few enough not to be throttled. */
const CONCURRENT_REQUESTS = 16;

/** Write shards are raised by a deployment, years apart; events are a few minutes old before anybody can ask for them. */
const SHARD_COUNT_MS = 60_000;

export interface Workplace extends AuditContext {
  readonly deployment: Deployment;
  readonly delivery: LogFileDelivery;
  readonly ledger: LedgerLookUp;
  /** For an embedded AWS, which signs for itself what is delivered to it. */
  readonly digestDelivery: DigestDelivery;
  /** What a backfill compares, and whom it tells. */
  readonly listing: TrailBucketListing;
  readonly ledgerFolders: LedgerReader;
  readonly topic: DeliveryTopic;
  readonly storedObjects: StoredObjectReader;
  /** What the scheduled verification has found. */
  readonly coverage: CoverageReader;
  readonly ledgerMarks: LedgerMarks;
  readonly keyArchive: KeyArchive;
  /** What one verification works on, with keys from a file before all others. It remembers keys: one for each run. */
  verifyStores(options?: { readonly publicKeys?: readonly PublicKey[] | undefined }): VerifyStores;
  /** Absent where no SQS runs. */
  readonly deadLetters?: DeadLetterQueue | undefined;
  close(): Promise<void>;
}

export function connectWorkplace(
  connection: AwsConnection,
  deployment: Deployment,
  options: { readonly now: Date; readonly close?: () => Promise<void> },
): Workplace {
  const s3 = new S3Client(clientConfig(connection, 's3'));
  const sns = new SNSClient(clientConfig(connection, 'sns'));
  // Queues are in the region of the stack, or behind the endpoint that was given, whatever host their URLs name.
  const sqs = new SQSClient({ ...clientConfig(connection, 'sqs'), useQueueUrlAsEndpoint: false });
  const dynamodb = withoutLogging(new DynamoDBClient(clientConfig(connection, 'dynamodb')));
  const logFiles = openLogFilesTable(dynamodb, deployment.logFilesTable);
  const { queue, deadLetterQueue } = deployment;
  const listing = openTrailListing(s3, { bucket: deployment.trailBucket });
  const ledgerFolders = openLedgerReader(dynamodb, deployment.logFilesTable);
  const bucket = openLogFileReader(s3, { bucket: deployment.trailBucket });
  const keyArchive = openKeyArchive(dynamodb, deployment.logFilesTable);
  const published = openPublishedKeys(clientConfig(connection, 'cloudtrail'));
  return {
    deployment,
    delivery: openLogFileDelivery({ s3, sns }, deployment),
    digestDelivery: openDigestDelivery(s3, deployment.trailBucket),
    ledger: openLedgerLookUp(dynamodb, deployment.logFilesTable),
    listing,
    ledgerFolders,
    topic: openDeliveryTopic(sns, deployment),
    events: openEventReader(dynamodb, deployment.eventsTable),
    logFiles: {
      ...logFiles,
      shardCount: remembered(logFiles.shardCount, SHARD_COUNT_MS, () => performance.now()),
    },
    bucket,
    storedObjects: openStoredObjectReader(s3, { bucket: deployment.trailBucket }),
    coverage: openCoverageStore(dynamodb, deployment.logFilesTable),
    ledgerMarks: openLedgerMarks(dynamodb, deployment.logFilesTable),
    keyArchive,
    verifyStores: ({ publicKeys: given } = {}) => ({
      listing,
      ledger: ledgerFolders,
      digests: openDigestReader(s3, { bucket: deployment.trailBucket }),
      logFiles: bucket,
      keys: openPublicKeys({
        given,
        archive: keyArchive,
        // An embedded AWS has no CloudTrail, and the real one knows nothing of its digests.
        ...(connection.endpoints && !connection.endpoints.cloudtrail ? {} : { published }),
        now: options.now,
      }),
      events: openEventLookUp(dynamodb, deployment.eventsTable),
    }),
    ...(queue && deadLetterQueue
      ? { deadLetters: openDeadLetterQueue(sqs, { queue, deadLetterQueue }) }
      : {}),
    optionalIndexes: deployment.optionalIndexes,
    now: options.now,
    gate: pLimit(CONCURRENT_REQUESTS),
    async close() {
      for (const client of [s3, sns, sqs, dynamodb]) client.destroy();
      published.close();
      await options.close?.();
    },
  };
}
