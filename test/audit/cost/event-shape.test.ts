import { describe, expect, it } from 'vitest';
import {
  bytesPerEvent,
  entriesOf,
  shapeOf,
  writeUnitsPerEvent,
} from '../../../lib/audit/cost/event-shape.ts';
import type { Item } from '../../../lib/event-index/attribute-value.ts';

/** 12 bytes for the source, 10 each for name and principal. */
const item = (rest: Item = {}): Item => ({
  eventSource: { S: 's' },
  eventName: { S: 'n' },
  principal: { S: 'p' },
  ...rest,
});
const PLAIN_BYTES = 12 + 10 + 10;

describe('the shape of an event', () => {
  // `errorCode` and 1 byte are 10, `userName` and 2 bytes are 10.
  const shape = shapeOf([item(), item({ errorCode: { S: 'e' } }), item({ userName: { S: 'un' } }), item()]);

  it('has the average of all items', () => {
    expect(shape).toMatchObject({ events: 4, itemBytes: PLAIN_BYTES + 5 });
    expect(shape.table).toEqual({ share: 1, bytesPerEvent: PLAIN_BYTES + 5 + 100 });
    expect(shape.indexes['by-event-name']).toEqual(shape.table);
  });

  it('has in a sparse index only what is in it', () => {
    const entry = { share: 0.25, bytesPerEvent: (PLAIN_BYTES + 10 + 100) / 4 };
    expect(shape.indexes['by-error-code']).toEqual(entry);
    expect(shape.indexes['by-user-name']).toEqual(entry);
    expect(shape.indexes['by-issued-key']).toEqual({ share: 0, bytesPerEvent: 0 });
  });

  it('counts a write unit for the table and each index that has the event', () => {
    expect(writeUnitsPerEvent(entriesOf(shape, []))).toBe(4.25);
    expect(writeUnitsPerEvent(entriesOf(shape, ['by-user-name']))).toBe(4.5);
    expect(bytesPerEvent(entriesOf(shape, []))).toBe(4 * (PLAIN_BYTES + 105) + (PLAIN_BYTES + 110) / 4);
  });
});

describe('how long events are kept', () => {
  const at = (time: string, expiresAt?: string): Item => ({
    timeID: { S: `${time}#abcd` },
    ...(expiresAt === undefined ? {} : { expiresAt: { N: String(Date.parse(expiresAt) / 1000) } }),
  });

  it('is what the newest item says', () => {
    const before = at('2026-03-01T09:00:00Z', '2026-03-11T09:00:00Z');
    expect(shapeOf([before, at('2026-03-17T09:00:00Z', '2026-04-16T09:00:00Z')]).retentionDays).toBe(30);
    expect(shapeOf([before, at('2026-03-17T09:00:00Z')]).retentionDays).toBeUndefined();
  });
});
