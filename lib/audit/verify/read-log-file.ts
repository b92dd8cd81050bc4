/**
 * Reads a log file to its end for its hash, and, deep, asks the index for every event of it.
 *
 * The events that should be there are worked out as the ingest function does: from the same records by the same rules. Not
 * asked for is what it left out with a reason: records that are no events, that were too large, or that have expired.
 */
import { createHash, hash } from 'node:crypto';
import { LogFileError } from '../../cloudtrail/log-file-error.ts';
import { parseRecord, RecordRejected } from '../../cloudtrail/record.ts';
import {
  createRecordSplitter,
  type OversizedRecord,
  type SplitRecord,
} from '../../cloudtrail/record-splitter.ts';
import { describeError, toUnreadable } from '../../cloudtrail/unreadable.ts';
import { toEventID } from '../../event-index/event-item.ts';
import { expiryOf } from '../../event-index/expiry.ts';
import type { LedgerEntry } from '../../event-index/ledger.ts';
import { MAX_RECORD_BYTES } from '../wanted-records.ts';
import type { EventIdentity, EventPresence } from './ports.ts';
import type { FaultCode } from './report.ts';
import type { PlaceRun } from './run.ts';
import { toSentence } from './sentence.ts';

export type FileReading =
  | {
      readonly kind: 'read';
      /** Hex, of the inflated bytes. */
      readonly sha256: string;
      /** Deep only. */
      readonly records: number | undefined;
      readonly absent: AbsentEvents | undefined;
    }
  | { readonly kind: 'fault'; readonly code: FaultCode; readonly message: string };

export interface AbsentEvents {
  readonly count: number;
  /** The first of them. */
  readonly eventIDs: readonly string[];
}

/** BatchGetItem takes no more. */
const ASKED_AT_ONCE = 100;
const NAMED_EVENTS = 5;
const HASH_BYTES = 16;

export async function readLogFile(
  key: string,
  entry: LedgerEntry | undefined,
  run: PlaceRun,
): Promise<FileReading> {
  const { stores, request, signal } = run;
  const sha256 = createHash('sha256');
  const census = request.deep ? new EventCensus(entry, run) : undefined;
  run.count('filesRead');
  try {
    for await (const chunk of stores.logFiles.read(key)) {
      signal?.throwIfAborted();
      sha256.update(chunk);
      await census?.take(chunk);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof IndexError) throw error;
    return { kind: 'fault', ...describeFailure(error) };
  }
  return {
    kind: 'read',
    sha256: sha256.digest('hex'),
    records: census?.records,
    absent: await census?.end(),
  };
}

/** The index could not be asked: no fault of the log file. */
class IndexError extends Error {
  override readonly name = 'IndexError';
}

/** Counts the records of a log file and asks for their events, some at a time. */
class EventCensus {
  readonly #splitter = createRecordSplitter({ acceptBareArray: true, maxRecordBytes: MAX_RECORD_BYTES });
  readonly #presence: EventPresence;
  readonly #eventDays: number | undefined;
  readonly #nowMs: number;
  readonly #sizeLimit: number;
  /** A record that is in the file twice is one event, and DynamoDB refuses to be asked twice in one request. */
  #waiting = new Map<string, EventIdentity>();
  #absentCount = 0;
  #isBroken = false;
  readonly #absent: string[] = [];

  constructor(entry: LedgerEntry | undefined, { stores, request }: PlaceRun) {
    this.#presence = stores.presence;
    this.#eventDays = request.retention.eventDays;
    this.#nowMs = request.now.getTime();
    this.#sizeLimit = entry?.recordLimitBytes ?? MAX_RECORD_BYTES;
  }

  get records(): number | undefined {
    return this.#isBroken ? undefined : this.#splitter.recordCount;
  }

  /** Bytes that are no records are for their hash to judge. */
  async take(chunk: Uint8Array): Promise<void> {
    if (this.#isBroken) return;
    try {
      await this.#takeRecords(chunk);
    } catch (error) {
      if (!(error instanceof LogFileError)) throw error;
      this.#isBroken = true;
    }
  }

  async #takeRecords(chunk: Uint8Array): Promise<void> {
    for (const part of this.#splitter.push(chunk)) {
      const event = this.#expectedEvent(part);
      if (event === undefined) continue;
      this.#waiting.set(`${event.eventID}/${event.recordHash}`, event);
      if (this.#waiting.size === ASKED_AT_ONCE) await this.#ask();
    }
  }

  async end(): Promise<AbsentEvents> {
    await this.#ask();
    return { count: this.#absentCount, eventIDs: this.#absent };
  }

  #expectedEvent(part: SplitRecord | OversizedRecord): EventIdentity | undefined {
    if (part.kind === 'oversized' || part.bytes.length > this.#sizeLimit) return undefined;
    try {
      const event = parseRecord(part.bytes);
      const expiresAt = expiryOf(event.eventTime, this.#eventDays);
      if (expiresAt !== undefined && expiresAt * 1000 <= this.#nowMs) return undefined;
      const recordHash = hash('sha256', part.bytes, 'buffer').subarray(0, HASH_BYTES);
      return { eventID: toEventID(event, recordHash), recordHash: recordHash.toString('hex') };
    } catch (error) {
      if (error instanceof RecordRejected) return undefined;
      throw error;
    }
  }

  async #ask(): Promise<void> {
    const events = [...this.#waiting.values()];
    this.#waiting = new Map();
    if (events.length === 0) return;
    const absent = await this.#presence.findAbsent(events).catch((cause: unknown) => {
      throw new IndexError(`The index could not be asked for events: ${describeError(cause)}`, { cause });
    });
    this.#absentCount += absent.length;
    for (const { eventID } of absent) if (this.#absent.length < NAMED_EVENTS) this.#absent.push(eventID);
  }
}

function describeFailure(error: unknown): { code: FaultCode; message: string } {
  if (error instanceof LogFileError && error.code === 'data-after-gzip')
    return { code: 'log-file-data-after-gzip', message: `The log file was altered: ${error.message}` };
  const { reason, problem } = toUnreadable(error);
  if (reason === 'damaged') return { code: 'log-file-invalid-format', message: problem };
  if (reason === 'gone')
    return { code: 'log-file-not-found', message: 'The log file was deleted while it was looked at.' };
  return { code: 'log-file-unreadable', message: toSentence(problem) };
}
