/** How many log files of each status were listed, in words. */
import type { LogFileStatus } from '../../event-index/ledger.ts';
import { count, grouped } from './count.ts';

export type FileTally = Partial<Record<LogFileStatus, number>>;

const IN_WORDS: readonly (readonly [LogFileStatus, string])[] = [
  ['indexed', 'indexed'],
  ['pending', 'pending'],
  ['rejected', 'rejected'],
  ['recorded', 'recorded (digests)'],
];

/** `12 log files: 10 indexed, 2 pending.` */
export function describeFileTally(tally: FileTally): string {
  const total = Object.values(tally).reduce((sum, number) => sum + number, 0);
  const parts = IN_WORDS.flatMap(([status, words]) => {
    const number = tally[status] ?? 0;
    return number === 0 ? [] : [`${grouped(number)} ${words}`];
  });
  return `${count(total, 'log file')}: ${parts.join(', ')}.`;
}
