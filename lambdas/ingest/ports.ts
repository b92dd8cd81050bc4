/**
 * What the ingest core needs of the world. lib/aws implements these with the SDK; tests with doubles that behave.
 */
import type { Item } from '../../lib/event-index/attribute-value.ts';
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';

export interface LogFileBody {
  readonly eTag: string;
  readonly sizeBytes: number;
  /** True when the object says that it was rewrapped on the way in: traildex's own mark, never CloudTrail's. */
  readonly notAsDelivered: boolean;
  readonly originalName: string | undefined;
  /** Fails when the connection ends before the object does. Read it to the end or break off: both release it. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Releases a body that is not going to be read. */
  discard(): void;
}

export interface TrailBucketReader {
  /** Rejects when the object cannot be read now: absent, denied, throttled, cut off. All of it may pass. */
  open(key: string): Promise<LogFileBody>;
}

export interface ItemStore {
  /** Puts items of distinct keys, at most `PUT_BATCH_LIMIT`; gives back those that the table had no room for. */
  putBatch(items: readonly Item[]): Promise<readonly Item[]>;
}

/** BatchWriteItem takes no more. */
export const PUT_BATCH_LIMIT = 25;

export interface Settled {
  /** One at least. */
  readonly statuses: readonly [LedgerEntry['status'], ...LedgerEntry['status'][]];
  readonly seenAt: string | undefined;
}

export interface LogFilesStore extends ItemStore {
  readEntry(deliveryDay: string, key: string): Promise<LedgerEntry | undefined>;
  /** Puts a ledger item unless one of these statuses stands there, other than in the item written at `seenAt`. */
  putUnlessSettled(item: Item, settled: Settled): Promise<void>;
  /** Adds to the number of events of an hour (`2023-07-19T21`). */
  addToCounter(hour: string, events: number): Promise<void>;
}

export interface VisibilityChange {
  readonly receiptHandle: string;
  /** From now; above 0. */
  readonly seconds: number;
}

export interface MessageVisibility {
  /** Changes at most `VISIBILITY_BATCH_LIMIT` messages; says why of those that were refused. */
  change(changes: readonly VisibilityChange[], signal: AbortSignal): Promise<readonly string[]>;
}

/** ChangeMessageVisibilityBatch takes no more. */
export const VISIBILITY_BATCH_LIMIT = 10;

export interface Log {
  info(message: string, fields: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields: Readonly<Record<string, unknown>>): void;
}

export interface Clock {
  now(): Date;
  /** Milliseconds until the runtime stops this invocation. */
  remainingMs(): number;
  /** Abort when as much of the invocation's time is left as KEPT_MS says. */
  readonly filesEnd: AbortSignal;
  readonly ledgerEnd: AbortSignal;
  /** Resolves after `ms`. */
  wait(ms: number): Promise<void>;
  /** 0 (inclusive) to 1 (exclusive), for jitter. */
  random(): number;
}
