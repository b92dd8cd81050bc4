/**
 * The scheduled verification with its real parts: both bundled functions, each in a process of its own, over a bucket of
 * signed digests, an index that was not told of everything, and a CloudTrail that hands out its key.
 */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AttributeValue, DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_FUNCTION_ENVIRONMENT } from '../../lambdas/ingest/env.ts';
import type { RegionReport } from '../../lib/audit/verify/report.ts';
import { verify as verifyTrail } from '../../lib/audit/verify/verify.ts';
import { clientConfig } from '../../lib/aws/connection.ts';
import { toDeployment } from '../../lib/aws/deployment.ts';
import { connectWorkplace, type Workplace } from '../../lib/aws/workplace.ts';
import type { DayCoverage } from '../../lib/event-index/coverage.ts';
import { type LocalEnvironment, openLocalEnvironment } from '../../lib/local/environment.ts';
import { openFunctionPool } from '../../lib/local/lambda/function-pool.ts';
import { CLOUDTRAIL_KEY } from '../audit/verify/world/signing-key.ts';
import { type DeliveredTrail, deliverTrail } from '../audit/verify/world/trail-world.ts';
import { eventually } from '../helpers/eventually.ts';
import { startFaultServer } from '../helpers/fault-server.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const PROJECT_ROOT = new URL('../..', import.meta.url).pathname;
const ACCOUNT = '111122223333';
const DONE = { kind: 'success', answer: 'null' };

describe('the scheduled verification', () => {
  let directory: string;
  let environment: LocalEnvironment;
  let place: Workplace;
  let s3: S3Client;
  let sqs: SQSClient;
  let dynamodb: DynamoDBClient;
  let trail: DeliveredTrail;

  beforeAll(async () => {
    directory = await makeTemporaryDirectory();
    environment = await openLocalEnvironment({
      dataDirectory: directory,
      projectRoot: PROJECT_ROOT,
      needs: 'everything',
      functionEnvironment: LOCAL_FUNCTION_ENVIRONMENT,
    });
    const { connection } = environment;
    s3 = new S3Client(clientConfig(connection, 's3'));
    sqs = new SQSClient({ ...clientConfig(connection, 'sqs'), useQueueUrlAsEndpoint: false });
    dynamodb = new DynamoDBClient(clientConfig(connection, 'dynamodb'));
    const deployment = toDeployment(environment.outputs, 'the test stack');
    place = connectWorkplace(connection, deployment, { now: new Date('2026-03-17T03:00:00Z') });
    trail = await deliverTrail({ bucketName: deployment.trailBucket });
    for (const [key, { stored, metadata }] of trail.world.bucket.objects) {
      await s3.send(
        new PutObjectCommand({ Bucket: deployment.trailBucket, Key: key, Body: stored, Metadata: metadata }),
      );
    }
  });

  afterAll(async () => {
    for (const client of [s3, sqs, dynamodb]) client?.destroy();
    await place?.close();
    await environment?.close();
    await removeDirectory(directory);
  });

  /** Has these log files indexed as CloudTrail's message would. */
  async function index(keys: readonly string[]): Promise<void> {
    await place.topic.announce(keys);
    await waitUntilIndexed(keys);
  }

  const waitUntilIndexed = (keys: readonly string[]) =>
    eventually(async () => {
      const files = keys.map((key) => ({ key, deliveryDay: dayOf(key) }));
      const entries = await place.ledger.readEntries(files);
      expect(entries.filter(({ status }) => status === 'indexed')).toHaveLength(keys.length);
    });

  interface Invocation {
    readonly folder: string;
    readonly run: string;
    readonly event: unknown;
    readonly settings: Readonly<Record<string, string>>;
    readonly endpoints?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number;
  }

  /** Runs a bundled function once and gives its answer, and the lines of JSON that it has written. */
  async function invoke({ folder, run, event, settings, endpoints, timeoutMs = 120_000 }: Invocation) {
    const codeDirectory = join(directory, 'tmp', folder);
    execFileSync(process.execPath, ['bin/bundle-function.ts', folder, codeDirectory], { cwd: PROJECT_ROOT });
    const { connection, logDirectory } = environment;
    const pool = await openFunctionPool({
      function: {
        name: run,
        handler: 'index.handler',
        codeDirectory,
        environment: {
          TRAIL_BUCKET: place.deployment.trailBucket,
          TRAIL_BUCKET_OWNER: '000000000000',
          KEY_PREFIX: '',
          ORGANIZATION_ID: '',
          ...settings,
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
          ...endpoints,
        },
      },
      logDirectory,
    });
    const outcome = await pool.invoke(event).finally(() => pool.stop());
    const log = await readFile(join(logDirectory, `${run}.log`), 'utf8');
    const lines = log.split('\n').filter((line) => line.startsWith('{'));
    return { outcome, written: lines.map((line) => JSON.parse(line)) };
  }

  const verify = (run: string, until: string, rest: Partial<Invocation> = {}) => {
    const body = JSON.stringify({ accountId: ACCOUNT, from: '2026-03-16T22:00:00.000Z', until });
    const { logFilesTable, deliveryTopic } = place.deployment;
    const settings = { LOG_FILES_TABLE: logFilesTable, DELIVERY_TOPIC: deliveryTopic };
    return invoke({
      folder: 'verify',
      run,
      event: { Records: [{ messageId: 'a', body }] },
      settings,
      ...rest,
    });
  };

  async function readCoverage(day: string): Promise<DayCoverage[]> {
    const all: DayCoverage[] = [];
    for await (const one of place.coverage.readDay(day)) all.push(one);
    return all;
  }

  it('is planned for each account that the bucket has, by a message to the queue', async () => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'to-verify' }));
    const settings = {
      VERIFY_QUEUE_URL: QueueUrl,
      LOG_FILES_TABLE: place.deployment.logFilesTable,
    };
    const { outcome, written } = await invoke({ folder: 'verify-plan', run: 'plan', event: {}, settings });
    expect(outcome).toEqual(DONE);
    expect(written).toMatchObject([
      { level: 'INFO', message: 'Verification planned', accounts: 1 },
      { service: 'verify-plan', FunctionName: 'plan', VerifyAccountsPlanned: 1 },
    ]);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    const bodies = Messages.map(({ Body = '' }) => JSON.parse(Body));
    expect(bodies).toEqual([
      {
        accountId: ACCOUNT,
        from: expect.stringMatching(/T\d\d:00:00\.000Z$/),
        until: expect.stringMatching(/Z$/),
      },
    ]);
  });

  it('names what is not indexed, has it indexed, stores what it found and archives the key', async () => {
    const { hours } = trail;
    const missed = hours.at(-1)?.logFiles ?? [];
    await index(hours.slice(0, -1).flatMap(({ logFiles }) => logFiles));
    const { published } = CLOUDTRAIL_KEY;
    const asked: string[] = [];
    const endpoint = await startFaultServer(({ headers }, response) => {
      asked.push(String(headers['x-amz-target']).split('.').at(-1) ?? '');
      const key = {
        Value: Buffer.from(published.der).toString('base64'),
        Fingerprint: published.fingerprint,
      };
      response
        .setHeader('content-type', 'application/x-amz-json-1.1')
        .end(JSON.stringify({ PublicKeyList: [key] }));
    });
    const { outcome, written } = await verify('first', '2026-03-17T02:30:00.000Z', {
      endpoints: { AWS_ENDPOINT_URL_CLOUDTRAIL: endpoint },
    });
    expect(outcome).toEqual(DONE);
    expect(asked).toEqual(['ListPublicKeys']);
    expect(written).toMatchObject([
      ...missed.map((key) => ({ level: 'WARN', message: 'Fault found', code: 'not-in-index', key })),
      { level: 'INFO', message: 'Log files announced', region: 'eu-west-1', files: 2, keys: missed },
      { level: 'INFO', message: 'Account verified', accountId: ACCOUNT, signers: ['cloudtrail'] },
      {
        service: 'verify',
        FunctionName: 'first',
        CoveragePercent: 80,
        VerifyFaults: 0,
        VerifyLogFilesNotIndexed: 2,
        VerifyDigestsOverdue: 0,
        VerifyHoursNotCovered: 0,
        VerifyLogFilesAnnounced: 2,
        VerifyHours: 5,
      },
    ]);
    expect(await place.keyArchive.read('eu-west-1', published.fingerprint)).toMatchObject({
      signer: 'cloudtrail',
      key: { fingerprint: published.fingerprint },
    });
    expect(await readCoverage('2026-03-16')).toMatchObject([
      {
        accountId: ACCOUNT,
        region: 'eu-west-1',
        hours: [
          { hour: '2026-03-16T22', state: 'proven', files: { proven: 2 } },
          { hour: '2026-03-16T23', state: 'proven', files: { proven: 2 } },
        ],
      },
    ]);
    expect((await readCoverage('2026-03-17')).map(({ hours: stored }) => stored)).toEqual([
      [
        { hour: '2026-03-17T00', state: 'silent', files: {} },
        { hour: '2026-03-17T01', state: 'proven', files: { proven: 1 } },
        { hour: '2026-03-17T02', state: 'not-indexed', files: { notIndexed: 2 } },
      ],
    ]);
    await waitUntilIndexed(missed);
  });

  it('does nothing again for a message that comes again', async () => {
    const { outcome, written } = await verify('again', '2026-03-17T02:30:00.000Z');
    expect(outcome).toEqual(DONE);
    expect(written).toMatchObject([
      { message: 'Regions verified before are left out', regions: ['eu-west-1'] },
      { message: 'Account verified', regions: 0 },
      { VerifyHours: 0 },
    ]);
  });

  it('finds all of it proven the next time, with the key from the archive where CloudTrail does not answer', async () => {
    const { outcome, written } = await verify('next', '2026-03-17T03:00:00.000Z');
    expect(outcome).toEqual(DONE);
    expect(written).toMatchObject([
      { message: 'Account verified', signers: ['archived'] },
      { CoveragePercent: 100, VerifyFaults: 0, VerifyLogFilesNotIndexed: 0, VerifyLogFilesAnnounced: 0 },
    ]);
    const [today] = await readCoverage('2026-03-17');
    expect(today?.hours.map(({ state }) => state)).toEqual(['silent', 'proven', 'proven']);
  });

  describe("deep, from a person's machine", () => {
    const verifyDeep = async () => {
      const request = trail.world.request({ bucket: place.deployment.trailBucket, deep: true });
      const reports: RegionReport[] = [];
      for await (const report of verifyTrail(request, place.verifyStores())) reports.push(report);
      return reports.flatMap(({ faults }) => faults.map(({ code, key }) => ({ code, key })));
    };

    it('finds nothing wrong either', async () => {
      expect(await verifyDeep()).toEqual([]);
    });

    it('sees an event that was deleted, and a mark has the ingest function bring it back', async () => {
      const [key = ''] = trail.hours[0]?.logFiles ?? [];
      const [item] = await place.events.readEvents('event-1-of-0000000000001');
      const identity = { eventID: item?.eventID, recordHash: item?.recordHash } as Record<
        string,
        AttributeValue
      >;
      await dynamodb.send(new DeleteItemCommand({ TableName: place.deployment.eventsTable, Key: identity }));
      expect(await verifyDeep()).toEqual([{ code: 'index-events', key }]);
      const { eTag } = trail.world.bucket.object(key);
      expect(await place.ledgerMarks.markOutdated(dayOf(key), key, eTag)).toBe(true);
      await place.topic.announce([key]);
      await eventually(async () => expect(await verifyDeep()).toEqual([]));
    });

    it('takes keys that are given, and asks no CloudTrail where there is none', async () => {
      const unknown = 'ffffffffffffffffffffffffffffffff';
      const { published } = CLOUDTRAIL_KEY;
      const window = { from: new Date('2026-03-17T00:00:00Z'), until: new Date('2026-03-17T01:00:00Z') };
      const { keys } = place.verifyStores({ publicKeys: [published] });
      expect(await keys.find('us-east-1', published.fingerprint, window)).toEqual({
        key: published,
        signer: 'given',
      });
      expect(await keys.find('us-east-1', unknown, window)).toBeUndefined();
    });
  });

  it('fails in good time where the time is too short, so that the message comes again', async () => {
    const { outcome, written } = await verify('short', '2026-03-17T04:00:00.000Z', { timeoutMs: 50_000 });
    expect(outcome).toMatchObject({
      kind: 'error',
      error: {
        errorMessage:
          'The time was too short for all regions of account 111122223333. The message comes again, for those that are left.',
      },
    });
    expect(written).toContainEqual(expect.objectContaining({ service: 'verify', VerifyHours: 0 }));
    const [today] = await readCoverage('2026-03-17');
    expect(today?.verifiedUntil).toBe('2026-03-17T03:00:00.000Z');
  });
});

/** `2026-03-17`, of its folders. */
function dayOf(key: string): string {
  return key.split('/').slice(-4, -1).join('-');
}
