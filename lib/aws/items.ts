/** The one place where our items meet the SDK's type of them: same shape, but the SDK's lists are not read-only. */
import type { AttributeValue, QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type { ItemPage } from '../audit/ports.ts';
import type { Item } from '../event-index/attribute-value.ts';

export function toSdkItem(item: Item): Record<string, AttributeValue> {
  return item as Record<string, AttributeValue>;
}

export function fromSdkItem(item: Record<string, AttributeValue>): Item {
  return item as Item;
}

export function toItemPage({
  Items = [],
  LastEvaluatedKey,
  ScannedCount,
  ConsumedCapacity,
}: QueryCommandOutput): ItemPage {
  return {
    items: Items.map(fromSdkItem),
    next: LastEvaluatedKey && fromSdkItem(LastEvaluatedKey),
    scanned: ScannedCount ?? Items.length,
    readUnits: ConsumedCapacity?.CapacityUnits ?? 0,
  };
}
