import { describe, expect, it } from 'vitest';
import type { TrailMeasurement } from '../../../lib/audit/cost/measure-trail.ts';
import { monthOf } from '../../../lib/audit/cost/month.ts';
import { SHAPE } from './months.ts';

/** Five days: a month is 6.0833 times as long. */
const MEASURED: TrailMeasurement = {
  deliveries: {
    firstDay: '2026-03-13',
    lastDay: '2026-03-17',
    days: 5,
    isCut: false,
    logFiles: 1_200,
    digests: 120,
    events: 12_000,
    compressedBytes: 2_400_000,
    inflatedBytes: 12_000_000,
    ledgerBytes: 720_000,
  },
  isOfOtherDays: false,
  shape: SHAPE,
  busiestHour: { hour: '2026-03-17T13', events: 900 },
  catalogueDay: { values: 12, bytes: 2_400 },
};

describe('a month', () => {
  it('is extrapolated from the days that were measured', () => {
    const month = monthOf(MEASURED);
    expect(month.events).toBeCloseTo(73_000, 6);
    expect(month.logFiles).toBeCloseTo(7_300, 6);
    expect(month.digests).toBeCloseTo(730, 6);
    expect(month.compressedBytes).toBeCloseTo(14_600_000, 4);
    expect(month.inflatedBytes).toBeCloseTo(73_000_000, 4);
    // 12 values, under day and year, by 10 environments, 365/12 days
    expect(month.catalogueWrites).toBeCloseTo(7_300, 6);
    expect(month.ledgerBytes).toBeCloseTo(4_380_000, 4);
    // 2,400 bytes of values and 3,600 of counters, 365/12 days
    expect(month.catalogueBytes).toBeCloseTo(182_500, 6);
  });

  it('has the catalogue of the quiet account where no day of these events is known', () => {
    const month = monthOf({ ...MEASURED, catalogueDay: undefined });
    // 500 values, under day and year, by 10 environments; 200 bytes each and 3,600 of counters
    expect(month.catalogueWrites).toBeCloseTo(304_166.667, 3);
    expect(month.catalogueBytes).toBeCloseTo(3_151_166.667, 3);
  });

  it('has the busiest hour that was counted, or three times the average', () => {
    expect(monthOf(MEASURED).peakEventsPerHour).toBe(900);
    // 12,000 in 120 hours
    expect(monthOf({ ...MEASURED, busiestHour: undefined }).peakEventsPerHour).toBe(300);
  });

  it('grows with the events that are wanted, the catalogue does not', () => {
    const month = monthOf(MEASURED, 146_000);
    expect(month.events).toBeCloseTo(146_000, 6);
    expect(month.logFiles).toBeCloseTo(14_600, 6);
    expect(month.peakEventsPerHour).toBeCloseTo(1_800, 6);
    expect(month.ledgerBytes).toBeCloseTo(8_760_000, 4);
    expect(month.catalogueWrites).toBeCloseTo(7_300, 6);
    expect(month.catalogueBytes).toBeCloseTo(182_500, 6);
  });

  it('is a quiet account where nothing was measured', () => {
    expect(monthOf(undefined)).toMatchObject({
      events: 1_000_000,
      logFiles: 250_000,
      compressedBytes: 450e6,
      // 250,000 × 600 bytes
      ledgerBytes: 150e6,
    });
    expect(monthOf(undefined, 4_000_000)).toMatchObject({ events: 4_000_000, logFiles: 1_000_000 });
  });
});
