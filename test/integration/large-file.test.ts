/**
 * A log file of 50 MB whose events all have one source, in a table that takes so few writes a second of it that no
 * invocation can do it all. Each ends by itself, leaves in the ledger where it was, and the next one goes on there.
 *
 * DynamoDB takes 1,000 writes a second of a key, and such a file has some 32,000 records. Here both are a quarter, with
 * records four times as long, so that a busy machine is never what holds the file up; LARGE_FILE_RECORDS=32000 tries it as
 * it is.
 */
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientConfig } from '../../lib/aws/connection.ts';
import { openLogFilesTable } from '../../lib/aws/log-files-table.ts';
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';
import { startEventSourceMapping } from '../../lib/local/lambda/event-source-mapping.ts';
import { createRandom, HEX } from '../../lib/sample/random.ts';
import { eventually } from '../helpers/eventually.ts';
import { DELIVERY_DAY, logFile, recordText } from '../reliability/crash-trail.ts';
import { type FunctionUnderFaults, openFunctionUnderFaults } from '../reliability/function-under-faults.ts';
import { limitHotKey } from '../reliability/hot-key.ts';
import { readIndex } from '../reliability/index-contents.ts';
import { unfinished } from '../reliability/index-promises.ts';
import { announce, failedMessages } from '../reliability/queue-messages.ts';

const RECORDS = Number(process.env.LARGE_FILE_RECORDS ?? 8_000);
const WRITES_PER_SECOND = RECORDS / 32;
const INFLATED_BYTES = 50_000_000;
/** Of a record without its padding. */
const PLAIN_BYTES = 540;
const TIMEOUT_MS = 15_000;
const SOURCE = 'busy.amazonaws.com';
/** What an invocation may write again: from the slowest batch on its way to the last record that got in. */
const MOST_REPEATED = 400;

const LARGE = logFile('large', largeRecords());
const SMALL = ['small1', 'small2', 'small3'].map((name, index) => logFile(name, [recordText(index)]));
const FILES = [LARGE, ...SMALL];

function largeRecords(): string[] {
  const random = createRandom(1, 'large file');
  return Array.from({ length: RECORDS }, (_, number) => {
    const record = JSON.parse(recordText(1_000 + number)) as object;
    const padding = 'a value like others '.repeat((INFLATED_BYTES / RECORDS - PLAIN_BYTES) / 20);
    const requestParameters = { marker: random.text(HEX, 64), padding };
    return JSON.stringify({ ...record, eventSource: SOURCE, requestParameters });
  });
}

interface Invocation {
  readonly tookMs: number;
  readonly failed: readonly string[];
  /** What the ledger said afterwards. */
  readonly large: LedgerEntry | undefined;
  readonly small: readonly (string | undefined)[];
}

let world: FunctionUnderFaults;
let sqs: SQSClient;

beforeAll(async () => {
  world = await openFunctionUnderFaults();
  sqs = new SQSClient(clientConfig(world.connection, 'sqs'));
  for (const { key, body } of FILES) await world.putObject(key, body);
});

afterAll(async () => {
  sqs?.destroy();
  await world?.close();
});

async function makeQueue(): Promise<{ queueUrl: string; queueArn: string }> {
  const { QueueUrl: queueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'deliveries', Attributes: { VisibilityTimeout: '90' } }),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );
  return { queueUrl, queueArn: Attributes?.QueueArn ?? '' };
}

it('is done in several invocations without starting over', async () => {
  const tables = await world.makeTables();
  const queue = await makeQueue();
  const started = await world.start({ tables, timeoutMs: TIMEOUT_MS, queueUrl: queue.queueUrl });
  const { readEntry } = openLogFilesTable(world.dynamodb, tables.logFiles);
  const hotKey = limitHotKey({ attribute: 'eventSource', value: SOURCE, writesPerSecond: WRITES_PER_SECOND });
  world.front.decide = hotKey.decide;

  const invocations: Invocation[] = [];
  const invoke = async (event: unknown) => {
    const from = performance.now();
    const outcome = await started.invoke(event);
    const tookMs = performance.now() - from;
    const [large, ...small] = await Promise.all(FILES.map(({ key }) => readEntry(DELIVERY_DAY, key)));
    invocations.push({
      tookMs,
      failed: failedMessages(outcome),
      large,
      small: small.map((entry) => entry?.status),
    });
    return outcome;
  };
  await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: queue.queueUrl,
      Entries: FILES.map(({ key }, index) => ({
        Id: String(index),
        MessageBody: announce('', key).body,
      })),
    }),
  );
  const mapping = startEventSourceMapping({
    ...queue,
    client: sqs,
    region: world.connection.region,
    pool: { invoke },
    batchSize: 10,
    batchingWindowMs: 500,
    maximumConcurrency: 1,
    reportsBatchItemFailures: true,
    redeliverAfterMs: 1_000,
  });
  await eventually(() => expect(invocations.at(-1)?.large?.status).toBe('indexed'), 240_000);
  await mapping.stop(1_000);
  await started.kill();

  const unfinishedOnes = invocations.slice(0, -1);
  expect(unfinishedOnes.length).toBeGreaterThanOrEqual(2);
  expect(invocations[0]?.small).toEqual(SMALL.map(() => 'indexed'));
  for (const [index, { tookMs, failed, large }] of unfinishedOnes.entries()) {
    expect(tookMs).toBeLessThan(TIMEOUT_MS);
    expect(failed).toHaveLength(1);
    expect(large).toMatchObject({ status: 'pending', attempts: index + 1 });
    expect(large?.reason).toMatch(/had no room|ran out of time/);
    expect(large?.resumeFrom).toBeGreaterThan(unfinishedOnes[index - 1]?.large?.resumeFrom ?? 0);
  }
  const { written, returned } = hotKey.counts();
  expect(returned).toBeGreaterThan(0);
  expect(written).toBeLessThanOrEqual(RECORDS + unfinishedOnes.length * MOST_REPEATED);
  expect(invocations.at(-1)?.large?.inflatedBytes).toBeGreaterThan(INFLATED_BYTES * 0.9);
  expect(unfinished(FILES, await readIndex(world.dynamodb, tables))).toEqual([]);
}, 300_000);
