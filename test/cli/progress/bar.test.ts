import { describe, expect, it } from 'vitest';
import { describeTimeLeft } from '../../../lib/cli/progress/bar.ts';

describe('describeTimeLeft', () => {
  it.each([
    ['nothing is finished yet', 5, 0, 10, 'working …'],
    ['half is finished', 10, 5, 10, '10s left'],
    ['everything is finished', 10, 10, 10, '0s left'],
    ['minutes are left', 10, 1, 10, '1m 30s left'],
    ['hours are left', 3_600, 1, 3, '2h 0m left'],
  ])('when %s', (_, elapsed, finished, total, text) => {
    expect(describeTimeLeft(elapsed, finished, total)).toBe(text);
  });
});
