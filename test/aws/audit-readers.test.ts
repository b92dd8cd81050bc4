import { buffer, text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openEventReader, openLogFileReader, openStoredObjectReader } from '../../lib/aws/audit-readers.ts';
import { toUnreadable } from '../../lib/cloudtrail/unreadable.ts';
import type { IndexQuery } from '../../lib/event-index/query-plan.ts';
import { CREDENTIALS, startFaultServer, startFaultyDynamoDb } from '../helpers/fault-server.ts';

const QUERY: IndexQuery = {
  index: { name: 'by-principal', partitionKey: 'principal' },
  key: 'arn:aws:iam::111122223333:user/alice',
  from: '2026-03-17T00:00:00Z',
  to: '2026-03-18T00:00:00Z',
  order: 'newest-first',
  filter: undefined,
};

const START = {
  eventID: { S: 'a' },
  recordHash: { B: new Uint8Array([1, 2, 3]) },
  principal: { S: 'arn:aws:iam::111122223333:user/alice' },
  timeID: { S: '2026-03-17T09:10:11Z#a' },
};
const START_ON_THE_WIRE = { ...START, recordHash: { B: 'AQID' } };

describe('reading a page of an index', () => {
  it('asks for a range of one key, newest first, for as much as fits an answer', async () => {
    const { client, calls } = await startFaultyDynamoDb(() => ({ output: {} }));
    const page = await openEventReader(client, 'Events').queryIndex(QUERY, {});
    expect(page).toEqual({ items: [], next: undefined, scanned: 0, readUnits: 0 });
    expect(calls).toEqual([
      {
        operation: 'Query',
        input: {
          TableName: 'Events',
          IndexName: 'by-principal',
          KeyConditionExpression: '#key = :key AND #time BETWEEN :from AND :to',
          ExpressionAttributeNames: { '#key': 'principal', '#time': 'timeID' },
          ExpressionAttributeValues: {
            ':key': { S: 'arn:aws:iam::111122223333:user/alice' },
            ':from': { S: '2026-03-17T00:00:00Z' },
            ':to': { S: '2026-03-18T00:00:00Z' },
          },
          ScanIndexForward: false,
          ReturnConsumedCapacity: 'TOTAL',
        },
      },
    ]);
  });

  it('asks as well for a filter, a limit, a start and the oldest first', async () => {
    const { client, calls } = await startFaultyDynamoDb(() => ({ output: {} }));
    const filter = {
      expression: 'attribute_exists(#error) AND #region = :region',
      names: { '#error': 'errorCode', '#region': 'awsRegion' },
      values: { ':region': { S: 'eu-central-1' } },
    };
    await openEventReader(client, 'Events').queryIndex(
      { ...QUERY, order: 'oldest-first', filter },
      { limit: 25, start: START },
    );
    expect(calls[0]?.input).toEqual({
      TableName: 'Events',
      IndexName: 'by-principal',
      KeyConditionExpression: '#key = :key AND #time BETWEEN :from AND :to',
      FilterExpression: 'attribute_exists(#error) AND #region = :region',
      ExpressionAttributeNames: {
        '#key': 'principal',
        '#time': 'timeID',
        '#error': 'errorCode',
        '#region': 'awsRegion',
      },
      ExpressionAttributeValues: {
        ':key': { S: 'arn:aws:iam::111122223333:user/alice' },
        ':from': { S: '2026-03-17T00:00:00Z' },
        ':to': { S: '2026-03-18T00:00:00Z' },
        ':region': { S: 'eu-central-1' },
      },
      ScanIndexForward: true,
      ReturnConsumedCapacity: 'TOTAL',
      Limit: 25,
      ExclusiveStartKey: START_ON_THE_WIRE,
    });
  });

  it('gives the items and where the next page starts, also where the filter leaves no item', async () => {
    const { client } = await startFaultyDynamoDb((_, number) => ({
      output: {
        Items: number === 0 ? [START_ON_THE_WIRE] : [],
        LastEvaluatedKey: START_ON_THE_WIRE,
        ScannedCount: 7,
        ConsumedCapacity: { CapacityUnits: 1.5 },
      },
    }));
    const page = { next: START, scanned: 7, readUnits: 1.5 };
    const { queryIndex } = openEventReader(client, 'Events');
    expect(await queryIndex(QUERY, {})).toEqual({ items: [START], ...page });
    expect(await queryIndex(QUERY, {})).toEqual({ items: [], ...page });
  });
});

describe('reading the events of an id', () => {
  it('reads all pages, also past an empty one', async () => {
    const keyOf = (number: number) => ({
      eventID: { S: 'a' },
      recordHash: { B: ['AQ==', 'Ag==', 'Aw=='][number] },
    });
    const pages = [
      { Items: [keyOf(0)], LastEvaluatedKey: keyOf(0) },
      { Items: [], LastEvaluatedKey: keyOf(1) },
      { Items: [keyOf(2)] },
    ];
    const { client, calls } = await startFaultyDynamoDb((_, number) => ({ output: pages[number] ?? {} }));
    const items = await openEventReader(client, 'Events').readEvents('a');
    expect(items).toEqual([
      { eventID: { S: 'a' }, recordHash: { B: new Uint8Array([1]) } },
      { eventID: { S: 'a' }, recordHash: { B: new Uint8Array([3]) } },
    ]);
    const question = {
      TableName: 'Events',
      KeyConditionExpression: 'eventID = :eventID',
      ExpressionAttributeValues: { ':eventID': { S: 'a' } },
    };
    expect(calls.map(({ input }) => input)).toEqual([
      question,
      { ...question, ExclusiveStartKey: keyOf(0) },
      { ...question, ExclusiveStartKey: keyOf(1) },
    ]);
  });
});

describe('reading a log file', () => {
  async function bucketThat(answer: Parameters<typeof startFaultServer>[0]): Promise<S3Client> {
    const endpoint = await startFaultServer(answer);
    const client = new S3Client({
      endpoint,
      region: 'us-east-1',
      credentials: CREDENTIALS,
      forcePathStyle: true,
    });
    onTestFinished(() => client.destroy());
    return client;
  }

  it('gives its inflated bytes', async () => {
    const client = await bucketThat(({ url }, response) => {
      response.end(gzipSync(`{"Records":[],"asked":"${url}"}`));
    });
    expect(await text(openLogFileReader(client, { bucket: 'trail' }).read('AWSLogs/a.json.gz'))).toBe(
      '{"Records":[],"asked":"/trail/AWSLogs/a.json.gz?x-id=GetObject"}',
    );
  });

  it('gives each byte once where the connection breaks in the middle', async () => {
    const records = JSON.stringify({ Records: Array.from({ length: 20_000 }, () => Math.random()) });
    const stored = gzipSync(records);
    let requests = 0;
    const client = await bucketThat((_request, response) => {
      response.writeHead(200, { 'content-length': stored.length, etag: '"one"' });
      if (++requests > 1) response.end(stored);
      else response.write(stored.subarray(0, stored.length - 1_000), () => response.socket?.end());
    });
    const { read } = openLogFileReader(client, { bucket: 'trail', wait: async () => {} });
    expect(await text(read('AWSLogs/a.json.gz'))).toBe(records);
    expect(requests).toBe(2);
  });

  it('gives its stored bytes as they are', async () => {
    const stored = gzipSync('{"Records":[]}');
    const client = await bucketThat((_request, response) => {
      response.end(stored);
    });
    expect(
      await buffer(openStoredObjectReader(client, { bucket: 'trail' }).readStored('AWSLogs/a.json.gz')),
    ).toEqual(stored);
  });

  it.each([
    ['<StorageClass>DEEP_ARCHIVE</StorageClass>', 'The log file is archived (DEEP_ARCHIVE): '],
    [
      '<StorageClass>INTELLIGENT_TIERING</StorageClass><AccessTier>ARCHIVE_ACCESS</AccessTier>',
      'The log file is archived (INTELLIGENT_TIERING, ARCHIVE_ACCESS): ',
    ],
  ])('says where an archived one is: %s', async (members, words) => {
    const client = await bucketThat((_request, response) => {
      response.writeHead(403, { 'content-type': 'application/xml' });
      response.end(`<Error><Code>InvalidObjectState</Code><Message>Not valid</Message>${members}</Error>`);
    });
    const reading = text(openLogFileReader(client, { bucket: 'trail' }).read('AWSLogs/a.json.gz'));
    const cause: unknown = await reading.catch((error: unknown) => error);
    expect(toUnreadable(cause).problem).toContain(words);
  });
});
