/** What questions need of the world. lib/aws implements these with the SDK; tests with tables in memory. */
import type { Item } from '../event-index/attribute-value.ts';
import type { LedgerEntry } from '../event-index/ledger.ts';
import type { IndexQuery } from '../event-index/query-plan.ts';
import type { RejectedRecord } from '../event-index/rejected-records.ts';
import type { OptionalIndexName } from '../event-index/tables.ts';

export interface ItemPage {
  readonly items: readonly Item[];
  /** Set while there is more: where the next page starts. */
  readonly next: Item | undefined;
  /** Items that were read for it, those that the filter left out included. */
  readonly scanned: number;
  /** Read units that DynamoDB charged for it; 0 where an engine does not say. */
  readonly readUnits: number;
}

export interface PageRequest {
  /** Items to read (before the filter); undefined takes as many as DynamoDB gives in one answer. */
  readonly limit?: number | undefined;
  readonly start?: Item | undefined;
}

export interface EventReader {
  queryIndex(query: IndexQuery, page: PageRequest): Promise<ItemPage>;
  /** All items stored under an event id: copies that differ in their bytes are items of their own. */
  readEvents(eventID: string): Promise<readonly Item[]>;
}

export interface SectionRequest {
  readonly section: string;
  readonly ascending?: boolean;
  readonly limit?: number;
  readonly start?: Item | undefined;
}

export interface LogFilesReader {
  readSection(request: SectionRequest): Promise<ItemPage>;
  readEntry(deliveryDay: string, key: string): Promise<LedgerEntry | undefined>;
  readRejectedRecords(deliveryDay: string, key: string): Promise<readonly RejectedRecord[]>;
  shardCount(): Promise<number>;
}

/** Reads log files from the trail bucket. */
export interface LogFileReader {
  /** Inflated chunks of a log file. Fails with what S3 says, or with a LogFileError about its bytes. */
  read(key: string): AsyncIterable<Uint8Array>;
}

/** Reads the objects of the trail bucket as they are stored, for copies of them. */
export interface StoredObjectReader {
  /** Chunks of the object's own bytes, compressed as they are. Fails with what S3 says. */
  readStored(key: string): AsyncIterable<Uint8Array>;
}

/** One index with its log files, and how to ask it: what every question is given. */
export interface AuditContext {
  readonly events: EventReader;
  readonly logFiles: LogFilesReader;
  readonly bucket: LogFileReader;
  /** Those of the optional indexes that the events table has. */
  readonly optionalIndexes: readonly OptionalIndexName[];
  readonly now: Date;
  /** Bounds the requests that are under way at once, over all parts of a question. */
  readonly gate: <Result>(task: () => Promise<Result>) => Promise<Result>;
}

/** An object of the trail bucket as a listing tells of it. */
export interface ListedObject {
  readonly key: string;
  /** As the ledger writes it, without quotes. */
  readonly eTag: string;
  /** Of the object as it is stored, compressed. */
  readonly sizeBytes: number;
  readonly storedAt: Date;
  /** It lies in an archive, from which it must be restored before anybody can read it. @default false */
  readonly archived?: boolean;
}

export interface TrailBucketListing {
  /** The folders directly in `folder`: their whole prefixes, with the slash at the end, as `folder` has it. */
  listFolders(folder: string): Promise<readonly string[]>;
  /** Everything in `folder` and below, in the order of the keys' UTF-8 bytes. */
  listObjects(folder: string): AsyncIterable<ListedObject>;
}

export interface LedgerReader {
  /** Entries of the log files in a day's folder, in the order of their keys' UTF-8 bytes. */
  readFolder(deliveryDay: string, folder: string): AsyncIterable<LedgerEntry>;
}
