/**
 * What readers must know of how the writer writes, kept in the table itself: the number of write shards.
 *
 * One index key takes about 1,000 writes a second; N shards spread each value. N is raised here before the writer uses
 * it and never lowered, because the readers fan out over as many shards as the item says.
 */
import type { Item } from './attribute-value.ts';
import { numberIn } from './item-reading.ts';

export const SETTINGS_KEY: Item = { section: { S: 'settings' }, entry: { S: 'write-shards' } };

export const SHARD_COUNT_ATTRIBUTE = 'shardCount';

/** One shard until the item says otherwise. */
export function shardCountIn(item: Item | undefined): number {
  return item === undefined ? 1 : (numberIn(item, SHARD_COUNT_ATTRIBUTE) ?? 1);
}
