/** What operations need of the world. lib/aws and lib/cli implement these; tests with doubles that behave. */
import type { LedgerEntry } from '../event-index/ledger.ts';

/** A file of the user's that is to be delivered. */
export interface LogFileSource {
  /** Absolute, with `/` between its folders: a key of CloudTrail's is looked for in it. */
  readonly path: string;
  /** From what the user named: the name under which the ledger remembers the file where its key is made up. */
  readonly relativePath: string;
  readonly sizeBytes: number;
}

/** A log file as it goes into the trail bucket. */
export interface LogFileToStore {
  readonly key: string;
  /** One gzip member, except for what cannot be read anyway. */
  readonly body: Uint8Array;
  /** Not the bytes that CloudTrail wrote: the object is marked so, and never counts as evidence. */
  readonly notAsDelivered: boolean;
  /** Where the key is made up, the name that the file had. */
  readonly originalName?: string | undefined;
}

export interface LogFileDelivery {
  /** Stores the file, replacing what is there, and gives the ETag that the ledger will name. */
  put(file: LogFileToStore): Promise<string>;
  /** ETag of the object of that key; undefined where there is none. */
  storedETag(key: string): Promise<string | undefined>;
  /** Sends the notification that CloudTrail would send for the stored file. */
  announce(key: string): Promise<void>;
}

export interface LedgerKeyParts {
  readonly deliveryDay: string;
  readonly key: string;
}

export interface LedgerLookUp {
  /** Entries of up to `LEDGER_BATCH_LIMIT` distinct log files, in any order, without those that there are none of. */
  readEntries(files: readonly LedgerKeyParts[]): Promise<readonly LedgerEntry[]>;
}

/** BatchGetItem takes no more. */
export const LEDGER_BATCH_LIMIT = 100;

/**
 * Log files that one message about missed ones names. A message with a file that cannot be read now comes back whole, again
 * and again, and the files beside it are looked up each time: more of them would cost more than the messages that they save.
 */
export const FILES_PER_MESSAGE = 10;

/** Missed log files announced a second, unless somebody asks for another pace: new deliveries are not held up by them. */
export const FILES_PER_SECOND = 100;

export interface DeliveryTopic {
  /** Sends the notification that CloudTrail would send, one for all these stored files. */
  announce(keys: readonly string[]): Promise<void>;
}

export interface OperationClock {
  /** Milliseconds; only differences matter. */
  now(): number;
  /** Resolves after `ms`, or as soon as `signal` aborts. Never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}
