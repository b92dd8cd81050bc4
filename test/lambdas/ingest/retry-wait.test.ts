import { describe, expect, it } from 'vitest';
import { receivesWithin, retryWaitSeconds } from '../../../lambdas/ingest/retry-wait.ts';

const ALMOST_ONE = 1 - Number.EPSILON;

describe('retryWaitSeconds', () => {
  it.each([
    [1, 30, 60],
    [2, 60, 120],
    [3, 120, 240],
    [4, 240, 480],
    [5, 480, 960],
    [6, 960, 1_920],
    [7, 1_920, 3_840],
    [8, 3_600, 7_200],
    [9, 3_600, 7_200],
    [2_000, 3_600, 7_200],
  ])('is, after %i receives, from %i to %i seconds', (receiveCount, shortest, longest) => {
    expect(retryWaitSeconds(receiveCount, 0)).toBe(shortest);
    expect(retryWaitSeconds(receiveCount, ALMOST_ONE)).toBe(longest);
  });

  it('is whole seconds, as SQS counts', () => {
    expect(retryWaitSeconds(1, 0.123)).toBe(34);
  });
});

describe('receivesWithin', () => {
  it.each([
    ['none at all', 0, 1],
    ['the average first wait', 45, 2],
    ['a second more', 46, 3],
    ['the average of the first two', 135, 3],
    ['two days', 172_800, 39],
  ])('counts those until the patience is over: %s', (_, patienceSeconds, receives) => {
    expect(receivesWithin(patienceSeconds)).toBe(receives);
  });

  it('is over, for two days, before the queue forgets a message after seven, even with the longest waits', () => {
    const waits = Array.from({ length: 38 }, (_, index) => retryWaitSeconds(index + 1, ALMOST_ONE));
    const days = waits.reduce((sum, seconds) => sum + seconds, 0) / 86_400;
    expect(days).toBeCloseTo(2.67, 2);
  });
});
