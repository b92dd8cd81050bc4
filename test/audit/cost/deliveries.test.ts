import { beforeEach, describe, expect, it } from 'vitest';
import { totalDeliveries } from '../../../lib/audit/cost/deliveries.ts';
import { deliveryEntriesOf, toCatalogueItem } from '../../../lib/event-index/catalogue.ts';
import { type LedgerEntry, toLedgerItem } from '../../../lib/event-index/ledger.ts';
import { MemoryIndex } from '../../helpers/memory-table.ts';

let index: MemoryIndex;

beforeEach(() => {
  index = new MemoryIndex();
});

function deliver(deliveryDay: string, key: string, entry: Partial<LedgerEntry> = {}): void {
  const full: LedgerEntry = {
    key,
    deliveryDay,
    status: 'indexed',
    updatedAt: `${deliveryDay}T12:00:00.000Z`,
    rulesVersion: 1,
    ...(entry.status === undefined ? { indexed: 4, sizeBytes: 1_800, inflatedBytes: 5_600 } : {}),
    ...entry,
  };
  index.logFiles.put(toLedgerItem(full));
  for (const delivery of deliveryEntriesOf(deliveryDay)) index.logFiles.put(toCatalogueItem(delivery));
}

describe('deliveries', () => {
  it('are added up over the newest days, whatever became of them', async () => {
    deliver('2026-03-16', 'a', { earliestEventTime: '2026-03-16T09:00:00Z' });
    deliver('2026-03-17', 'b', { latestEventTime: '2026-03-17T21:00:00Z' });
    deliver('2026-03-17', 'c', { status: 'rejected', sizeBytes: 7, records: 3 });
    deliver('2026-03-17', 'd', { status: 'recorded', sizeBytes: 7 });
    expect(await totalDeliveries({ window: {} }, index)).toEqual({
      firstDay: '2026-03-16',
      lastDay: '2026-03-17',
      // from 9 o'clock to 21 o'clock of the next day
      days: 1.5,
      isCut: false,
      logFiles: 3,
      digests: 1,
      events: 8,
      compressedBytes: 3_600,
      inflatedBytes: 11_200,
      // 165, 163, 114 and 105, and 100 for each entry
      ledgerBytes: 947,
    });
  });

  it('last whole days where no file tells of its events', async () => {
    deliver('2026-03-16', 'a');
    deliver('2026-03-17', 'b');
    expect((await totalDeliveries({ window: {} }, index))?.days).toBe(2);
  });

  it('last a day at least, and no longer than the days they are of', async () => {
    deliver('2026-03-17', 'a', {
      earliestEventTime: '2026-03-17T09:00:00Z',
      latestEventTime: '2026-03-17T09:00:01Z',
    });
    expect((await totalDeliveries({ window: {} }, index))?.days).toBe(1);
    deliver('2026-03-18', 'late', {
      earliestEventTime: '2026-01-01T00:00:00Z',
      latestEventTime: '2027-01-01T00:00:00Z',
    });
    expect((await totalDeliveries({ window: {} }, index))?.days).toBe(2);
  });

  it('are those of the window that was asked for', async () => {
    deliver('2025-12-31', 'a');
    deliver('2026-03-16', 'b');
    deliver('2026-03-17', 'c');
    const window = { since: '2025-12-01T00:00:00Z', until: '2026-03-17T00:00:00Z' };
    expect(await totalDeliveries({ window }, index)).toMatchObject({
      firstDay: '2025-12-31',
      lastDay: '2026-03-16',
      logFiles: 2,
    });
    const none = { since: '2026-04-01T00:00:00Z' };
    expect(await totalDeliveries({ window: none }, index)).toBeUndefined();
  });

  it('end with the day that had enough files, always a whole one', async () => {
    for (const day of ['2026-03-15', '2026-03-16', '2026-03-17']) {
      for (const key of ['a', 'b', 'c']) deliver(day, key);
    }
    const cut = await totalDeliveries({ window: {}, enoughFiles: 4 }, index);
    expect(cut).toMatchObject({ firstDay: '2026-03-16', logFiles: 6, isCut: true });
    const whole = await totalDeliveries({ window: {}, enoughFiles: 7 }, index);
    expect(whole).toMatchObject({ firstDay: '2026-03-15', logFiles: 9, isCut: false });
  });
});

describe('the days measured', () => {
  const daysOf = async (window = {}) => {
    const { firstDay, lastDay, logFiles } = (await totalDeliveries({ window }, index)) ?? {};
    return [firstDay, lastDay, logFiles];
  };

  beforeEach(() => {
    for (const day of ['2025-01-01', '2026-02-15', '2026-02-16', '2026-03-17']) deliver(day, 'a');
  });

  it('are 30 up to the newest delivery', async () => {
    expect(await daysOf()).toEqual(['2026-02-16', '2026-03-17', 2]);
    expect(await daysOf({ until: '2026-02-17T00:00:00Z' })).toEqual(['2026-02-15', '2026-02-16', 2]);
  });

  it('are as many as were asked for', async () => {
    expect(await daysOf({ since: '2025-01-01T00:00:00Z' })).toEqual(['2025-01-01', '2026-03-17', 4]);
  });

  it('end with the newest that brought events', async () => {
    deliver('2026-11-21', 'broken', { status: 'rejected' });
    deliver('2026-11-22', 'empty', { indexed: 0 });
    deliver('2026-11-23', 'half done', { status: 'pending', indexed: 4 });
    expect(await daysOf()).toEqual(['2026-02-16', '2026-03-17', 2]);
  });
});
