/** Both DynamoDB engines, by the same table of cases: what traildex's tables need of them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DeclaredTable } from '../../lib/local/declared-table.ts';
import { deployTables } from '../../lib/local/deploy-tables.ts';
import { dynalite } from '../../lib/local/dynamodb/dynalite.ts';
import { dynoxide, findDynoxide } from '../../lib/local/dynamodb/dynoxide.ts';
import type { Engine } from '../../lib/local/dynamodb/engine.ts';
import { eventually } from '../helpers/eventually.ts';
import { isRunning } from '../helpers/processes.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const INDEXED = ['eventSource', 'eventName', 'principal', 'errorCode'] as const;

const EVENTS: DeclaredTable = {
  name: 'Traildex-Events',
  keySchema: [
    { AttributeName: 'eventID', KeyType: 'HASH' },
    { AttributeName: 'recordHash', KeyType: 'RANGE' },
  ],
  attributes: [
    { AttributeName: 'eventID', AttributeType: 'S' },
    { AttributeName: 'recordHash', AttributeType: 'B' },
    { AttributeName: 'eventTimeID', AttributeType: 'S' },
    ...INDEXED.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
  ],
  globalIndexes: INDEXED.map((AttributeName) => ({
    IndexName: `by-${AttributeName}`,
    KeySchema: [
      { AttributeName, KeyType: 'HASH' },
      { AttributeName: 'eventTimeID', KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'ALL' },
  })),
  localIndexes: [],
};

/** Two at a time have the same time, so that their index keys are equal. */
function buildItem(number: number) {
  return {
    eventID: { S: `event-${String(number).padStart(4, '0')}` },
    recordHash: { B: new Uint8Array([number % 256, number >> 8]) },
    eventTimeID: { S: `2026-03-01T00:00:00Z#${String(number >> 1).padStart(4, '0')}` },
    eventSource: { S: 's3.amazonaws.com' },
    eventName: { S: number % 2 === 0 ? 'GetObject' : 'PutObject' },
    principal: { S: 'arn:aws:iam::111122223333:user/alice' },
    ...(number % 10 === 0 ? { errorCode: { S: 'AccessDenied' } } : {}),
  };
}

async function startEngine(engine: Engine, directory: string) {
  const running = await engine.start({ directory });
  const client = new DynamoDBClient({
    endpoint: running.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  onTestFinished(async () => {
    client.destroy();
    await running.stop();
  });
  return { ...running, client };
}

async function writeItems(client: DynamoDBClient, from: number, to: number) {
  for (let start = from; start < to; start += 25) {
    const requests = Array.from({ length: Math.min(25, to - start) }, (_, offset) => ({
      PutRequest: { Item: buildItem(start + offset) },
    }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [EVENTS.name]: requests } }));
  }
}

/** Ids in the order of an index, read in pages. */
async function readIndex(client: DynamoDBClient, index: string, value: string, Limit: number) {
  const ids: string[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page: QueryCommandOutput = await client.send(
      new QueryCommand({
        TableName: EVENTS.name,
        IndexName: `by-${index}`,
        KeyConditionExpression: '#k = :v',
        ExpressionAttributeNames: { '#k': index },
        ExpressionAttributeValues: { ':v': { S: value } },
        ScanIndexForward: false,
        Limit,
        ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
      }),
    );
    ids.push(...(page.Items ?? []).map(({ eventID }) => eventID?.S ?? ''));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return ids;
}

const engines: [string, Engine, boolean][] = [
  ['dynalite', dynalite, true],
  ['dynoxide', dynoxide, (await findDynoxide()) !== undefined],
];

describe.each(engines.filter(([, , isInstalled]) => isInstalled))('%s', (_name, engine) => {
  it('makes tables with their indexes, once', async () => {
    const { client } = await startEngine(engine, await temporaryDirectory());
    await deployTables(client, [EVENTS]);
    await writeItems(client, 0, 1);
    await deployTables(client, [EVENTS]);
    expect(await readIndex(client, 'eventName', 'GetObject', 10)).toEqual(['event-0000']);
  });

  it.each<[string, DeclaredTable]>([
    [
      'another index',
      {
        ...EVENTS,
        globalIndexes: EVENTS.globalIndexes.slice(1),
        attributes: EVENTS.attributes.filter(({ AttributeName }) => AttributeName !== 'eventSource'),
      },
    ],
    [
      'another key',
      {
        ...EVENTS,
        keySchema: [{ AttributeName: 'eventID', KeyType: 'HASH' }],
        attributes: EVENTS.attributes.filter(({ AttributeName }) => AttributeName !== 'recordHash'),
      },
    ],
  ])('refuses to go on with %s than the tables have', async (_what, changed) => {
    const { client } = await startEngine(engine, await temporaryDirectory());
    await deployTables(client, [changed]);
    await expect(deployTables(client, [EVENTS])).rejects.toThrow(
      'The table Traildex-Events in this data directory has other keys or indexes than the stack now declares.',
    );
  });

  it.each([1, 2, 3, 7, 100])(
    'pages over an index whose keys are equal, %i at a time, without gap or repeat',
    async (limit) => {
      const { client } = await startEngine(engine, await temporaryDirectory());
      await deployTables(client, [EVENTS]);
      await writeItems(client, 0, 40);
      const ids = await readIndex(client, 'eventSource', 's3.amazonaws.com', limit);
      expect([...ids].sort()).toEqual(
        Array.from({ length: 40 }, (_, number) => `event-${String(number).padStart(4, '0')}`),
      );
      // Newest first, whatever the order of two of the same time.
      expect(ids.map((id) => Number(id.slice(-4)) >> 1)).toEqual(
        Array.from({ length: 40 }, (_, place) => 19 - (place >> 1)),
      );
    },
  );

  it('has no entry in a sparse index for an item without the key', async () => {
    const { client } = await startEngine(engine, await temporaryDirectory());
    await deployTables(client, [EVENTS]);
    await writeItems(client, 0, 30);
    expect(await readIndex(client, 'errorCode', 'AccessDenied', 2)).toEqual([
      'event-0020',
      'event-0010',
      'event-0000',
    ]);
  });

  it('adds up a counter by expressions', async () => {
    const { client } = await startEngine(engine, await temporaryDirectory());
    await deployTables(client, [EVENTS]);
    const Key = { eventID: { S: 'counter' }, recordHash: { B: new Uint8Array([0]) } };
    for (const amount of ['2', '3']) {
      await client.send(
        new UpdateItemCommand({
          TableName: EVENTS.name,
          Key,
          UpdateExpression: 'ADD #n :n',
          ExpressionAttributeNames: { '#n': 'events' },
          ExpressionAttributeValues: { ':n': { N: amount } },
        }),
      );
    }
    const { Item } = await client.send(
      new GetItemCommand({ TableName: EVENTS.name, Key, ConsistentRead: true }),
    );
    expect(Item?.events).toEqual({ N: '5' });
  });

  it('keeps what it acknowledged over an orderly stop and over kill -9', async () => {
    const directory = await temporaryDirectory();
    const first = await startEngine(engine, directory);
    await deployTables(first.client, [EVENTS]);
    await writeItems(first.client, 0, 100);
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);

    const second = await startEngine(engine, directory);
    expect(await readIndex(second.client, 'eventName', 'GetObject', 100)).toHaveLength(50);
    await writeItems(second.client, 100, 200);
    process.kill(second.pid, 'SIGKILL');
    await eventually(() => expect(isRunning(second.pid)).toBe(false));

    const third = await startEngine(engine, directory);
    await deployTables(third.client, [EVENTS]);
    expect(await readIndex(third.client, 'eventName', 'GetObject', 100)).toHaveLength(100);
    expect(await readIndex(third.client, 'errorCode', 'AccessDenied', 100)).toHaveLength(20);
  });

  it('says so when its files are damaged', async () => {
    const directory = await temporaryDirectory();
    for (const name of ['dynoxide.db', 'CURRENT'])
      await writeFile(join(directory, name), 'not a database'.repeat(100));
    await expect(engine.start({ directory })).rejects.toThrow(
      `The DynamoDB engine ${engine.name} did not start over ${directory}. It said:`,
    );
  });
});
