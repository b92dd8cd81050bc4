/**
 * How much of a run one file is, before anybody has opened it: what is left to do is told by it.
 *
 * Files differ too much to be counted: in a quiet hour CloudTrail delivers hundreds of small ones, in a busy one a few
 * of many events. An event takes about as long as 160 compressed bytes, and a file of its own takes as long as three
 * events, for its way through bucket, topic, queue and ledger.
 */
import type { LogFileSource } from '../ports.ts';

const WORK_OF_A_FILE = 500;
/** How many times larger records are than their gzip, roughly. */
const COMPRESSION = 10;

/** In compressed bytes. */
export function workOf({ path, sizeBytes }: Pick<LogFileSource, 'path' | 'sizeBytes'>): number {
  return WORK_OF_A_FILE + (path.endsWith('.gz') ? sizeBytes : sizeBytes / COMPRESSION);
}
