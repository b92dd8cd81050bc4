/** The LogFiles table: ledger, catalogue, counters and settings, item by item as lib/event-index lays them out. */
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Settled } from '../../lambdas/ingest/ports.ts';
import type { ItemPage, SectionRequest } from '../audit/ports.ts';
import type { Item } from '../event-index/attribute-value.ts';
import { COUNT_ATTRIBUTE, counterKey, countValue } from '../event-index/counters.ts';
import { fromLedgerItem, type LedgerEntry, ledgerKey } from '../event-index/ledger.ts';
import {
  fromRejectedRecordsItem,
  type RejectedRecord,
  rejectedRecordsKey,
} from '../event-index/rejected-records.ts';
import { SETTINGS_KEY, SHARD_COUNT_ATTRIBUTE, shardCountIn } from '../event-index/settings.ts';
import { fromSdkItem, toItemPage, toSdkItem } from './items.ts';

/** Every method is a plain function: it may be handed on by itself. */
export function openLogFilesTable(client: DynamoDBClient, table: string) {
  // Consistent: the function decides by them what is already indexed, readers over how many shards they ask.
  const get = async (key: Item): Promise<Item | undefined> => {
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: table, Key: toSdkItem(key), ConsistentRead: true }),
    );
    return item === undefined ? undefined : fromSdkItem(item);
  };
  return {
    async readEntry(deliveryDay: string, key: string): Promise<LedgerEntry | undefined> {
      const item = await get(ledgerKey(deliveryDay, key));
      return item === undefined ? undefined : fromLedgerItem(item);
    },

    async readRejectedRecords(deliveryDay: string, key: string): Promise<readonly RejectedRecord[]> {
      const all: RejectedRecord[] = [];
      for (let part = 0; ; part++) {
        const item = await get(rejectedRecordsKey({ deliveryDay, key }, part));
        if (item === undefined) return all;
        const { rejected, more } = fromRejectedRecordsItem(item);
        all.push(...rejected);
        if (!more) return all;
      }
    },

    /**
     * Puts a ledger item unless one of these statuses stands there, other than in the item written at `seenAt`. Resolves
     * either way: that another run came to an end is no failure.
     */
    async putUnlessSettled(item: Item, { statuses, seenAt }: Settled): Promise<void> {
      const isUnsettled = statuses.map((status) => `#status <> :${status}`).join(' AND ');
      const seen = seenAt === undefined ? '' : ' OR updatedAt = :seenAt';
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: toSdkItem(item),
            ConditionExpression: `attribute_not_exists(#status) OR (${isUnsettled})${seen}`,
            // `status` is a reserved word of DynamoDB's.
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: {
              ...Object.fromEntries(statuses.map((status) => [`:${status}`, { S: status }])),
              ...(seenAt === undefined ? {} : { ':seenAt': { S: seenAt } }),
            },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    async addToCounter(hour: string, events: number): Promise<void> {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: toSdkItem(counterKey(hour)),
          UpdateExpression: 'ADD #events :events',
          ExpressionAttributeNames: { '#events': COUNT_ATTRIBUTE },
          ExpressionAttributeValues: toSdkItem({ ':events': countValue(events) }),
        }),
      );
    },

    async shardCount(): Promise<number> {
      return shardCountIn(await get(SETTINGS_KEY));
    },

    /** Raises the number of write shards to `wanted` and gives the number in force, which is never lowered. */
    async raiseShardCount(wanted: number): Promise<number> {
      const current = shardCountIn(await get(SETTINGS_KEY));
      if (wanted <= current) return current;
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: toSdkItem({ ...SETTINGS_KEY, [SHARD_COUNT_ATTRIBUTE]: { N: String(wanted) } }),
            ConditionExpression: 'attribute_not_exists(#count) OR #count < :wanted',
            ExpressionAttributeNames: { '#count': SHARD_COUNT_ATTRIBUTE },
            ExpressionAttributeValues: { ':wanted': { N: String(wanted) } },
          }),
        );
        return wanted;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return shardCountIn(await get(SETTINGS_KEY));
      }
    },

    /** One page of a section, in the order of its entries. */
    async readSection({ section, ascending = true, limit, start }: SectionRequest): Promise<ItemPage> {
      const answer = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: '#section = :section',
          ExpressionAttributeNames: { '#section': 'section' },
          ExpressionAttributeValues: { ':section': { S: section } },
          ScanIndexForward: ascending,
          ReturnConsumedCapacity: 'TOTAL',
          ...(limit === undefined ? {} : { Limit: limit }),
          ...(start === undefined ? {} : { ExclusiveStartKey: toSdkItem(start) }),
        }),
      );
      return toItemPage(answer);
    },
  };
}
