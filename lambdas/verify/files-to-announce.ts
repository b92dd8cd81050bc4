/**
 * Which log files a repair announces by itself: those that are in the bucket, and that only a notification keeps out of
 * the index.
 *
 * What was tried and not done is left to the queue, which brings it back, until no message for it can be there any more.
 * What was rejected would be rejected again, and ring every time: that, and what is indexed wrongly, is for a person to
 * look at (`traildex verify --repair`).
 */
import type { Fault } from '../../lib/audit/verify/report.ts';
import { DEFAULT_BACKFILL_SETTINGS } from '../../lib/operations/backfill/backfill.ts';

export interface TriedFile {
  readonly key: string;
  /** When the last try ended, ISO 8601. */
  readonly updatedAt: string;
}

/**
 * @param tried what the ledger says of the files that are `index-pending`
 * @returns their keys, each once
 */
export function filesToAnnounce(
  faults: readonly Fault[],
  tried: readonly TriedFile[],
  now: Date,
): readonly string[] {
  const stalledBefore = now.getTime() - DEFAULT_BACKFILL_SETTINGS.stalledMs;
  const underWay = new Set(
    tried.filter(({ updatedAt }) => Date.parse(updatedAt) > stalledBefore).map(({ key }) => key),
  );
  const keys = faults.flatMap(({ code, key }) => {
    if (key === undefined) return [];
    return code === 'not-in-index' || (code === 'index-pending' && !underWay.has(key)) ? [key] : [];
  });
  return [...new Set(keys)];
}
