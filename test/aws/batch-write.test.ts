import { describe, expect, it } from 'vitest';
import { putBatchOnce } from '../../lib/aws/batch-write.ts';
import { startFaultyDynamoDb } from '../helpers/fault-server.ts';

const FIRST = { eventID: { S: 'a' }, recordHash: { B: new Uint8Array([1, 2, 3]) } };
const SECOND = { eventID: { S: 'b' }, recordHash: { B: new Uint8Array([255, 0]) } };
const ITEMS = [FIRST, SECOND];

const ON_THE_WIRE = [
  { PutRequest: { Item: { eventID: { S: 'a' }, recordHash: { B: 'AQID' } } } },
  { PutRequest: { Item: { eventID: { S: 'b' }, recordHash: { B: '/wA=' } } } },
];

describe('one try at a batch', () => {
  it('puts every item and gives none back when there is room', async () => {
    const { client, calls } = await startFaultyDynamoDb(() => ({ output: { UnprocessedItems: {} } }));
    expect(await putBatchOnce(client, 'Events', ITEMS)).toEqual([]);
    expect(calls).toEqual([
      { operation: 'BatchWriteItem', input: { RequestItems: { Events: ON_THE_WIRE } } },
    ]);
  });

  it('gives back the items for which there was no room, without asking again', async () => {
    const { client, calls } = await startFaultyDynamoDb(() => ({
      output: { UnprocessedItems: { Events: [ON_THE_WIRE[1]] } },
    }));
    expect(await putBatchOnce(client, 'Events', ITEMS)).toEqual([SECOND]);
    expect(calls).toHaveLength(1);
  });

  it.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'])(
    'gives all items back when the whole batch meets a %s, after the tries of the SDK',
    async (exception) => {
      const { client, calls } = await startFaultyDynamoDb(() => ({ exception }));
      expect(await putBatchOnce(client, 'Events', ITEMS)).toEqual(ITEMS);
      expect(calls).toHaveLength(2);
    },
  );

  it.each(['ResourceNotFoundException', 'ValidationException', 'AccessDeniedException'])(
    'fails with a %s, which no waiting mends',
    async (exception) => {
      const { client, calls } = await startFaultyDynamoDb(() => ({ exception }));
      await expect(putBatchOnce(client, 'Events', ITEMS)).rejects.toMatchObject({
        name: exception,
        message: `This is a ${exception}.`,
      });
      expect(calls).toHaveLength(1);
    },
  );
});
