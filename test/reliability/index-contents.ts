/**
 * Everything that the two tables hold, read in an order in which a promise that is kept at every moment is never seen
 * broken: the ledger before the events that it vouches for, the events before the catalogue that lists their values.
 */
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { fromSdkItem } from '../../lib/aws/items.ts';
import { openLogFilesTable } from '../../lib/aws/log-files-table.ts';
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { binaryIn, textIn } from '../../lib/event-index/item-reading.ts';
import { fromLedgerItem, type LedgerEntry } from '../../lib/event-index/ledger.ts';
import type { TableNames } from './function-under-faults.ts';

export interface IndexContents {
  /** Entries of the ledger by key. */
  readonly ledger: ReadonlyMap<string, LedgerEntry>;
  /** Items by `eventID/hash`. */
  readonly events: ReadonlyMap<string, Item>;
  /** `section value` of every catalogue entry. */
  readonly catalogue: ReadonlySet<string>;
  /** Positions of refused records by key, of the files that have some by the ledger. */
  readonly refused: ReadonlyMap<string, readonly number[]>;
}

export async function readIndex(client: DynamoDBClient, tables: TableNames): Promise<IndexContents> {
  const ledger = new Map<string, LedgerEntry>();
  for (const item of await scan(client, tables.logFiles)) {
    if (!textIn(item, 'section')?.startsWith('log-files#')) continue;
    const entry = fromLedgerItem(item);
    ledger.set(entry.key, entry);
  }
  const events = new Map<string, Item>();
  for (const item of await scan(client, tables.events)) events.set(identityOf(item), item);
  const catalogue = new Set<string>();
  for (const item of await scan(client, tables.logFiles)) {
    catalogue.add(`${textIn(item, 'section')} ${textIn(item, 'entry')}`);
  }
  const { readRejectedRecords } = openLogFilesTable(client, tables.logFiles);
  const refused = new Map<string, readonly number[]>();
  for (const { key, deliveryDay, rejected } of ledger.values()) {
    if (!rejected) continue;
    refused.set(
      key,
      (await readRejectedRecords(deliveryDay, key)).map(({ index }) => index),
    );
  }
  return { ledger, events, catalogue, refused };
}

async function scan(client: DynamoDBClient, table: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    items.push(...Items.map(fromSdkItem));
  }
  return items;
}

function identityOf(item: Item): string {
  return `${textIn(item, 'eventID')}/${Buffer.from(binaryIn(item, 'recordHash')).toString('hex')}`;
}
