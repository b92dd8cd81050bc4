/**
 * Verifies once in every way: by the schedule, which indexes what nobody heard of; byte by byte; with a repair of what the
 * ledger has wrong.
 *
 * CloudTrail's part is played here: it has delivered three log files hours ago, and signed a digest that lists them.
 */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import { clientConfig } from '../../lib/aws/connection.ts';
import { openDigestDelivery } from '../../lib/aws/digest-delivery.ts';
import { toSdkItem } from '../../lib/aws/items.ts';
import { OUTPUT } from '../../lib/config/outputs.ts';
import { type LedgerEntry, ledgerKey, RULES_VERSION, toLedgerItem } from '../../lib/event-index/ledger.ts';
import { toSigningKey } from '../../lib/operations/sign-digests/signing-key.ts';
import { writeChain } from '../../lib/operations/sign-digests/write-chain.ts';
import { type Exercise, run, waitForStatus } from './exercise-steps.ts';

const ACCOUNT = '000000000000';
const REGION = 'us-east-1';
const HOUR_MS = 3_600_000;
/** Of the place; and of the events in a log file. */
const NO_MORE_KNOWN = { organizationId: undefined, folders: [] };
const NO_TIMES = { oldestEventTime: undefined, newestEventTime: undefined };

interface Delivered {
  readonly key: string;
  readonly sha256: string;
}

export async function exerciseVerification(exercise: Exercise): Promise<void> {
  // The hour of the digest is over, and the digest due, whatever the minute.
  const hour = new Date(Math.floor(Date.now() / HOUR_MS - 4) * HOUR_MS);
  const unheard = await deliver(exercise, hour, 'unheardunheardun');
  const miscounted = await deliver(exercise, hour, 'miscountedmiscou');
  await announce(exercise, miscounted.key);
  await waitForStatus(exercise, miscounted.key, 'indexed');
  await miscount(exercise, hour, miscounted.key);
  const heldUp = await deliver(exercise, hour, 'heldupheldupheld');
  await holdUp(exercise, hour, heldUp.key);
  await sign(exercise, hour, [unheard, miscounted, heldUp]);

  await exercise.planVerification();
  await waitForStatus(exercise, unheard.key, 'indexed');
  await waitForStatus(exercise, heldUp.key, 'indexed');
  expect(await faultsOf(exercise, 'reader', '--deep')).toContain('index-records');
  expect(await faultsOf(exercise, 'operator', '--repair')).not.toContain('index-records');
}

async function deliver({ environment }: Exercise, hour: Date, uniqueString: string): Promise<Delivered> {
  const { connection, outputs } = environment;
  const [day = '', time = ''] = hour.toISOString().split('T');
  const stamp = `${day.replaceAll('-', '')}T${time.slice(0, 2)}10Z`;
  const folder = `${outputs[OUTPUT.keyPrefix]}/AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/${day.replaceAll('-', '/')}`;
  const key = `${folder}/${ACCOUNT}_CloudTrail_${REGION}_${stamp}_${uniqueString}.json.gz`;
  const text = JSON.stringify({
    Records: [{ eventID: uniqueString, eventTime: hour.toISOString(), eventName: 'PutKeyPolicy' }],
  });
  const s3 = new S3Client(clientConfig(connection, 's3'));
  await s3.send(
    new PutObjectCommand({ Bucket: outputs[OUTPUT.trailBucket], Key: key, Body: gzipSync(text) }),
  );
  s3.destroy();
  return { key, sha256: createHash('sha256').update(text).digest('hex') };
}

async function announce({ environment }: Exercise, key: string): Promise<void> {
  const { connection, outputs } = environment;
  const Message = JSON.stringify({ s3Bucket: outputs[OUTPUT.trailBucket], s3ObjectKey: [key] });
  const sns = new SNSClient(clientConfig(connection, 'sns'));
  await sns.send(new PublishCommand({ TopicArn: outputs[OUTPUT.deliveryTopic], Message }));
  sns.destroy();
}

/** Somebody has tampered with the ledger. */
async function miscount({ environment }: Exercise, hour: Date, key: string): Promise<void> {
  const { connection, outputs } = environment;
  const dynamodb = new DynamoDBClient(clientConfig(connection, 'dynamodb'));
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: outputs[OUTPUT.logFilesTable],
      Key: toSdkItem(ledgerKey(dayOf(hour), key)),
      UpdateExpression: 'SET records = :records',
      ExpressionAttributeValues: { ':records': { N: '7' } },
    }),
  );
  dynamodb.destroy();
}

/** Tried a day ago, and never again. */
async function holdUp({ environment }: Exercise, hour: Date, key: string): Promise<void> {
  const { connection, outputs } = environment;
  const entry: LedgerEntry = {
    key,
    deliveryDay: dayOf(hour),
    status: 'pending',
    updatedAt: new Date(hour.getTime() - 24 * HOUR_MS).toISOString(),
    rulesVersion: RULES_VERSION,
    attempts: 1,
    reason: 'S3 was slow.',
  };
  const dynamodb = new DynamoDBClient(clientConfig(connection, 'dynamodb'));
  await dynamodb.send(
    new PutItemCommand({
      TableName: outputs[OUTPUT.logFilesTable],
      Item: toSdkItem(toLedgerItem(entry)),
    }),
  );
  dynamodb.destroy();
}

function dayOf(hour: Date): string {
  return hour.toISOString().slice(0, 'YYYY-MM-DD'.length);
}

async function sign(exercise: Exercise, hour: Date, files: readonly Delivered[]): Promise<void> {
  const { connection, outputs } = exercise.environment;
  const bucket = outputs[OUTPUT.trailBucket] ?? '';
  const key = toSigningKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  exercise.handOut(key.publicKey);
  const startMs = hour.getTime();
  const digest = {
    startMs,
    endMs: startMs + HOUR_MS,
    files: files.map((file) => ({ ...file, deliveredMs: startMs, ...NO_TIMES })),
  };
  const s3 = new S3Client(clientConfig(connection, 's3'));
  const written = writeChain(
    {
      place: { prefix: outputs[OUTPUT.keyPrefix], accountId: ACCOUNT, region: REGION, ...NO_MORE_KNOWN },
      chain: { trailName: 'audit', backfill: false, previous: undefined, digests: [digest] },
    },
    { key, bucket, homeRegion: REGION, now: new Date() },
    openDigestDelivery(s3, bucket),
  );
  for await (const { logFiles } of written) expect(logFiles).toBe(3);
  s3.destroy();
}

/** Other log files of the exercise are in no digest, so that there are faults in any case. */
async function faultsOf(
  exercise: Exercise,
  who: 'reader' | 'operator',
  ...args: string[]
): Promise<readonly string[]> {
  const { code, stdout, stderr } = await run(exercise, who, 'verify', '--since', '1d', '-o', 'json', ...args);
  if (code !== 1) throw new Error(`traildex verify ${args.join(' ')} ended with ${code}: ${stderr}`);
  const { regions } = JSON.parse(stdout) as { regions: { faults: { code: string }[] }[] };
  return regions.flatMap(({ faults }) => faults.map((fault) => fault.code));
}
