/**
 * Reads many items by their keys, a hundred in a request, and asks again for what the table had no room for.
 *
 * It gives up when the table has let nothing through for some seconds; a busy one that gives some is waited for.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { BatchGetItemCommand, type DynamoDBClient, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import type { Item } from '../event-index/attribute-value.ts';
import { fromSdkItem, toSdkItem } from './items.ts';

/** BatchGetItem takes no more. */
export const GET_BATCH_LIMIT = 100;

const FIRST_WAIT_MS = 50;
const MAX_ROUNDS = 8;

/** @param keys distinct, at most GET_BATCH_LIMIT */
export async function getBatch(
  client: DynamoDBClient,
  table: string,
  keys: readonly Item[],
  how: Pick<KeysAndAttributes, 'ConsistentRead' | 'ProjectionExpression'> = {},
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let left = keys.map(toSdkItem);
  for (let round = 0; left.length > 0; round++) {
    if (round === MAX_ROUNDS) throw new Error(`The table ${table} had no room for ${left.length} reads.`);
    if (round > 0) await wait(FIRST_WAIT_MS * 2 ** round);
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { ...how, Keys: left } } }),
    );
    items.push(...(Responses?.[table] ?? []).map(fromSdkItem));
    const unprocessed = UnprocessedKeys?.[table]?.Keys ?? [];
    if (unprocessed.length < left.length) round = 0;
    left = unprocessed;
  }
  return items;
}
