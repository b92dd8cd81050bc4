import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type IndexChoice,
  priceIndex,
  readAllUsd,
  readUnitsOf,
  totalOf,
  yearlyGrowthUsd,
} from '../../../lib/audit/cost/index-price.ts';
import { DAYS_A_MONTH, type Month } from '../../../lib/audit/cost/month.ts';
import { MONTH, SHAPE } from './months.ts';

const YEAR: IndexChoice = {
  way: 'on-demand',
  retentionDays: 365,
  optionalIndexes: [],
  questions: 1_000_000,
};

const usdOf = (choice: Partial<IndexChoice> = {}, month = MONTH) =>
  Object.fromEntries(
    priceIndex(month, SHAPE, { ...YEAR, ...choice }).map(({ item, usd }) => [item, Number(usd.toFixed(6))]),
  );

describe('a month of an index', () => {
  it('is what its lines come to on demand', () => {
    expect(usdOf()).toEqual({
      // 10 million × 4.1 units, 0.625 a million
      'writing events': 25.625,
      // a million files × 2 writes, 0.4 million catalogue writes; a million reads
      'ledger, catalogue, counters': 1.5 + 0.125,
      // 120 million events × 2,460 bytes = 295.2 GB
      'keeping events': 73.8,
      // 12 months of 0.5 GB in the ledger, 0.1 GB in catalogue and counters = 7.2 GB
      'keeping ledger, catalogue': 1.8,
      // 120 million events × 600 bytes = 72 GB, and 7.2 GB of the other table, 0.20 each
      'point-in-time recovery': 15.84,
      // a million files: 0.50 SNS, 3 × 0.40 SQS, 0.40 GET
      'delivery to the function': 2.1,
      // 0.4 million invocations: 0.08, 0.1 million GB-seconds 1.333, 0.6 GB of logs 0.30, traces 2; 0.65 million polls 0.26
      'the function, its logs': 3.973,
      // 48 metrics of alarms 4.80, 25 custom ones 7.50, a dashboard 3
      'alarms, metrics, dashboard': 15.3,
      // 50 × 500 bytes are 6.1 pages of 4 KiB: 7 halves; a million of them
      questions: 0.4375,
    });
  });

  it('writes dearer and keeps cheaper in the other table class; the ledger is not of it', () => {
    expect(usdOf({ way: 'infrequent-access' })).toMatchObject({
      'writing events': 31.98,
      'ledger, catalogue, counters': 1.625,
      'keeping events': 29.52,
      'keeping ledger, catalogue': 1.8,
      'point-in-time recovery': 15.84,
      questions: 0.5425,
    });
  });

  it('provisions for the busiest hour, one unit at least for each index', () => {
    // 25,200 an hour are 7 a second, 10 at 70 %: 10 for the table and three indexes, 1 for each of the sparse ones.
    const [writing] = priceIndex(MONTH, SHAPE, { ...YEAR, way: 'provisioned' });
    expect(writing).toMatchObject({ item: 'writing events', amount: 42, unit: 'provisioned write units' });
    // 42 × 730 hours × 0.00065, and a read unit for each of six: 6 × 730 × 0.00013
    expect(writing?.usd).toBeCloseTo(19.929 + 0.5694, 6);
    expect(usdOf({ way: 'provisioned' }).questions).toBe(0);
  });

  it('provisions a unit for an index that nothing is in, too', () => {
    const nothing = { share: 0, bytesPerEvent: 0 };
    const shape = { ...SHAPE, indexes: { ...SHAPE.indexes, 'by-issued-key': nothing } };
    expect(priceIndex(MONTH, shape, { ...YEAR, way: 'provisioned' })[0]?.amount).toBe(42);
  });

  it('counts the entries of optional indexes', () => {
    // 1.5 entries more of 4.1
    expect(usdOf({ optionalIndexes: ['by-user-name', 'by-source-ip'] })).toMatchObject({
      'writing events': 35,
      'keeping events': 100.8,
    });
  });

  it('grows dearer by what a year leaves in the ledger, whatever the retention of events', () => {
    // 7.2 GB, kept for 0.25 and recoverable for 0.20
    expect(yearlyGrowthUsd(MONTH)).toBeCloseTo(3.24, 9);
  });

  it('reads every event where a question is about all of them', () => {
    // 8,192 × 500 bytes are 500 units of 8,192 bytes
    expect(readAllUsd(8_192, SHAPE)).toBeCloseTo(0.000_062_5, 12);
  });

  it('reads half units of 4 KiB', () => {
    expect(readUnitsOf({ ...SHAPE, itemBytes: 81 })).toBe(0.5);
    expect(readUnitsOf({ ...SHAPE, itemBytes: 82 })).toBe(1);
  });
});

describe('whatever the month', () => {
  const months = fc.record({
    events: fc.integer({ min: 0, max: 1e9 }),
    logFiles: fc.integer({ min: 0, max: 1e8 }),
    digests: fc.integer({ min: 0, max: 1e5 }),
    compressedBytes: fc.integer({ min: 0, max: 1e12 }),
    inflatedBytes: fc.integer({ min: 0, max: 1e13 }),
    ledgerBytes: fc.integer({ min: 0, max: 1e11 }),
    catalogueWrites: fc.integer({ min: 0, max: 1e8 }),
    catalogueBytes: fc.integer({ min: 0, max: 1e10 }),
    peakEventsPerHour: fc.integer({ min: 0, max: 1e8 }),
  });
  const ways = fc.constantFrom('on-demand' as const, 'provisioned' as const, 'infrequent-access' as const);

  it('twice the events are twice the write units and the storage', () => {
    fc.assert(
      fc.property(months, (month) => {
        const twice: Month = { ...month, events: 2 * month.events };
        for (const line of [0, 2]) {
          const [once, doubled] = [month, twice].map((each) => priceIndex(each, SHAPE, YEAR)[line]?.amount);
          expect(doubled).toBeCloseTo(2 * (once ?? Number.NaN), 3);
        }
      }),
    );
  });

  it('keeping longer is never cheaper, and nothing has a price below nothing', () => {
    fc.assert(
      fc.property(months, ways, fc.integer({ min: 1, max: 4_000 }), (month, way, days) => {
        const [shorter, longer] = [days, days + 1].map((retentionDays) =>
          priceIndex(month, SHAPE, { ...YEAR, way, retentionDays }),
        );
        expect(totalOf(longer ?? [])).toBeGreaterThanOrEqual(totalOf(shorter ?? []));
        expect(shorter?.every(({ usd }) => usd >= 0)).toBe(true);
      }),
    );
  });

  it('an index more is never cheaper', () => {
    fc.assert(
      fc.property(months, ways, (month, way) => {
        const usd = (optionalIndexes: IndexChoice['optionalIndexes']) =>
          totalOf(priceIndex(month, SHAPE, { ...YEAR, way, optionalIndexes }));
        expect(usd(['by-access-key'])).toBeGreaterThanOrEqual(usd([]));
      }),
    );
  });
});

it('twelve months are a year', () => {
  expect(12 * DAYS_A_MONTH).toBe(365);
});
