import { describe, expect, it } from 'vitest';
import { daysNewestFirst, deliveryDayOf, firstOfLastDays } from '../../lib/audit/delivery-days.ts';

describe('delivery days', () => {
  it('are those of UTC', () => {
    expect(deliveryDayOf(new Date('2026-03-17T23:59:59-02:00'))).toBe('2026-03-18');
  });

  it.each([
    [1, '2026-03-01'],
    [2, '2026-02-28'],
    [90, '2025-12-02'],
  ])('%i of them end with today and begin on %s', (days, first) => {
    expect(firstOfLastDays(days, new Date('2026-03-01T00:30:00Z'))).toBe(first);
  });

  it('go back over the ends of months and leap days', () => {
    expect(daysNewestFirst('2024-02-28', '2024-03-01')).toEqual(['2024-03-01', '2024-02-29', '2024-02-28']);
    expect(daysNewestFirst('2026-03-17', '2026-03-17')).toEqual(['2026-03-17']);
    expect(daysNewestFirst('2026-03-18', '2026-03-17')).toEqual([]);
  });
});
