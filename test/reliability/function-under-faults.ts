/**
 * The bundled function in processes of its own, invoked with batches of messages, and between it and the emulators a
 * front that injects faults.
 *
 * Without a queue in between the test says when a message comes again, and reads what the function answers. Tables are
 * new for each round, so that rounds know nothing of each other; emulators and bundle are shared.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ENV } from '../../lambdas/ingest/env.ts';
import { clientConfig } from '../../lib/aws/connection.ts';
import { EVENT_INDEXES, EVENTS_TABLE, LOG_FILES_TABLE, TIME_SORT_KEY } from '../../lib/event-index/tables.ts';
import type { DeclaredTable } from '../../lib/local/declared-table.ts';
import { deployTables } from '../../lib/local/deploy-tables.ts';
import { chooseEngine } from '../../lib/local/dynamodb/choose.ts';
import type { LocalConnection } from '../../lib/local/environment.ts';
import { type FunctionProcess, startFunctionProcess } from '../../lib/local/lambda/function-process.ts';
import { LOCAL_ACCOUNT_ID, LOCAL_REGION, startServices } from '../../lib/local/services.ts';
import { type FaultFront, startFaultFront } from '../helpers/fault-front.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const PROJECT_ROOT = new URL('../..', import.meta.url).pathname;
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

export const TRAIL_BUCKET = 'trail';

export interface TableNames {
  readonly events: string;
  readonly logFiles: string;
}

export interface StartOptions {
  readonly tables: TableNames;
  /** @default 60,000: no round of a test gets near it */
  readonly timeoutMs?: number;
  readonly queueUrl?: string;
  /** Variables beside those that every function has. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A function process, and what it printed so far. */
export interface StartedFunction extends FunctionProcess {
  readonly log: () => string;
}

export interface FunctionUnderFaults {
  readonly front: FaultFront;
  /** Past the front. */
  readonly connection: LocalConnection;
  readonly dynamodb: DynamoDBClient;
  putObject(key: string, body: Uint8Array): Promise<void>;
  makeTables(): Promise<TableNames>;
  /** A new process. The caller ends it. */
  start(options: StartOptions): Promise<StartedFunction>;
  close(): Promise<void>;
}

export async function openFunctionUnderFaults(): Promise<FunctionUnderFaults> {
  const directory = await makeTemporaryDirectory();
  const codeDirectory = join(directory, 'code');
  execFileSync(process.execPath, ['bin/bundle-function.ts', 'ingest', codeDirectory], { cwd: PROJECT_ROOT });
  const engine = await chooseEngine({ requested: 'auto', recorded: undefined });
  const database = await engine.start({ directory: join(directory, 'dynamodb') });
  const services = await startServices({ directory: join(directory, 'services') });
  const { endpoint } = services;
  const connection: LocalConnection = {
    region: LOCAL_REGION,
    credentials: CREDENTIALS,
    endpoints: { dynamodb: database.endpoint, s3: endpoint, sns: endpoint, sqs: endpoint },
  };
  const front = await startFaultFront();
  front.standBefore({ connection });
  const s3 = new S3Client(clientConfig(connection, 's3'));
  const dynamodb = new DynamoDBClient(clientConfig(connection, 'dynamodb'));
  await s3.send(new CreateBucketCommand({ Bucket: TRAIL_BUCKET }));
  let tablePairs = 0;

  return {
    front,
    connection,
    dynamodb,
    async putObject(Key, Body) {
      await s3.send(new PutObjectCommand({ Bucket: TRAIL_BUCKET, Key, Body }));
    },
    async makeTables() {
      tablePairs++;
      const names = { events: `Events-${tablePairs}`, logFiles: `LogFiles-${tablePairs}` };
      await deployTables(dynamodb, declareTables(names));
      return names;
    },
    async start(options) {
      const printed: string[] = [];
      const started = await startFunctionProcess(declareFunction(codeDirectory, options), {
        region: LOCAL_REGION,
        accountId: LOCAL_ACCOUNT_ID,
        credentials: CREDENTIALS,
        temporaryDirectory: directory,
        environment: { AWS_ENDPOINT_URL: front.endpoint },
        log: (text) => printed.push(text),
      });
      return { ...started, log: () => printed.join('') };
    },
    async close() {
      s3.destroy();
      dynamodb.destroy();
      await front.stop();
      await services.stop();
      await database.stop();
      await removeDirectory(directory);
    },
  };
}

function declareFunction(codeDirectory: string, options: StartOptions) {
  const {
    tables,
    timeoutMs = 60_000,
    queueUrl = `http://127.0.0.1/${LOCAL_ACCOUNT_ID}/deliveries`,
  } = options;
  return {
    name: 'ingest',
    handler: 'index.handler',
    codeDirectory,
    environment: {
      [ENV.eventsTable]: tables.events,
      [ENV.logFilesTable]: tables.logFiles,
      [ENV.trailBucket]: TRAIL_BUCKET,
      [ENV.trailBucketOwner]: LOCAL_ACCOUNT_ID,
      [ENV.queueUrl]: queueUrl,
      [ENV.keyPrefix]: '',
      [ENV.organizationId]: '',
      ...options.environment,
    },
    memoryMiB: 512,
    timeoutMs,
    runtime: 'nodejs24.x',
  };
}

function declareTables({ events, logFiles }: TableNames): DeclaredTable[] {
  return [declareEventsTable(events), declareLogFilesTable(logFiles)];
}

function declareEventsTable(name: string): DeclaredTable {
  const { partitionKey, sortKey } = EVENTS_TABLE;
  const indexKeys = [...EVENT_INDEXES.map((index) => index.partitionKey), TIME_SORT_KEY];
  return {
    name,
    keySchema: keySchema(partitionKey.name, sortKey.name),
    attributes: [
      ...[partitionKey, sortKey].map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
      ...indexKeys.map((key) => ({ AttributeName: key, AttributeType: 'S' as const })),
    ],
    globalIndexes: EVENT_INDEXES.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index.partitionKey, TIME_SORT_KEY),
      Projection: { ProjectionType: 'ALL' },
    })),
    localIndexes: [],
  };
}

function declareLogFilesTable(name: string): DeclaredTable {
  const { partitionKey, sortKey } = LOG_FILES_TABLE;
  return {
    name,
    keySchema: keySchema(partitionKey.name, sortKey.name),
    attributes: [partitionKey, sortKey].map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
    globalIndexes: [],
    localIndexes: [],
  };
}

function keySchema(hash: string, range: string): DeclaredTable['keySchema'] {
  return [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
}
