import { describe, expect, it } from 'vitest';
import { priceAlternatives } from '../../../lib/audit/cost/alternatives.ts';
import { MONTH } from './months.ts';

const DAYS_A_MONTH = 365 / 12;
const priced = (retentionDays: number, month = MONTH) => {
  const [athena, lake] = priceAlternatives(month, retentionDays);
  return { athena, lake };
};

describe('Athena', () => {
  it('scans the compressed bytes of the days, and reads each of their log files', () => {
    const { athena } = priced(365);
    expect(athena?.usdPerMonth).toBe(0);
    // 3 GB of a TB at 5 USD, 0.9 million GETs at 0.40
    expect(athena?.usdPerMonthQuestion).toBeCloseTo(0.015 + 0.36, 9);
    expect(athena?.usdPerDayQuestion).toBeCloseTo(0.375 / DAYS_A_MONTH, 9);
  });

  it('charges for 10 MB at least', () => {
    const { athena } = priced(365, { ...MONTH, compressedBytes: 1_000, logFiles: 0 });
    expect(athena?.usdPerDayQuestion).toBeCloseTo(0.000_05, 12);
  });
});

describe('CloudTrail Lake', () => {
  it('takes in inflated bytes and keeps them for a year', () => {
    const { lake } = priced(365);
    // 12 GB at 0.75, scanned for 0.005
    expect(lake?.usdPerMonth).toBeCloseTo(9, 9);
    expect(lake?.usdPerMonthQuestion).toBeCloseTo(0.06, 9);
    expect(lake?.usdPerDayQuestion).toBeCloseTo(0.06 / DAYS_A_MONTH, 9);
  });

  it('is paid for what it keeps after 366 days', () => {
    expect(priced(366).lake?.usdPerMonth).toBeCloseTo(9, 9);
    // twelve months more of 12 GB each, 0.023 a GB
    expect(priced(366 + 365).lake?.usdPerMonth).toBeCloseTo(9 + 12 * 12 * 0.023, 9);
  });
});
