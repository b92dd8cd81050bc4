import { describe, expect, it } from 'vitest';
import { median, ratios, spreadOf } from '../../bench/common/statistics.ts';

describe('spreadOf', () => {
  it('orders by value, not as text', () => {
    expect(spreadOf([9, 100, 20])).toEqual({ least: 9, median: 20, most: 100 });
  });

  it('is the value itself where there is one', () => {
    expect(spreadOf([7])).toEqual({ least: 7, median: 7, most: 7 });
  });

  it('leaves the values in their order', () => {
    const values = [3, 1, 2];
    spreadOf(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('is no number where nothing was measured', () => {
    expect(spreadOf([])).toEqual({ least: Number.NaN, median: Number.NaN, most: Number.NaN });
  });
});

describe('median', () => {
  it('is not moved by one slow round', () => {
    expect(median([10, 11, 12, 13, 5_000])).toBe(12);
  });
});

describe('ratios', () => {
  it('compares round by round: a slow round slows both, and changes no ratio', () => {
    expect(ratios([10, 200, 30], [5, 100, 15])).toEqual({ least: 2, median: 2, most: 2 });
  });

  it('is not the ratio of the medians', () => {
    expect(ratios([1, 2, 9], [1, 4, 3])).toEqual({ least: 0.5, median: 1, most: 3 });
  });
});
