/**
 * Says in the ledger that a log file is to be indexed anew: as if older rules had indexed it.
 *
 * The ingest function acknowledges a file that stands there as indexed without reading it. The condition keeps the mark
 * from an object that has come since, and from an entry that no longer says that all is done.
 */
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ledgerKey } from '../event-index/ledger.ts';
import { toSdkItem } from './items.ts';

export interface LedgerMarks {
  /** False where the ledger has no indexed file of that ETag. */
  markOutdated(deliveryDay: string, key: string, eTag: string): Promise<boolean>;
}

/** Older than any rules that there were. */
const OUTDATED = '0';

export function openLedgerMarks(client: DynamoDBClient, table: string): LedgerMarks {
  return {
    async markOutdated(deliveryDay, key, eTag) {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: toSdkItem(ledgerKey(deliveryDay, key)),
            UpdateExpression: 'SET rulesVersion = :outdated',
            ConditionExpression: '#status = :indexed AND eTag = :eTag',
            // `status` is a reserved word of DynamoDB's.
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: {
              ':outdated': { N: OUTDATED },
              ':indexed': { S: 'indexed' },
              ':eTag': { S: eTag },
            },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
