/**
 * Log files that lie in the bucket without anybody having been told: found by listing, announced, indexed, once. With the
 * real adapters against the emulators, on every DynamoDB engine that runs here; and the bundled function in a process of
 * its own.
 */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_FUNCTION_ENVIRONMENT } from '../../lambdas/ingest/env.ts';
import { deliveryDayOf } from '../../lib/audit/delivery-days.ts';
import { listLogFiles } from '../../lib/audit/files.ts';
import { clientConfig } from '../../lib/aws/connection.ts';
import { openDeliveryTopic } from '../../lib/aws/delivery-topic.ts';
import { type Deployment, toDeployment } from '../../lib/aws/deployment.ts';
import { openLedgerReader } from '../../lib/aws/ledger-reader.ts';
import { openLogFilesTable } from '../../lib/aws/log-files-table.ts';
import { openTrailListing } from '../../lib/aws/trail-listing.ts';
import { connectWorkplace } from '../../lib/aws/workplace.ts';
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';
import { findDynoxide } from '../../lib/local/dynamodb/dynoxide.ts';
import { type LocalEnvironment, openLocalEnvironment } from '../../lib/local/environment.ts';
import { openFunctionPool } from '../../lib/local/lambda/function-pool.ts';
import { type BackfillRequest, backfill } from '../../lib/operations/backfill/backfill.ts';
import { generateSampleTrail } from '../../lib/sample/sample-trail.ts';
import { World } from '../cli/run-cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const PROJECT_ROOT = new URL('../..', import.meta.url).pathname;
const ENGINES = [...((await findDynoxide()) ? (['dynoxide'] as const) : []), 'dynalite' as const];

const ACCOUNT = 'AWSLogs/111122223333';
const BROKEN = `${ACCOUNT}/CloudTrail/us-east-1/2026/03/17/111122223333_CloudTrail_us-east-1_20260317T1000Z_brokenbrokenbrok.json.gz`;
const DIGEST = `${ACCOUNT}/CloudTrail-Digest/us-east-1/2026/03/17/111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_20260317T100000Z.json.gz`;
const NO_LOG_FILES = [
  `${ACCOUNT}/CloudTrail/`,
  `${ACCOUNT}/CloudTrail/us-east-1/2026/03/17/notes.txt`,
  `${ACCOUNT}/Config/us-east-1/2026/3/17/ConfigHistory/a.json.gz`,
];
const WHOLE = gzipSync(
  JSON.stringify({ Records: [{ eventTime: '2026-03-17T10:00:00Z', eventName: 'Kept' }] }),
);

describe.each(ENGINES)('a backfill on %s', (engine) => {
  const files = new Map<string, Uint8Array>();
  let directory: string;
  let environment: LocalEnvironment;
  let deployment: Deployment;
  let s3: S3Client;
  let sns: SNSClient;
  let dynamodb: DynamoDBClient;

  beforeAll(async () => {
    directory = await makeTemporaryDirectory();
    environment = await openLocalEnvironment({
      dataDirectory: directory,
      projectRoot: PROJECT_ROOT,
      needs: 'everything',
      engine,
      functionEnvironment: LOCAL_FUNCTION_ENVIRONMENT,
    });
    deployment = toDeployment(environment.outputs, 'the test stack');
    s3 = new S3Client(clientConfig(environment.connection, 's3'));
    sns = new SNSClient(clientConfig(environment.connection, 'sns'));
    dynamodb = new DynamoDBClient(clientConfig(environment.connection, 'dynamodb'));
    for (const { key, body } of generateSampleTrail({ seed: 7, eventCount: 300 })) files.set(key, body);
    files.set(BROKEN, WHOLE.subarray(0, 40));
    files.set(DIGEST, gzipSync('{}'));
    for (const [key, body] of files) await put(key, body);
    for (const key of NO_LOG_FILES) await put(key, Buffer.from('no log file'));
  });

  afterAll(async () => {
    for (const client of [s3, sns, dynamodb]) client?.destroy();
    await environment?.close();
    await removeDirectory(directory);
  });

  const put = (Key: string, Body: Uint8Array) =>
    s3.send(new PutObjectCommand({ Bucket: deployment.trailBucket, Key, Body }));

  /** As if long after the deliveries, so that nothing is fresh. */
  function run(request: Partial<BackfillRequest> = {}) {
    return backfill(
      { now: new Date('2100-01-01T00:00:00Z'), lastDay: '2026-03-18', ...request },
      {
        listing: openTrailListing(s3, { bucket: deployment.trailBucket }),
        ledger: openLedgerReader(dynamodb, deployment.logFilesTable),
        topic: openDeliveryTopic(sns, deployment),
        clock: { now: () => performance.now(), wait: (ms) => sleep(ms) },
        settings: { filesPerSecond: 1_000 },
      },
    );
  }

  async function readLedger(): Promise<Map<string, LedgerEntry>> {
    const reader = openLogFilesTable(dynamodb, deployment.logFilesTable);
    const entries = new Map<string, LedgerEntry>();
    for await (const entry of listLogFiles({ window: {}, order: 'oldest-first' }, reader)) {
      entries.set(entry.key, entry);
    }
    return entries;
  }

  it('has every log file indexed that nobody was told of', async () => {
    const summary = await run();
    expect(summary).toMatchObject({
      end: 'done',
      announcedLogFiles: files.size - 1,
      announcedDigests: 1,
      skipped: { foreign: 1 },
    });
    await eventually(async () => {
      const ledger = await readLedger();
      expect([...ledger.keys()].sort()).toEqual([...files.keys()].sort());
      expect([ledger.get(BROKEN)?.status, ledger.get(DIGEST)?.status]).toEqual(['rejected', 'recorded']);
      const indexed = [...ledger.values()].filter(({ status }) => status === 'indexed');
      expect(indexed).toHaveLength(files.size - 2);
    }, 60_000);
  });

  it('announces nothing when it is run again', async () => {
    expect(await run()).toMatchObject({
      listed: files.size + 1,
      announcedLogFiles: 0,
      announcedDigests: 0,
      skipped: { done: files.size - 1, rejected: 1, foreign: 1 },
    });
  });

  it('announces what was rejected when asked to, or when another object took its place', async () => {
    const rejectedAt = (await readLedger()).get(BROKEN)?.updatedAt;
    expect(await run({ retryRejected: true })).toMatchObject({ announced: { retried: 1 } });
    await eventually(
      async () => expect((await readLedger()).get(BROKEN)?.updatedAt).not.toBe(rejectedAt),
      60_000,
    );
    await put(BROKEN, WHOLE);
    expect(await run()).toMatchObject({ announcedLogFiles: 1, announced: { replaced: 1 } });
    await eventually(async () => expect((await readLedger()).get(BROKEN)?.status).toBe('indexed'), 60_000);
    expect(await run({ retryRejected: true })).toMatchObject({ announcedLogFiles: 0 });
  });

  /** The command in this process, on the place that is open already, long after the deliveries. */
  function traildex(...argv: string[]) {
    const now = new Date('2100-01-01T00:00:00Z');
    const openWorkplace = async () => connectWorkplace(environment.connection, deployment, { now });
    return new World().run([...argv, '--data', directory], { openWorkplace, now });
  }

  it('waits as a command until everything is indexed, and has nothing to do the second time', async () => {
    const added = [...generateSampleTrail({ seed: 8, eventCount: 100 })];
    for (const { key, body } of added) await put(key, body);
    const command = ['backfill', '--since', '2026-03-17', '--until', '2026-03-18', '-q'];
    const first = await traildex(...command);
    expect([first.exitCode, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain(`Announced ${added.length} files:`);
    expect(first.stdout).toMatch(new RegExp(`^Indexed \\d+ records of ${added.length} log files\\.$`, 'm'));
    const ledger = await readLedger();
    expect(added.filter(({ key }) => ledger.get(key)?.status !== 'indexed')).toEqual([]);
    expect((await traildex(...command)).stdout).toMatch(/\nNothing to announce\.\n$/);
  });

  it('is about the part of the bucket that the command names', async () => {
    const prefix = 'o-exampleorgid/123456789012/CloudTrail/us-east-1/2026/03/17';
    const named = [...(await readLedger()).keys()].filter((key) => key.startsWith(`AWSLogs/${prefix}`));
    expect(named.length).toBeGreaterThan(10);
    const { stdout, stderr } = await traildex(
      'backfill',
      '--prefix',
      prefix,
      '--dry-run',
      '--until',
      '2026-03-18',
    );
    expect(stdout).toBe('');
    expect(stderr).toContain(`Compared ${named.length} objects in 1 folder with the ledger.`);
    const nowhere = await traildex('backfill', '--prefix', 'o-exampleorgid/999999999999');
    expect([nowhere.exitCode, nowhere.stderr]).toEqual([1, expect.stringContaining('123456789012/')]);
  });

  /** Runs the bundled function once and gives the lines of JSON that it has written. */
  async function invokeFunction(timeoutMs: number): Promise<Record<string, unknown>[]> {
    const codeDirectory = join(directory, 'tmp', 'backfill');
    execFileSync(process.execPath, ['bin/bundle-function.ts', 'backfill', codeDirectory], {
      cwd: PROJECT_ROOT,
    });
    const { connection, logDirectory } = environment;
    const pool = await openFunctionPool({
      function: {
        name: `backfill-${timeoutMs}`,
        handler: 'index.handler',
        codeDirectory,
        environment: {
          LOG_FILES_TABLE: deployment.logFilesTable,
          TRAIL_BUCKET: deployment.trailBucket,
          TRAIL_BUCKET_OWNER: '000000000000',
          DELIVERY_TOPIC: deployment.deliveryTopic,
          KEY_PREFIX: '',
          ORGANIZATION_ID: '',
          // So that a run over midnight sees the same file.
          LOOK_BACK_DAYS: '2',
        },
        memoryMiB: 512,
        timeoutMs,
        runtime: 'nodejs24.x',
      },
      place: {
        region: connection.region,
        accountId: '000000000000',
        credentials: connection.credentials,
        temporaryDirectory: join(directory, 'tmp'),
        environment: {
          AWS_ENDPOINT_URL: connection.endpoints.s3 ?? '',
          AWS_ENDPOINT_URL_DYNAMODB: connection.endpoints.dynamodb,
        },
      },
      logDirectory,
    });
    try {
      const outcome = await pool.invoke({ 'detail-type': 'Scheduled Event' });
      expect(outcome).toEqual({ kind: 'success', answer: 'null' });
    } finally {
      await pool.stop();
    }
    const log = await readFile(join(logDirectory, `backfill-${timeoutMs}.log`), 'utf8');
    const lines = log.split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line));
  }

  it('runs as a bundled function, which leaves alone what has just been delivered', async () => {
    const today = deliveryDayOf(new Date());
    await put(`${ACCOUNT}/CloudTrail/us-east-1/${today.replaceAll('-', '/')}/new.json.gz`, WHOLE);
    const written = await invokeFunction(120_000);
    expect(written).toMatchObject([
      { BackfillObjectsListed: 1, BackfillLogFilesAnnounced: 0, BackfillFoldersLeft: 0 },
      { level: 'INFO', message: 'Backfill done', listed: 1, skipped: { fresh: 1 } },
    ]);
  });

  it('stops by itself when the time of the function is nearly up, and says so', async () => {
    const [metrics, line] = await invokeFunction(50_000);
    expect(metrics?.BackfillFoldersLeft).toBeGreaterThan(0);
    expect(line).toMatchObject({ level: 'WARN', end: 'interrupted', foldersDone: 0 });
  });
});
