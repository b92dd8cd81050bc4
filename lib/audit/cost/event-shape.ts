/**
 * What an event takes in the index, from a sample of its items: bytes of an entry, and which indexes it is in.
 *
 * Sizes are DynamoDB's own count with the 100 bytes that it adds to an entry. Every index holds the whole item, so the
 * item tells the size of each entry, also in an index that the table does not have. How long events are kept is read off
 * the items as well: no output of the stack says it, and what was written is what holds.
 */
import { type Item, itemSizeBytes, STORAGE_OVERHEAD_BYTES } from '../../event-index/attribute-value.ts';
import { fromEventItem } from '../../event-index/event-item.ts';
import { numberIn } from '../../event-index/item-reading.ts';
import {
  EVENT_INDEXES,
  type EventIndexName,
  eventIndexesWith,
  OPTIONAL_EVENT_INDEXES,
  type OptionalIndexName,
  TTL_ATTRIBUTE,
} from '../../event-index/tables.ts';

export interface EntryShape {
  /** Of all events, how many have an entry: a write unit each. */
  readonly share: number;
  /** What the entries take, spread over all events, those without one too. */
  readonly bytesPerEvent: number;
}

export interface EventShape {
  /** How many events were looked at; 0 for an assumption. */
  readonly events: number;
  /** An item on average, without what DynamoDB adds. */
  readonly itemBytes: number;
  readonly table: EntryShape;
  readonly indexes: Readonly<Record<EventIndexName, EntryShape>>;
  /** Days from the newest event to its end; undefined where it is kept for ever. */
  readonly retentionDays: number | undefined;
}

const ALL_INDEXES = [...EVENT_INDEXES, ...OPTIONAL_EVENT_INDEXES];
const SECONDS_A_DAY = 86_400;

/** @param items different events, one at least, the newest last. */
export function shapeOf(items: readonly Item[]): EventShape {
  const sizes = items.map((item) => itemSizeBytes(item));
  const average = (bytes: number) => bytes / items.length;
  const entriesWith = (attribute: string): EntryShape => {
    const stored = sizes.filter((_, index) => attribute in (items[index] ?? {}));
    return {
      share: average(stored.length),
      bytesPerEvent: average(sum(stored) + stored.length * STORAGE_OVERHEAD_BYTES),
    };
  };
  const itemBytes = average(sum(sizes));
  return {
    events: items.length,
    itemBytes,
    table: { share: 1, bytesPerEvent: itemBytes + STORAGE_OVERHEAD_BYTES },
    indexes: Object.fromEntries(
      ALL_INDEXES.map(({ name, partitionKey }) => [name, entriesWith(partitionKey)]),
    ) as Record<EventIndexName, EntryShape>,
    retentionDays: retentionOf(items.at(-1)),
  };
}

function retentionOf(item: Item | undefined): number | undefined {
  const expiresAt = item && numberIn(item, TTL_ATTRIBUTE);
  if (item === undefined || expiresAt === undefined) return undefined;
  const eventSeconds = Date.parse(fromEventItem(item).eventTime) / 1_000;
  return Math.round((expiresAt - eventSeconds) / SECONDS_A_DAY);
}

/** The table and the indexes that it has: each is written to and kept. */
export function entriesOf(shape: EventShape, optional: readonly OptionalIndexName[]): readonly EntryShape[] {
  return [shape.table, ...eventIndexesWith(optional).map(({ name }) => shape.indexes[name])];
}

/** An item is at most a write unit, so every entry is one. */
export function writeUnitsPerEvent(entries: readonly EntryShape[]): number {
  return sum(entries.map(({ share }) => share));
}

export function bytesPerEvent(entries: readonly EntryShape[]): number {
  return sum(entries.map((entry) => entry.bytesPerEvent));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
