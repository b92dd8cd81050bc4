import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemSizeBytes } from '../../lib/event-index/attribute-value.ts';
import { fromLedgerItem, type LedgerEntry, toLedgerItem } from '../../lib/event-index/ledger.ts';

const ENTRY: LedgerEntry = {
  key: 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/x.json.gz',
  deliveryDay: '2026-03-17',
  status: 'indexed',
  updatedAt: '2026-03-17T09:15:02.345Z',
  rulesVersion: 1,
  eTag: 'd41d8cd98f00b204e9800998ecf8427e',
  sizeBytes: 1801,
  inflatedBytes: 5602,
  sha256: 'a'.repeat(64),
  records: 12,
  indexed: 9,
  rejected: 2,
  expired: 1,
  earliestEventTime: '2026-03-17T09:08:00Z',
  latestEventTime: '2026-03-17T09:10:11Z',
};

describe('ledger items', () => {
  it('lie in the section of their delivery day under the S3 key, with words for values', () => {
    expect(
      toLedgerItem({ ...ENTRY, status: 'pending', reason: 'SlowDown', attempts: 2, resumeFrom: 50 }),
    ).toMatchObject({
      section: { S: 'log-files#2026-03-17' },
      entry: { S: 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/x.json.gz' },
      status: { S: 'pending' },
      reason: { S: 'SlowDown' },
      attempts: { N: '2' },
      resumeFrom: { N: '50' },
      records: { N: '12' },
    });
  });

  it('are read back as they were written', () => {
    expect(fromLedgerItem(toLedgerItem(ENTRY))).toEqual(ENTRY);
    const marked = { ...ENTRY, notAsDelivered: true, originalName: 'case 7/export.json' };
    expect(fromLedgerItem(toLedgerItem(marked))).toEqual(marked);
  });

  const BEING_INDEXED_ANEW = {
    attempts: 99,
    resumeFrom: 49_999,
    resumeETag: 'd41d8cd98f00b204e9800998ecf8427e-12',
    resumeRulesVersion: 12,
    recordLimitBytes: 8_388_608,
    confirmedAt: '2026-03-17T12:00:00.000Z',
  };

  it('fit one write unit with the longest key, reason and name', () => {
    const text = fc.string({ unit: 'binary', maxLength: 600 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 512 }), (reason, originalName, keyLength) => {
        const entry = { ...ENTRY, reason, originalName, key: 'k'.repeat(keyLength), notAsDelivered: true };
        expect(itemSizeBytes(toLedgerItem({ ...entry, ...BEING_INDEXED_ANEW }))).toBeLessThanOrEqual(1024);
      }),
    );
  });
});
