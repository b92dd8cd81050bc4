/**
 * Whether an item of the Events table is what a record should have become.
 *
 * Compared is the event that the item is read as. Keys are compared in any case, because by them events are found. The other
 * attributes are where the item names this very record: of an event that was delivered twice the item names one of the two,
 * and how much of a long text has room beside the name depends on which.
 */
import type { Item } from '../../event-index/attribute-value.ts';
import { fromEventItem, type IndexedEvent } from '../../event-index/event-item.ts';
import { numberIn } from '../../event-index/item-reading.ts';
import { EVENT_INDEXES, OPTIONAL_EVENT_INDEXES, TTL_ATTRIBUTE } from '../../event-index/tables.ts';

const KEYS = [...EVENT_INDEXES, ...OPTIONAL_EVENT_INDEXES].map(({ partitionKey }) => partitionKey);

export type ItemVerdict =
  | { readonly kind: 'same' | 'absent' | 'other' }
  /** Expired before its time, so that no question finds it. */
  | { readonly kind: 'hidden' }
  /** Its keys are right, and it names another record of the same log file, which should be the same one. */
  | { readonly kind: 'elsewhere'; readonly recordIndex: number };

/** @param expected as it would be written now, without an expiry */
export function judgeItem(expected: Item, found: Item | undefined, now: Date): ItemVerdict {
  if (found === undefined) return { kind: 'absent' };
  const expiresAt = numberIn(found, TTL_ATTRIBUTE);
  if (expiresAt !== undefined && expiresAt * 1000 <= now.getTime()) return { kind: 'hidden' };
  const [wanted, event] = [fromEventItem(expected), fromEventItem(found)];
  if (keysOf(wanted) !== keysOf(event)) return { kind: 'other' };
  if (JSON.stringify(wanted.logFile) !== JSON.stringify(event.logFile)) return { kind: 'same' };
  if (wanted.recordIndex !== event.recordIndex) return { kind: 'elsewhere', recordIndex: event.recordIndex };
  return { kind: JSON.stringify(wanted) === JSON.stringify(event) ? 'same' : 'other' };
}

function keysOf(event: IndexedEvent): string {
  return JSON.stringify([event.eventTime, ...KEYS.map((name) => event[name])]);
}
