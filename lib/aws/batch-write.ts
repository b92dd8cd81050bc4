/** BatchWriteItem as one try: what DynamoDB had no room for comes back, throttling of the whole batch included. */
import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item } from '../event-index/attribute-value.ts';
import { fromSdkItem, toSdkItem } from './items.ts';

/** Names under which DynamoDB says "not now" for a whole request, after the SDK's own retries. */
const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);

export async function putBatchOnce(
  client: DynamoDBClient,
  table: string,
  items: readonly Item[],
): Promise<readonly Item[]> {
  const requests = items.map((item) => ({ PutRequest: { Item: toSdkItem(item) } }));
  try {
    const { UnprocessedItems } = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [table]: requests } }),
    );
    return (UnprocessedItems?.[table] ?? []).flatMap(({ PutRequest }) =>
      PutRequest?.Item ? [fromSdkItem(PutRequest.Item)] : [],
    );
  } catch (error) {
    if (error instanceof Error && THROTTLED.has(error.name)) return items;
    throw error;
  }
}
