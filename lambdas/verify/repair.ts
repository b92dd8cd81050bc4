/**
 * Announces what a region's report says is in the bucket and not in the index, as CloudTrail would have.
 *
 * No faster than the ingest function takes it beside new deliveries, and no more for an account than leaves time for its
 * other regions: what is over is found again by the next verification, and by the backfill.
 */

import type { Fault, RegionReport } from '../../lib/audit/verify/report.ts';
import { batchesOf } from '../../lib/batches.ts';
import { parseObjectKey } from '../../lib/cloudtrail/object-key.ts';
import type { Pacer } from '../../lib/operations/pacer.ts';
import {
  type DeliveryTopic,
  FILES_PER_MESSAGE,
  type LedgerKeyParts,
  type LedgerLookUp,
} from '../../lib/operations/ports.ts';
import { readEntries } from '../../lib/operations/read-entries.ts';
import { filesToAnnounce } from './files-to-announce.ts';

export interface RepairContext {
  readonly entries: LedgerLookUp;
  readonly topic: DeliveryTopic;
  readonly pace: Pacer;
  readonly signal: AbortSignal;
  readonly now: Date;
}

/** @returns the keys that the topic was told of: at most `limit`, the first ones */
export async function announceMissed(
  { faults }: RegionReport,
  limit: number,
  { entries, topic, pace, signal, now }: RepairContext,
): Promise<readonly string[]> {
  const tried = await readEntries(entries, pendingFiles(faults));
  const keys = filesToAnnounce(faults, tried, now).slice(0, limit);
  for (const batch of batchesOf(keys, FILES_PER_MESSAGE)) {
    await pace(batch.length, signal);
    signal.throwIfAborted();
    await topic.announce(batch);
  }
  return keys;
}

function pendingFiles(faults: readonly Fault[]): readonly LedgerKeyParts[] {
  const keys = faults.flatMap(({ code, key }) =>
    code === 'index-pending' && key !== undefined ? [key] : [],
  );
  return [...new Set(keys)].flatMap((key) => {
    const parsed = parseObjectKey(key);
    return parsed.kind === 'log-file' ? [{ key, deliveryDay: parsed.day }] : [];
  });
}
