/**
 * Reads the ledger of a day folder by folder, in pages of up to a megabyte: the folder is the beginning of its keys.
 *
 * Eventually consistent, at half the price: what the last second wrote may be missing.
 */
import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { LedgerReader } from '../audit/ports.ts';
import { fromLedgerItem, ledgerSection } from '../event-index/ledger.ts';
import { fromSdkItem } from './items.ts';

export function openLedgerReader(client: DynamoDBClient, table: string): LedgerReader {
  return {
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
