/**
 * Full records together with what the ledger says of their log files: what `show`, `query --full` and `--evidence` write.
 *
 * Records are read a batch at a time, so that a log file is read once for many of them, and to its end, because its hash
 * tells whether it is still the file that was indexed.
 */
import { mapInOrder } from '../audit/in-order.ts';
import { type ShownRecord, showIndexedEvents } from '../audit/show.ts';
import type { Workplace } from '../aws/workplace.ts';
import { parseObjectKey } from '../cloudtrail/object-key.ts';
import type { IndexedEvent } from '../event-index/event-item.ts';
import type { LedgerEntry } from '../event-index/ledger.ts';
import { inBatches } from './in-batches.ts';

export interface RecordOrigin {
  readonly bucket: string;
  /** What the ledger says of the log file; undefined where it does not know it. */
  readonly entry: LedgerEntry | undefined;
}

export interface FullRecord {
  readonly shown: ShownRecord;
  readonly origin: RecordOrigin;
}

export type RecordPlace = Pick<Workplace, 'events' | 'logFiles' | 'bucket' | 'deployment'>;

/** Events that are brought together. Bounds what is held. */
export const BROUGHT_TOGETHER = 100;
const ENTRIES_AT_ONCE = 16;

/** In the order of the events. */
export async function* readFullRecords(
  events: AsyncIterable<IndexedEvent> | Iterable<IndexedEvent>,
  place: RecordPlace,
): AsyncGenerator<FullRecord> {
  for await (const batch of inBatches(events, BROUGHT_TOGETHER)) {
    const records = await showIndexedEvents(batch, place, { wholeFiles: true });
    const originOf = await readOrigins(records, place);
    for (const shown of records) yield { shown, origin: originOf(shown) };
  }
}

/** One look at the ledger for each log file. */
export async function readOrigins(
  records: Iterable<ShownRecord>,
  { logFiles, deployment }: Pick<RecordPlace, 'logFiles' | 'deployment'>,
): Promise<(shown: ShownRecord) => RecordOrigin> {
  const readEntry = async (logFile: string) => {
    const parsed = parseObjectKey(logFile);
    const entry = parsed.kind === 'log-file' ? await logFiles.readEntry(parsed.day, logFile) : undefined;
    return { logFile, entry };
  };
  const entries = new Map<string, LedgerEntry | undefined>();
  const keys = new Set(Array.from(records, ({ logFile }) => logFile));
  for await (const { logFile, entry } of mapInOrder(keys, readEntry, ENTRIES_AT_ONCE)) {
    entries.set(logFile, entry);
  }
  return ({ logFile }) => ({ bucket: deployment.trailBucket, entry: entries.get(logFile) });
}
