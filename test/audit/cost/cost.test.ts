import { beforeEach, describe, expect, it } from 'vitest';
import { estimateCost, reportCost } from '../../../lib/audit/cost/cost.ts';
import { meterReads } from '../../../lib/audit/meter.ts';
import { deliveryEntriesOf, toCatalogueItem } from '../../../lib/event-index/catalogue.ts';
import { toLedgerItem } from '../../../lib/event-index/ledger.ts';
import { AuditWorld, LOG_FILE } from '../audit-world.ts';
import { SHAPE } from './months.ts';

let world: AuditWorld;

beforeEach(() => {
  world = new AuditWorld();
});

/** A log file of a day that has so many events. */
function deliver(indexed: number): void {
  const deliveryDay = '2026-03-17';
  world.index.logFiles.put(
    toLedgerItem({
      key: LOG_FILE,
      deliveryDay,
      status: 'indexed',
      updatedAt: '2026-03-17T09:05:00.000Z',
      rulesVersion: 1,
      indexed,
      sizeBytes: 1_000,
      inflatedBytes: 10_000,
    }),
  );
  for (const delivery of deliveryEntriesOf(deliveryDay)) world.index.logFiles.put(toCatalogueItem(delivery));
}

const estimate = (request: Partial<Parameters<typeof estimateCost>[0]> = {}) =>
  estimateCost({ window: {}, questions: 1_000, ...request }, world.context());

describe('an index of one day', () => {
  beforeEach(() => {
    deliver(4);
    world.store('a', { eventTime: '2026-03-17T09:00:00Z' });
    world.store('b', { eventTime: '2026-03-17T10:00:00Z', eventSource: 'iam.amazonaws.com' });
    world.store('c', { eventTime: '2026-03-17T10:30:00Z', errorCode: 'AccessDenied' });
    world.store('d', { eventTime: '2026-03-17T11:00:00Z', userIdentity: { type: 'Unknown' } });
    world.count('2026-03-17T09', 1);
    world.count('2026-03-17T10', 2);
    world.count('2026-03-17T11', 1);
  });

  it('is measured', async () => {
    const { measured, shape, month } = await estimate();
    expect(measured?.deliveries).toMatchObject({ days: 1, logFiles: 1, events: 4 });
    expect(measured?.isOfOtherDays).toBe(false);
    expect(measured?.busiestHour).toEqual({ hour: '2026-03-17T10', events: 2 });
    // Two sources, a name, two principals, an error, a user.
    // 12 for the attributes' names, 11 for the day, 100 for the entry, with dimension and value 22, 23, 13, 44, 16, 17, 44.
    expect(measured?.catalogueDay).toEqual({ values: 7, bytes: 1_040 });
    expect(shape.events).toBe(4);
    expect(shape.indexes['by-event-source'].share).toBe(1);
    expect(shape.indexes['by-error-code'].share).toBe(0.25);
    expect(shape.indexes['by-user-name'].share).toBe(0.75);
    expect(month.events).toBeCloseTo((4 * 365) / 12, 6);
  });

  it('is looked at in pages of the one index that has everything, whatever the number of events', async () => {
    for (let number = 0; number < 5_000; number++) {
      const second = `${String(number % 60).padStart(2, '0')}`;
      const minute = `${String(Math.floor(number / 60) % 60).padStart(2, '0')}`;
      world.store(`n${number}`, { eventTime: `2026-03-17T12:${minute}:${second}Z` });
    }
    world.count('2026-03-17T12', 5_000);
    const { context, usage } = meterReads(world.context());
    const { shape } = await estimateCost({ window: {}, questions: 0 }, context);
    expect(shape.events).toBeGreaterThanOrEqual(900);
    expect(shape.events).toBeLessThanOrEqual(1_000);
    expect(usage().entries).toBeLessThan(4_000);
  });

  it('is looked at as a whole where the events are of other days than their delivery', async () => {
    deliver(40);
    world.store('later', { eventTime: '2026-05-01T05:00:00Z' });
    world.count('2026-05-01T05', 36);
    const { measured, shape } = await estimate();
    expect(measured?.isOfOtherDays).toBe(true);
    expect(shape.events).toBe(5);
  });

  it('takes no busiest hour and no catalogue from other days: they tell nothing of its deliveries', async () => {
    deliver(40);
    world.count('2026-05-01T05', 36);
    const { measured, month } = await estimate();
    expect([measured?.busiestHour, measured?.catalogueDay]).toEqual([undefined, undefined]);
    // three times 40 in 24 hours
    expect(month.peakEventsPerHour).toBe(5);
  });

  it('takes the busiest hour from the days measured, also where an older one was busier', async () => {
    world.count('2025-01-01T05', 90);
    expect((await estimate()).measured?.busiestHour).toEqual({ hour: '2026-03-17T10', events: 2 });
  });

  it('is looked at from its beginning where nothing was counted', async () => {
    for (const hour of ['09', '10', '11']) world.count(`2026-03-17T${hour}`, 0);
    const { measured, shape } = await estimate();
    expect([measured?.busiestHour, shape.events]).toEqual([undefined, 4]);
  });

  it('has its deliveries measured also when all has expired', async () => {
    for (const id of ['a', 'b', 'c', 'd']) {
      for (const item of await world.index.readEvents(id)) {
        world.index.events.put({ ...item, expiresAt: { N: '1773800000' } });
      }
    }
    const { measured, shape } = await estimate();
    expect([measured?.deliveries.events, shape.events, shape.table.bytesPerEvent]).toEqual([4, 0, 617]);
  });
});

it('an index without events has nothing to measure', async () => {
  expect((await estimate()).measured).toBeUndefined();
  deliver(0);
  expect((await estimate()).measured).toBeUndefined();
});

describe('a report', () => {
  const report = (request: Partial<Parameters<typeof reportCost>[0]> = {}) =>
    reportCost({ measured: undefined, optionalIndexes: [], questions: 1_000, ...request });

  it('compares retentions, the asked one among them', () => {
    const { retentions, retention, usdPerMonth } = report({ retentionDays: 180 });
    expect(retention).toEqual({ days: 180, from: 'asked' });
    expect(retentions.map(({ days }) => days)).toEqual([30, 90, 180, 365]);
    expect(retentions[2]?.usdPerMonth['on-demand']).toBe(usdPerMonth);
    expect(report({ retentionDays: 90 }).retentions.map(({ days }) => days)).toEqual([30, 90, 365]);
  });

  it('counts what both tables keep, and what the ledger grows by in a year', () => {
    const { retentions, yearlyGrowthUsd } = report();
    // A year: 12 million events × 4.1 × 617 bytes = 30.3564 GB; 3 million files × 600 bytes = 1.8 GB; 365 days of 500
    // values × 200 bytes and of 3,600 bytes of counters = 0.037814 GB
    expect(retentions.at(-1)?.keptGB).toBeCloseTo(32.194_214, 9);
    // 1.837814 GB at 0.25 and 0.20
    expect(yearlyGrowthUsd).toBeCloseTo(0.827_016_3, 9);
    expect(report({ retentionDays: 30 }).yearlyGrowthUsd).toBe(yearlyGrowthUsd);
  });

  it('prices each optional index, and says which the table has', () => {
    const { optionalIndexes } = report({ optionalIndexes: ['by-source-ip'], eventsPerMonth: 2_000_000 });
    expect(optionalIndexes.map(({ name, isInUse }) => [name, isInUse])).toEqual([
      ['by-user-name', false],
      ['by-access-key', false],
      ['by-source-ip', true],
    ]);
    // 85 of 100 events: 1.7 million units at 0.625; a year of 617 bytes each is 12.5868 GB at 0.25
    expect(optionalIndexes[0]).toMatchObject({ writeUnits: 1_700_000 });
    expect(optionalIndexes[0]?.usdPerMonth).toBeCloseTo(1.0625 + 3.1467, 9);
  });

  it('takes the retention from the items where nobody asks for another', () => {
    const measured = {
      deliveries: {
        firstDay: '2026-03-17',
        lastDay: '2026-03-17',
        days: 1,
        isCut: false,
        logFiles: 1,
        digests: 0,
        events: 10,
        compressedBytes: 1,
        inflatedBytes: 1,
        ledgerBytes: 1,
      },
      isOfOtherDays: false,
      shape: { ...SHAPE, retentionDays: 45 },
      busiestHour: undefined,
      catalogueDay: undefined,
    };
    expect(report({ measured }).retention).toEqual({ days: 45, from: 'items' });
    expect(report({ measured, retentionDays: 7 }).retention).toEqual({ days: 7, from: 'asked' });
    expect(report().retention).toEqual({ days: 365, from: 'assumed' });
  });

  it('says what a question costs that reads every event', () => {
    const { usdToReadAll } = report();
    // a million events × 517 bytes are 63,110.35 units of 8,192 bytes; a day is 12 of 365
    expect(usdToReadAll.ofMonth).toBeCloseTo(0.007_888_794, 9);
    expect(usdToReadAll.ofDay).toBeCloseTo(0.000_259_358, 9);
  });

  it('says what a million events cost', () => {
    const { perMillionEvents } = report();
    // 4.1 entries of 617 bytes
    expect(perMillionEvents.writeUsd).toBeCloseTo(2.5625, 9);
    expect(perMillionEvents.keepUsdPerMonth).toBeCloseTo(0.632_425, 9);
  });
});
