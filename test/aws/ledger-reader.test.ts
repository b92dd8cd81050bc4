import { describe, expect, it } from 'vitest';
import { openLedgerReader } from '../../lib/aws/ledger-reader.ts';
import { startFaultyDynamoDb } from '../helpers/fault-server.ts';

const DAY = '2026-03-17';
const FOLDER = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/';
const QUERY = {
  TableName: 'LogFiles',
  KeyConditionExpression: '#section = :section AND begins_with(#entry, :folder)',
  ExpressionAttributeNames: { '#section': 'section', '#entry': 'entry' },
  ExpressionAttributeValues: { ':section': { S: 'log-files#2026-03-17' }, ':folder': { S: FOLDER } },
};

const itemOf = (name: string) => ({
  section: { S: 'log-files#2026-03-17' },
  entry: { S: `${FOLDER}${name}` },
  status: { S: 'rejected' },
  eTag: { S: 'abc123' },
});

describe('the ledger of a folder', () => {
  it('is read by one condition on its key, page by page', async () => {
    const next = { section: { S: 'log-files#2026-03-17' }, entry: { S: `${FOLDER}b` } };
    const { client, calls } = await startFaultyDynamoDb((_, number) => ({
      output:
        number === 0
          ? { Items: [itemOf('a'), itemOf('b')], LastEvaluatedKey: next }
          : { Items: [itemOf('c')] },
    }));
    const entries = [];
    for await (const entry of openLedgerReader(client, 'LogFiles').readFolder(DAY, FOLDER))
      entries.push(entry);
    expect(entries.map(({ key }) => key)).toEqual([`${FOLDER}a`, `${FOLDER}b`, `${FOLDER}c`]);
    expect(entries[0]).toMatchObject({ deliveryDay: DAY, status: 'rejected', eTag: 'abc123' });
    expect(calls).toEqual([
      { operation: 'Query', input: QUERY },
      { operation: 'Query', input: { ...QUERY, ExclusiveStartKey: next } },
    ]);
  });
});
