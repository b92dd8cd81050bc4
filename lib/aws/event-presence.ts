/**
 * Which events the Events table has, asked by their primary keys.
 *
 * At half the price first: what such a read finds is there, and what it does not find is asked for again by a consistent
 * one, so that nothing is called absent that was only written a moment ago. Requests are bounded over all that ask.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import pLimit from 'p-limit';
import type { EventIdentity, EventPresence } from '../audit/verify/ports.ts';
import type { Item } from '../event-index/attribute-value.ts';
import { binaryIn, textIn } from '../event-index/item-reading.ts';
import { GET_BATCH_LIMIT, getBatch } from './batch-get.ts';

const CONCURRENT_REQUESTS = 16;

const KEYS_ONLY = 'eventID, recordHash';

export function openEventPresence(client: DynamoDBClient, table: string): EventPresence {
  const gate = pLimit(CONCURRENT_REQUESTS);

  async function absentOf(
    events: readonly EventIdentity[],
    consistent: boolean,
  ): Promise<readonly EventIdentity[]> {
    const how = { ProjectionExpression: KEYS_ONLY, ConsistentRead: consistent };
    const batches = batchesOf(events).map((batch) =>
      gate(() => getBatch(client, table, batch.map(toKey), how)),
    );
    const found = new Set((await Promise.all(batches)).flat().map(identityIn));
    return events.filter((event) => !found.has(identityOf(event)));
  }

  return {
    async findAbsent(events) {
      // A request that names one key twice is refused.
      const distinct = [...new Map(events.map((event) => [identityOf(event), event])).values()];
      return absentOf(await absentOf(distinct, false), true);
    },
  };
}

function toKey({ eventID, recordHash }: EventIdentity): Item {
  return { eventID: { S: eventID }, recordHash: { B: Buffer.from(recordHash, 'hex') } };
}

function identityOf({ eventID, recordHash }: EventIdentity): string {
  return `${eventID}\t${recordHash.toLowerCase()}`;
}

function identityIn(item: Item): string {
  const recordHash = Buffer.from(binaryIn(item, 'recordHash')).toString('hex');
  return identityOf({ eventID: textIn(item, 'eventID') ?? '', recordHash });
}

function batchesOf<Element>(all: readonly Element[]): readonly Element[][] {
  const count = Math.ceil(all.length / GET_BATCH_LIMIT);
  return Array.from({ length: count }, (_, index) =>
    all.slice(index * GET_BATCH_LIMIT, (index + 1) * GET_BATCH_LIMIT),
  );
}
