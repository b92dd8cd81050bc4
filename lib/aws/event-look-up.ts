/**
 * Reads items of the Events table by their primary keys.
 *
 * Consistently: an event that was written a moment ago is neither absent nor other than it should be. Requests are bounded
 * over all that ask.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import pLimit from 'p-limit';
import type { EventIdentity, EventLookUp } from '../audit/verify/ports.ts';
import { batchesOf } from '../batches.ts';
import type { Item } from '../event-index/attribute-value.ts';
import { GET_BATCH_LIMIT, getBatch } from './batch-get.ts';

const CONCURRENT_REQUESTS = 16;

export function openEventLookUp(client: DynamoDBClient, table: string): EventLookUp {
  const gate = pLimit(CONCURRENT_REQUESTS);
  return {
    async findItems(events) {
      // A request that names one key twice is refused.
      const distinct = [...new Map(events.map((event) => [identityOf(event), event])).values()];
      const batches = batchesOf(distinct, GET_BATCH_LIMIT).map((batch) =>
        gate(() => getBatch(client, table, batch.map(toKey), { ConsistentRead: true })),
      );
      return (await Promise.all(batches)).flat();
    },
  };
}

function toKey({ eventID, recordHash }: EventIdentity): Item {
  return { eventID: { S: eventID }, recordHash: { B: Buffer.from(recordHash, 'hex') } };
}

function identityOf({ eventID, recordHash }: EventIdentity): string {
  return `${eventID}\t${recordHash.toLowerCase()}`;
}
