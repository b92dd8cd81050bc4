import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemSizeBytes } from '../../lib/event-index/attribute-value.ts';
import {
  fromRejectedRecordsItem,
  type RejectedRecord,
  rejectedRecordsKey,
  toRejectedRecordsItems,
} from '../../lib/event-index/rejected-records.ts';

const FILE = {
  deliveryDay: '2026-03-17',
  key: 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/x.json.gz',
};

const read = (items: ReturnType<typeof toRejectedRecordsItems>) =>
  items.flatMap((item) => fromRejectedRecordsItem(item).rejected);

describe('rejected records', () => {
  it('are written as runs of positions with one reason', () => {
    const rejected: RejectedRecord[] = [
      ...Array.from({ length: 103 }, (_, index) => ({ index, reason: 'the record has no eventTime' })),
      { index: 110, reason: 'the record is a string' },
    ];
    const items = toRejectedRecordsItems(FILE, rejected);
    expect(items).toEqual([
      {
        ...rejectedRecordsKey(FILE, 0),
        rejectedRecords: {
          L: [{ S: '0-102 the record has no eventTime' }, { S: '110 the record is a string' }],
        },
        more: { BOOL: false },
      },
    ]);
    expect(read(items)).toEqual(rejected);
  });

  it('go on in further parts, all but the last of which say so', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({
      index: 2 * index,
      reason: `${'r'.repeat(150)} ${index}`,
    }));
    const items = toRejectedRecordsItems(FILE, many);
    expect(items.length).toBeGreaterThan(5);
    expect(items.map((item) => fromRejectedRecordsItem(item).more)).toEqual([
      ...Array(items.length - 1).fill(true),
      false,
    ]);
    expect(read(items)).toEqual(many);
    expect(new Set(items.map(({ entry }) => JSON.stringify(entry))).size).toBe(items.length);
  });

  it('replace older ones by an empty part', () => {
    const items = toRejectedRecordsItems(FILE, []);
    expect(items).toHaveLength(1);
    expect(read(items)).toEqual([]);
  });

  it('fit a write unit each, in a bounded number, the first ones kept', () => {
    const rejected = fc.array(
      fc.record({ gap: fc.integer({ min: 1, max: 3 }), reason: fc.string({ maxLength: 400 }) }),
      {
        maxLength: 400,
      },
    );
    fc.assert(
      fc.property(rejected, fc.integer({ min: 1, max: 512 }), (steps, keyLength) => {
        let index = -1;
        const records = steps.map(({ gap, reason }) => {
          index += gap;
          return { index, reason };
        });
        const items = toRejectedRecordsItems({ ...FILE, key: 'k'.repeat(keyLength) }, records);
        expect(items.length).toBeLessThanOrEqual(40);
        for (const item of items) expect(itemSizeBytes(item)).toBeLessThanOrEqual(1024);
        const kept = read(items);
        expect(kept.map((record) => record.index)).toEqual(
          records.slice(0, kept.length).map((record) => record.index),
        );
        if (items.length < 40) expect(kept).toHaveLength(records.length);
      }),
    );
  });
});
