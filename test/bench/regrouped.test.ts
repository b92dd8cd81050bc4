import { describe, expect, it } from 'vitest';
import { recordsIn } from '../../bench/common/corpus.ts';
import { regroup } from '../../bench/common/regrouped.ts';
import { logFile } from './log-files.ts';

const keyIn = (region: string, time: string) =>
  `AWSLogs/111122223333/CloudTrail/${region}/2026/03/17/111122223333_CloudTrail_${region}_20260317T${time}Z_abcdefghijklmnop.json.gz`;
const numbered = (...numbers: number[]) => numbers.map((number) => ({ number }));

describe('regroup', () => {
  it('makes files of the size asked for, and leaves out what fills none', () => {
    const files = [
      logFile(keyIn('eu-west-1', '0900'), numbered(1, 2, 3)),
      logFile(keyIn('eu-west-1', '0905'), numbered(4, 5)),
    ];
    const made = [...regroup(files, 2)];
    expect(made.map(({ records }) => records)).toEqual([numbered(1, 2), numbered(3, 4)]);
    expect(made.map(({ body }) => recordsIn(body))).toEqual(made.map(({ records }) => records));
  });

  it('never puts the records of two regions into one file', () => {
    const files = [
      logFile(keyIn('eu-west-1', '0900'), numbered(1)),
      logFile(keyIn('us-east-1', '0900'), numbered(2)),
      logFile(keyIn('eu-west-1', '0905'), numbered(3)),
    ];
    expect([...regroup(files, 2)].map(({ records }) => records)).toEqual([numbered(1, 3)]);
  });

  it('takes each record once, as often as it was delivered', () => {
    const files = [
      logFile(keyIn('eu-west-1', '0900'), numbered(1, 2)),
      logFile(keyIn('us-east-1', '0900'), numbered(2, 3)),
    ];
    expect([...regroup(files, 1)].map(({ records }) => records)).toEqual([
      numbered(1),
      numbered(2),
      numbered(3),
    ]);
  });

  it('names each file by the time of its last record and a string of its own', () => {
    const files = [
      logFile(keyIn('eu-west-1', '0900'), numbered(1)),
      logFile(keyIn('eu-west-1', '0905'), numbered(2, 3, 4)),
    ];
    expect([...regroup(files, 2)].map(({ key }) => key)).toEqual([
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/111122223333_CloudTrail_eu-west-1_20260317T0905Z_0000000000000000.json.gz',
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/111122223333_CloudTrail_eu-west-1_20260317T0905Z_0000000000000001.json.gz',
    ]);
  });
});
