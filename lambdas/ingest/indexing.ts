/** What indexing a log file works on, and what may become of the file. */
import type { TrailEvent } from '../../lib/cloudtrail/event.ts';
import type { LogFileKey } from '../../lib/cloudtrail/object-key.ts';
import type { Item } from '../../lib/event-index/attribute-value.ts';
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';
import type { RejectedRecord } from '../../lib/event-index/rejected-records.ts';
import type { Clock, TrailBucketReader } from './ports.ts';

export interface IndexingLimits {
  readonly maxInflatedBytes: number;
  readonly maxRecordBytes: number;
  readonly maxRecords: number;
}

export interface IndexingContext {
  readonly bucket: TrailBucketReader;
  readonly events: EventWriter;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly limits: IndexingLimits;
  readonly shardCount: number;
  readonly retentionDays: number | undefined;
}

export interface EventWriter {
  /** Resolves when the item is in the table, and before it what the catalogue tells of the event. */
  put(item: Item, event: TrailEvent): Promise<void>;
}

export interface Ledger {
  read(deliveryDay: string, key: string): Promise<LedgerEntry | undefined>;
  /**
   * Resolves when the entry is in the table, and before it the records that were refused; `undefined` leaves those
   * alone. What is no success does not replace the `indexed` of another run, and neither `pending` nor an
   * `indexed` that is said again its `rejected`.
   */
  write(entry: LedgerEntry, options?: LedgerWriteOptions): Promise<void>;
}

export interface LedgerWriteOptions {
  /** Records that were refused, to be listed anew; undefined leaves the list alone. */
  readonly rejected?: readonly RejectedRecord[] | undefined;
  /** `updatedAt` of an entry that this run has seen and may replace by what is no success of its own. */
  readonly seenAt?: string | undefined;
}

export interface LogFile {
  readonly key: string;
  readonly parsed: LogFileKey;
}

export type LogFileOutcome =
  | { readonly kind: 'already-indexed' }
  | {
      readonly kind: 'indexed';
      readonly entry: LedgerEntry;
      readonly eventsPerHour: ReadonlyMap<string, number>;
      /** False where the index held the file before, of earlier rules or an earlier object. */
      readonly isNew: boolean;
    }
  | { readonly kind: 'rejected'; readonly entry: LedgerEntry }
  /** To be tried again; the ledger says why. */
  | { readonly kind: 'retry'; readonly reason: string; readonly cause: unknown };
