/**
 * Reads the ledger of a day folder by folder, in pages of up to a megabyte: the folder is the beginning of its keys.
 *
 * Eventually consistent, at half the price: what the last second wrote may be missing.
 */
import { type DynamoDBClient, paginateQuery, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { LedgerReader } from '../audit/ports.ts';
import { regionFolderOf } from '../audit/trail-folders.ts';
import type { LedgerFolders } from '../audit/verify/ports.ts';
import { fromLedgerItem, ledgerSection } from '../event-index/ledger.ts';
import { fromSdkItem } from './items.ts';

export function openLedgerReader(client: DynamoDBClient, table: string): LedgerReader & LedgerFolders {
  /** The first key of the day from `from` on that begins with `root`. */
  async function firstKey(deliveryDay: string, from: string, root: string): Promise<string | undefined> {
    const { Items: [first] = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: '#section = :section AND #entry >= :from',
        ExpressionAttributeNames: { '#section': 'section', '#entry': 'entry' },
        ExpressionAttributeValues: { ':section': { S: ledgerSection(deliveryDay) }, ':from': { S: from } },
        Limit: 1,
      }),
    );
    const key = first === undefined ? undefined : fromLedgerItem(fromSdkItem(first)).key;
    return key?.startsWith(root) ? key : undefined;
  }

  return {
    // From one folder to the next: an item is read for each, however many log files lie in it.
    async findRegionFolders(deliveryDay, root) {
      const folders: string[] = [];
      let key = await firstKey(deliveryDay, root === '' ? ' ' : root, root);
      while (key !== undefined) {
        const folder = regionFolderOf(key);
        if (folder !== undefined) folders.push(folder);
        key = await firstKey(deliveryDay, folder === undefined ? `${key}\0` : afterFolder(folder), root);
      }
      return folders;
    },

    async *readFolder(deliveryDay, folder) {
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          KeyConditionExpression: '#section = :section AND begins_with(#entry, :folder)',
          ExpressionAttributeNames: { '#section': 'section', '#entry': 'entry' },
          ExpressionAttributeValues: {
            ':section': { S: ledgerSection(deliveryDay) },
            ':folder': { S: folder },
          },
        },
      );
      for await (const { Items = [] } of pages) {
        for (const item of Items) yield fromLedgerItem(fromSdkItem(item));
      }
    },
  };
}

/** The least text after everything that begins with the folder. */
function afterFolder(folder: string): string {
  return `${folder.slice(0, -1)}0`;
}
