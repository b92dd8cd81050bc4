import { describe, expect, it } from 'vitest';
import { openLogFilesTable } from '../../lib/aws/log-files-table.ts';
import { type DynamoDbAnswer, type DynamoDbCall, startFaultyDynamoDb } from '../helpers/fault-server.ts';

const DAY = '2026-03-17';
const ITEM = { section: { S: `log-files#${DAY}` }, entry: { S: 'a.json.gz' }, status: { S: 'pending' } };

async function tableWith(answer: (call: DynamoDbCall, number: number) => DynamoDbAnswer) {
  const { client, calls } = await startFaultyDynamoDb(answer);
  return { calls, table: openLogFilesTable(client, 'LogFiles') };
}

/** Answers in this order. */
function inTurn(...answers: readonly DynamoDbAnswer[]) {
  return (_: DynamoDbCall, number: number) => answers[number] ?? { exception: 'ValidationException' };
}

const shardCount = (count: number) => ({ output: { Item: { shardCount: { N: String(count) } } } });

describe('reading an entry', () => {
  it('reads what is true now, not what a replica remembers', async () => {
    const { table, calls } = await tableWith(() => ({ output: { Item: ITEM } }));
    expect(await table.readEntry(DAY, 'a.json.gz')).toMatchObject({
      key: 'a.json.gz',
      deliveryDay: DAY,
      status: 'pending',
    });
    expect(calls).toEqual([
      {
        operation: 'GetItem',
        input: {
          TableName: 'LogFiles',
          Key: { section: { S: 'log-files#2026-03-17' }, entry: { S: 'a.json.gz' } },
          ConsistentRead: true,
        },
      },
    ]);
  });

  it('gives none, and no refused records, where there are none', async () => {
    const { table } = await tableWith(() => ({ output: {} }));
    expect(await table.readEntry(DAY, 'a.json.gz')).toBeUndefined();
    expect(await table.readRejectedRecords(DAY, 'a.json.gz')).toEqual([]);
  });
});

describe('raising the number of write shards', () => {
  it('takes the number of another run that was faster and higher', async () => {
    const { table, calls } = await tableWith(
      inTurn(shardCount(2), { exception: 'ConditionalCheckFailedException' }, shardCount(8)),
    );
    expect(await table.raiseShardCount(4)).toBe(8);
    expect(calls.map(({ operation }) => operation)).toEqual(['GetItem', 'PutItem', 'GetItem']);
  });

  it('fails where the table refuses', async () => {
    const { table } = await tableWith(inTurn(shardCount(2), { exception: 'AccessDeniedException' }));
    await expect(table.raiseShardCount(4)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('putting an entry unless what becomes of the file is settled', () => {
  it('has DynamoDB decide it in one request', async () => {
    const { table, calls } = await tableWith(() => ({ output: {} }));
    await table.putUnlessSettled(ITEM, { statuses: ['indexed', 'rejected'], seenAt: undefined });
    await table.putUnlessSettled(ITEM, { statuses: ['indexed'], seenAt: '2026-03-17T12:00:00.000Z' });
    const put = { TableName: 'LogFiles', Item: ITEM };
    expect(calls).toEqual([
      {
        operation: 'PutItem',
        input: {
          ...put,
          ConditionExpression:
            'attribute_not_exists(#status) OR (#status <> :indexed AND #status <> :rejected)',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':indexed': { S: 'indexed' }, ':rejected': { S: 'rejected' } },
        },
      },
      {
        operation: 'PutItem',
        input: {
          ...put,
          ConditionExpression:
            'attribute_not_exists(#status) OR (#status <> :indexed) OR updatedAt = :seenAt',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':indexed': { S: 'indexed' },
            ':seenAt': { S: '2026-03-17T12:00:00.000Z' },
          },
        },
      },
    ]);
  });

  it('is content with an older success, and fails with everything else', async () => {
    const { table } = await tableWith(
      inTurn({ exception: 'ConditionalCheckFailedException' }, { exception: 'AccessDeniedException' }),
    );
    const settled = { statuses: ['indexed'], seenAt: undefined } as const;
    await table.putUnlessSettled(ITEM, settled);
    await expect(table.putUnlessSettled(ITEM, settled)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
