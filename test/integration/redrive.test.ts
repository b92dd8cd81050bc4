/**
 * Dead letters looked at and moved back, with the real adapters against the emulators and the bundled function in a process
 * of its own. The embedded SQS knows no move of its own, so this is the road of one by one.
 */
import { gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_FUNCTION_ENVIRONMENT } from '../../lambdas/ingest/env.ts';
import { clientConfig } from '../../lib/aws/connection.ts';
import { openDeadLetterQueue } from '../../lib/aws/dead-letter-queue.ts';
import { toDeployment } from '../../lib/aws/deployment.ts';
import { OPERATION_CLOCK } from '../../lib/aws/operation-clock.ts';
import { connectWorkplace, type Workplace } from '../../lib/aws/workplace.ts';
import { openLocalEnvironment } from '../../lib/local/environment.ts';
import { type RunningServices, startServices } from '../../lib/local/services.ts';
import type { DeadLetterQueue } from '../../lib/operations/redrive/dead-letters.ts';
import { moveDeadLetters } from '../../lib/operations/redrive/move-dead-letters.ts';
import { listDeadLetters, type RedriveContext, redrive } from '../../lib/operations/redrive/redrive.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const PROJECT_ROOT = new URL('../..', import.meta.url).pathname;

describe('the queues of the embedded SQS', () => {
  let directory: string;
  let services: RunningServices;
  let client: SQSClient;
  let queue: string;
  let deadLetterQueue: string;
  let letters: DeadLetterQueue;

  beforeAll(async () => {
    directory = await makeTemporaryDirectory();
    services = await startServices({ directory });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    client = new SQSClient({ endpoint: services.endpoint, region: 'us-east-1', credentials });
    queue = await makeQueue('ingest');
    deadLetterQueue = await makeQueue('dead');
    letters = openDeadLetterQueue(client, { queue, deadLetterQueue });
  });

  afterAll(async () => {
    client.destroy();
    await services.stop();
    await removeDirectory(directory);
  });

  async function makeQueue(QueueName: string): Promise<string> {
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName }));
    return QueueUrl;
  }

  it('know no move of their own', async () => {
    expect(await letters.startMove()).toBeUndefined();
  });

  it('take letters back with their attributes, also those that were looked at before', async () => {
    const attributes = {
      trace: { DataType: 'String', StringValue: 'x' },
      bytes: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) },
    };
    for (let number = 0; number < 23; number++) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: deadLetterQueue,
          MessageBody: `letter ${number} ü`,
          MessageAttributes: attributes,
        }),
      );
    }
    const looked = await letters.receive(60);
    await letters.release(looked);
    const moved = await moveDeadLetters({
      queue: letters,
      clock: OPERATION_CLOCK,
      signal: new AbortController().signal,
      pollIntervalMs: 100,
      onMoved: () => {},
    });
    expect([moved, await letters.count()]).toEqual([
      { moved: 23, isDone: true },
      { visible: 0, hidden: 0 },
    ]);
    const bodies: (string | undefined)[] = [];
    while (bodies.length < 23) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queue,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
        }),
      );
      expect(Messages.length).toBeGreaterThan(0);
      for (const { Body, MessageAttributes } of Messages) {
        bodies.push(Body);
        expect(MessageAttributes?.trace).toEqual(attributes.trace);
        expect(Buffer.from(MessageAttributes?.bytes?.BinaryValue ?? [])).toEqual(Buffer.from([0, 255]));
      }
    }
    expect(new Set(bodies)).toEqual(new Set(Array.from({ length: 23 }, (_, number) => `letter ${number} ü`)));
  });
});

describe('a redrive', () => {
  let directory: string;
  let place: Workplace;
  let sqs: SQSClient;
  let s3: S3Client;

  beforeAll(async () => {
    directory = await makeTemporaryDirectory();
    const environment = await openLocalEnvironment({
      dataDirectory: directory,
      projectRoot: PROJECT_ROOT,
      needs: 'everything',
      functionEnvironment: LOCAL_FUNCTION_ENVIRONMENT,
    });
    place = connectWorkplace(environment.connection, toDeployment(environment.outputs, 'the test stack'), {
      now: new Date(),
      close: environment.close,
    });
    sqs = new SQSClient(clientConfig(environment.connection, 'sqs'));
    s3 = new S3Client(clientConfig(environment.connection, 's3'));
    const records = JSON.stringify({ Records: [{ eventTime: '2026-03-17T10:00:00Z', eventName: 'Kept' }] });
    await put(keyOf('whole'), gzipSync(records));
    await put(keyOf('broken'), gzipSync(records).subarray(0, 40));
  });

  afterAll(async () => {
    for (const client of [sqs, s3]) client?.destroy();
    await place?.close();
    await removeDirectory(directory);
  });

  function keyOf(name: string): string {
    return `AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/111122223333_CloudTrail_us-east-1_20260317T1000Z_${name.padEnd(16, '0')}.json.gz`;
  }

  async function put(Key: string, Body: Uint8Array): Promise<void> {
    await s3.send(new PutObjectCommand({ Bucket: place.deployment.trailBucket, Key, Body }));
  }

  async function setAside(MessageBody: string): Promise<void> {
    await sqs.send(new SendMessageCommand({ QueueUrl: place.deployment.deadLetterQueue, MessageBody }));
  }

  function announcing(...names: readonly string[]): string {
    return JSON.stringify({ s3Bucket: place.deployment.trailBucket, s3ObjectKey: names.map(keyOf) });
  }

  function context(): RedriveContext {
    if (place.deadLetters === undefined) throw new Error('There are no queues.');
    return {
      queue: place.deadLetters,
      ledger: place.ledger,
      trail: { trailBucket: place.deployment.trailBucket },
      clock: OPERATION_CLOCK,
      signal: new AbortController().signal,
      onProgress: () => {},
      settings: { pollIntervalMs: 200, giveUpAfterMs: 60_000 },
    };
  }

  it('lists what is there, brings it back and tells what the function made of it', async () => {
    await setAside(announcing('whole', 'broken'));
    await setAside(announcing('missing'));
    await setAside('hello');
    expect(await listDeadLetters(context())).toMatchObject({ letters: 3, isWhole: true });
    const { moved, files, end } = await redrive(context(), true);
    expect([moved, end]).toEqual([3, 'done']);
    const verdicts = files.map(({ announced, entry }) => [announced.kind, entry?.status, entry?.attempts]);
    expect(verdicts.sort()).toEqual([
      ['file', 'indexed', undefined],
      ['file', 'pending', 1],
      ['file', 'rejected', undefined],
      ['no-notification', undefined, undefined],
    ]);
    expect(await listDeadLetters(context())).toMatchObject({ letters: 0, count: { visible: 0, hidden: 0 } });
  });
});
