import { expect, it } from 'vitest';
import type { TrialResult } from './trial.ts';
import { describeTrial, renderSoak } from './trial-report.ts';

const RESULT: TrialResult = {
  seed: 7,
  eventCount: 990_000,
  engine: 'dynoxide',
  records: 1_040_000,
  events: 1_000_000,
  files: 17_973,
  messages: 18_400,
  seconds: 650,
  lagMs: { median: 1_240, p99: 31_600 },
  peakMemoryBytes: 200 * 1024 ** 2,
  faults: new Map([
    ['GetObject truncate', 20],
    ['PutItem refuse', 3],
    ['GetObject refuse', 1_134],
  ]),
  requests: 81_000,
  differences: [],
};
const CIRCUMSTANCES = { day: '2026-11-21', commit: 'abc1234', machine: '2 cores, 23 GiB, linux x64' };

it('renders the result of a soak', () => {
  expect(renderSoak(RESULT, CIRCUMSTANCES)).toBe(
    `| | |
|---|---|
| run | 2026-11-21, commit abc1234, seed 7 |
| machine | 2 cores, 23 GiB, linux x64, DynamoDB by dynoxide |
| delivered | 1,040,000 records of 1,000,000 events, in 17,973 files, by 18,400 messages |
| index equals what was delivered | yes |
| throughput | 1,600 records/s over 650 s |
| lag from announcement to ledger | median 1.2 s, 99th percentile 31.6 s |
| peak memory of a function process | 200 MiB |
| faults | 1,157 of 81,000 requests |
| faults by kind | GetObject: refuse 1,134, truncate 20; PutItem: refuse 3 |`,
  );
});

it('names the seed and the first differences', () => {
  const differences = Array.from({ length: 1_021 }, (_, index) => `difference ${index}`);
  const lines = describeTrial({ ...RESULT, differences }).split('\n');
  expect(lines[0]).toMatch(
    /^FAULT_SEED=7 FAULT_EVENTS=990000: .*index equals what was delivered no: 1,021 differences/,
  );
  expect(lines.slice(2, 4)).toEqual(['difference 0', 'difference 1']);
  expect(lines.at(-1)).toBe('and 1,001 more');
});
