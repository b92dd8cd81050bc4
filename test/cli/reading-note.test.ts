import { expect, it } from 'vitest';
import { describeReading } from '../../lib/cli/reading-note.ts';

const USAGE = { requests: 31, readUnits: 780.5, entries: 12_400, logFiles: 2 };

it('says that a count is exact, and what it cost', () => {
  expect(describeReading('exact', USAGE)).toEqual([
    'Exact: every event of the index that matches, counted once.',
    'Cost: 31 requests, 12,400 index entries read, 780.5 read units, 2 log files (0.000098 USD).',
  ]);
});

it('says that an estimate counts deliveries', () => {
  expect(describeReading('estimate', { ...USAGE, logFiles: 0 })[0]).toBe(
    'An estimate: it counts deliveries, and CloudTrail delivers many events more than once. Without --estimate the count is exact.',
  );
});
