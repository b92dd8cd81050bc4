/** What a repair came to, in words: the numbers are the ledger's, the second look at the faults follows them. */
import type { RepairSummary } from '../../operations/repair/repair-and-wait.ts';
import { count, grouped } from './count.ts';
import { nameFiles } from './named-files.ts';

export function describeRepair(summary: RepairSummary): readonly string[] {
  const { announced, gone, indexedSince, indexedFiles, rejectedFiles, outstanding, events } = summary;
  const counts: [number, string][] = [
    [indexedFiles, `indexed, with ${count(events, 'event')}`],
    [indexedSince, 'indexed by somebody else meanwhile'],
    [gone, 'gone from the bucket meanwhile'],
    [rejectedFiles, 'rejected'],
    [outstanding, 'not finished'],
  ];
  return [
    `Repair: announced ${count(announced, 'log file')}.`,
    ...counts.filter(([number]) => number > 0).map(([number, what]) => `  ${grouped(number)} ${what}`),
    ...nameFiles('Rejected', summary.rejected, rejectedFiles),
    ...(summary.end === 'interrupted' ? [] : nameFiles('Not finished', summary.unfinished, outstanding)),
    ...(summary.end === 'stalled'
      ? ['Nothing has moved for a quarter of an hour. The same command goes on.']
      : []),
  ];
}
