/**
 * Everything that questions and deliveries work on, wired to one set of SDK clients: an embedded AWS or a deployed stack.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import pLimit from 'p-limit';
import type { AuditContext, StoredObjectReader } from '../audit/ports.ts';
import type { LedgerLookUp, LogFileDelivery } from '../operations/ports.ts';
import { openEventReader, openLogFileReader, openStoredObjectReader } from './audit-readers.ts';
import { type AwsConnection, clientConfig } from './connection.ts';
import type { Deployment } from './deployment.ts';
import { openLedgerLookUp, openLogFileDelivery } from './log-file-delivery.ts';
import { openLogFilesTable } from './log-files-table.ts';
import { remembered } from './remembered.ts';

/** Requests under way at once: as many as merge well, few enough not to be throttled. */
const CONCURRENT_REQUESTS = 16;

/** Write shards are raised by a deployment, years apart; events are a few minutes old before anybody can ask for them. */
const SHARD_COUNT_MS = 60_000;

export interface Workplace extends AuditContext {
  readonly deployment: Deployment;
  readonly delivery: LogFileDelivery;
  readonly ledger: LedgerLookUp;
  readonly storedObjects: StoredObjectReader;
  close(): Promise<void>;
}

export function connectWorkplace(
  connection: AwsConnection,
  deployment: Deployment,
  options: { readonly now: Date; readonly close?: () => Promise<void> },
): Workplace {
  const s3 = new S3Client(clientConfig(connection, 's3'));
  const sns = new SNSClient(clientConfig(connection, 'sns'));
  const dynamodb = new DynamoDBClient(clientConfig(connection, 'dynamodb'));
  const logFiles = openLogFilesTable(dynamodb, deployment.logFilesTable);
  return {
    deployment,
    delivery: openLogFileDelivery({ s3, sns }, deployment),
    ledger: openLedgerLookUp(dynamodb, deployment.logFilesTable),
    events: openEventReader(dynamodb, deployment.eventsTable),
    logFiles: {
      ...logFiles,
      shardCount: remembered(logFiles.shardCount, SHARD_COUNT_MS, () => performance.now()),
    },
    bucket: openLogFileReader(s3, deployment.trailBucket),
    storedObjects: openStoredObjectReader(s3, deployment.trailBucket),
    optionalIndexes: deployment.optionalIndexes,
    now: options.now,
    gate: pLimit(CONCURRENT_REQUESTS),
    async close() {
      for (const client of [s3, sns, dynamodb]) client.destroy();
      await options.close?.();
    },
  };
}
