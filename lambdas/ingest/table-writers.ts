/**
 * The two tables as the core writes to them: events after the catalogue that tells of them, ledger items last.
 *
 * One set for an invocation, shared by all its files, because they share the batches.
 */
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { deliveryEntriesOf } from '../../lib/event-index/catalogue.ts';
import { binaryIn, textIn } from '../../lib/event-index/item-reading.ts';
import { toLedgerItem } from '../../lib/event-index/ledger.ts';
import { toRejectedRecordsItems } from '../../lib/event-index/rejected-records.ts';
import { createBatchWriter } from './batch-writer.ts';
import type { CatalogueMemory } from './catalogue-memory.ts';
import type { EventWriter, Ledger } from './indexing.ts';
import type { Clock, ItemStore, LogFilesStore, Settled } from './ports.ts';
import { KEPT_MS } from './time-limit.ts';

export interface TableWritersOptions {
  readonly events: ItemStore;
  readonly logFiles: LogFilesStore;
  readonly catalogue: CatalogueMemory;
  readonly clock: Clock;
}

/** Enough to hide the table's answering time, few enough for the batches to fill. */
const EVENT_BATCHES_UNDER_WAY = 8;
const LOG_FILES_BATCHES_UNDER_WAY = 2;

/**
 * What an entry of each status does not replace where this run has not seen it. A try may end long after its request was
 * given up, when another has settled what becomes of the file, and nobody would come to say so again.
 */
const SETTLED: Readonly<Record<'pending' | 'rejected' | 'indexed', Settled['statuses']>> = {
  pending: ['indexed', 'rejected'],
  rejected: ['indexed'],
  // What it says again, with the tries since: the object that it tells of may have been replaced by a damaged one.
  indexed: ['indexed', 'rejected'],
};

export function createTableWriters(options: TableWritersOptions): { events: EventWriter; ledger: Ledger } {
  const { catalogue, clock, logFiles } = options;
  const logFilesWriter = createBatchWriter({
    store: logFiles,
    clock,
    batchesUnderWay: LOG_FILES_BATCHES_UNDER_WAY,
    keptMs: KEPT_MS.afterLedger,
    keyOf: (item) => `${textIn(item, 'section')}\t${textIn(item, 'entry')}`,
  });
  const eventsWriter = createBatchWriter({
    store: options.events,
    clock,
    batchesUnderWay: EVENT_BATCHES_UNDER_WAY,
    keptMs: KEPT_MS.afterFiles,
    keyOf: eventKeyOf,
  });
  const events: EventWriter = {
    put(item, event) {
      const listed = catalogue.listEvent(event, logFilesWriter);
      return listed === undefined ? eventsWriter.put(item) : listed.then(() => eventsWriter.put(item));
    },
  };
  const ledger: Ledger = {
    read: logFiles.readEntry,
    async write(entry, { rejected, seenAt } = {}) {
      // The day is listed and the refused records are named before the entry says that all is done.
      await catalogue.list(deliveryEntriesOf(entry.deliveryDay), logFilesWriter);
      if (rejected !== undefined) {
        await Promise.all(toRejectedRecordsItems(entry, rejected).map((item) => logFilesWriter.put(item)));
      }
      const item = toLedgerItem(entry);
      const { status } = entry;
      if (status === 'recorded' || (status === 'indexed' && seenAt === undefined))
        await logFilesWriter.put(item);
      else await logFiles.putUnlessSettled(item, { statuses: SETTLED[status], seenAt });
    },
  };
  return { events, ledger };
}

function eventKeyOf(item: Item): string {
  const { buffer, byteOffset, byteLength } = binaryIn(item, 'recordHash');
  return `${textIn(item, 'eventID')}\t${Buffer.from(buffer, byteOffset, byteLength).toString('latin1')}`;
}
