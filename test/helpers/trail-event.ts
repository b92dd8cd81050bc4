/** Events for tests: what is not told is a call by a user of the account that no filter of a test asks for. */
import type { TrailEvent } from '../../lib/cloudtrail/event.ts';
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { fromEventItem, type IndexedEvent, toEventItem } from '../../lib/event-index/event-item.ts';

export function trailEvent(event: Partial<TrailEvent> = {}): TrailEvent {
  return {
    eventID: 'e-1',
    eventTime: '2026-03-17T09:00:00Z',
    principal: 'arn:aws:iam::111122223333:user/mary',
    credentialKind: 'iam-user',
    failed: event.errorCode !== undefined,
    resources: [],
    ...event,
  };
}

/** As the events table holds it. */
export function storedEvent(event: TrailEvent, shardCount = 1): Item {
  const source = {
    logFileKey: 'k',
    deliveryDay: '2026-03-17',
    recordIndex: 0,
    recordHash: Buffer.alloc(16, event.eventID ?? 'x'),
  };
  return toEventItem(event, source, { shardCount });
}

/** As the index gives it back, cut where it had to be. */
export function indexedEvent(event: TrailEvent): IndexedEvent {
  return fromEventItem(storedEvent(event));
}
