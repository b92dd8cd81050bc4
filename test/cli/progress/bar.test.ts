import { describe, expect, it } from 'vitest';
import { describeTimeLeft } from '../../../lib/cli/progress/bar.ts';

describe('describeTimeLeft', () => {
  it.each([
    [undefined, 'working …'],
    [0, '0s left'],
    [1, '1s left'],
    [9_001, '10s left'],
    [59_000, '59s left'],
    [59_001, '1m 0s left'],
    [60_001, '1m 5s left'],
    [90_000, '1m 30s left'],
    [595_000, '9m 55s left'],
    [595_001, '10m left'],
    [3_540_000, '59m left'],
    [3_540_001, '1h 0m left'],
    [3_600_001, '1h 5m left'],
    [2 * 3_600_000, '2h 0m left'],
  ])('of %s ms', (leftMs, text) => {
    expect(describeTimeLeft(leftMs)).toBe(text);
  });
});
