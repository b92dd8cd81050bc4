/**
 * Counts the records of a log file and asks the index for their events, some at a time.
 *
 * What should be there is worked out as the ingest function does: from the same records by the same rules. Not asked for is
 * what it leaves out with a reason: records that are no events, that are too large, or that have expired; the first two are
 * counted, because the ledger has to have said so.
 */
import { hash } from 'node:crypto';
import { LogFileError } from '../../cloudtrail/log-file-error.ts';
import { parseObjectKey } from '../../cloudtrail/object-key.ts';
import { parseRecord, RecordRejected } from '../../cloudtrail/record.ts';
import {
  createRecordSplitter,
  type OversizedRecord,
  type SplitRecord,
} from '../../cloudtrail/record-splitter.ts';
import { describeError } from '../../cloudtrail/unreadable.ts';
import type { Item } from '../../event-index/attribute-value.ts';
import { identityIn, identityOf, openEventItems } from '../../event-index/event-item.ts';
import { expiryOf } from '../../event-index/expiry.ts';
import type { LedgerEntry } from '../../event-index/ledger.ts';
import { MAX_RECORD_BYTES } from '../wanted-records.ts';
import { judgeItem } from './judge-item.ts';
import type { EventLookUp } from './ports.ts';
import type { PlaceRun } from './run.ts';

export interface EventFindings {
  readonly records: number;
  /** Records that are no events, or larger than the ledger says was allowed. */
  readonly refused: number;
  /** Events that are not in the index, or that no question finds there. */
  readonly absent: NamedEvents;
  /** Events that the index has otherwise than their records say. */
  readonly other: NamedEvents;
}

export interface NamedEvents {
  readonly count: number;
  /** The first of them. */
  readonly eventIDs: readonly string[];
}

/** The index could not be asked: no fault of the log file. */
export class IndexError extends Error {
  override readonly name = 'IndexError';
}

/** BatchGetItem takes no more. */
const ASKED_AT_ONCE = 100;
const NAMED_EVENTS = 5;
const HASH_BYTES = 16;
/** As many as a number holds exactly: enough to tell the records of a file apart. */
const REMEMBERED_BYTES = 6;

export class EventCensus {
  readonly #splitter = createRecordSplitter({ acceptBareArray: true, maxRecordBytes: MAX_RECORD_BYTES });
  readonly #events: EventLookUp;
  readonly #eventDays: number | undefined;
  readonly #now: Date;
  readonly #sizeLimit: number;
  readonly #toItem: ReturnType<typeof openEventItems>;
  /** A record that is in the file twice is one event, and DynamoDB refuses to be asked twice in one request. */
  #waiting = new Map<string, Item>();
  #refused = 0;
  /** By position. */
  readonly #hashes: number[] = [];
  readonly #elsewhere: { readonly item: Item; readonly recordIndex: number }[] = [];
  readonly #absent = new EventNames();
  readonly #other = new EventNames();
  #isBroken = false;

  constructor(key: string, entry: LedgerEntry | undefined, { stores, request }: PlaceRun) {
    const parsed = parseObjectKey(key);
    this.#events = stores.events;
    this.#eventDays = request.retention.eventDays;
    this.#now = request.now;
    this.#sizeLimit = entry?.recordLimitBytes ?? MAX_RECORD_BYTES;
    const deliveryDay = parsed.kind === 'log-file' ? parsed.day : '';
    // Readers do not see over how many shards the keys are spread.
    this.#toItem = openEventItems({ logFileKey: key, deliveryDay }, 1);
  }

  /** Bytes that are no records are for their hash to judge. */
  async take(chunk: Uint8Array): Promise<void> {
    if (this.#isBroken) return;
    try {
      for (const part of this.#splitter.push(chunk)) {
        this.#expect(part);
        if (this.#waiting.size === ASKED_AT_ONCE) await this.#ask();
      }
    } catch (error) {
      if (!(error instanceof LogFileError)) throw error;
      this.#isBroken = true;
    }
  }

  /** Undefined where the bytes were no records. */
  async end(): Promise<EventFindings | undefined> {
    await this.#ask();
    for (const { item, recordIndex } of this.#elsewhere) {
      const { recordHash } = identityIn(item);
      if (this.#hashes[recordIndex] !== toRemembered(Buffer.from(recordHash, 'hex'))) this.#other.add(item);
    }
    if (this.#isBroken) return undefined;
    const { recordCount: records } = this.#splitter;
    return { records, refused: this.#refused, absent: this.#absent, other: this.#other };
  }

  #expect(part: SplitRecord | OversizedRecord): void {
    if (part.kind === 'oversized' || part.bytes.length > this.#sizeLimit) {
      this.#refused++;
      return;
    }
    const recordHash = hash('sha256', part.bytes, 'buffer').subarray(0, HASH_BYTES);
    this.#hashes[part.index] = toRemembered(recordHash);
    try {
      const event = parseRecord(part.bytes);
      const expiresAt = expiryOf(event.eventTime, this.#eventDays);
      if (expiresAt !== undefined && expiresAt * 1000 <= this.#now.getTime()) return;
      const item = this.#toItem(event, { recordIndex: part.index, recordHash });
      this.#waiting.set(identityOf(identityIn(item)), item);
    } catch (error) {
      if (!(error instanceof RecordRejected)) throw error;
      this.#refused++;
    }
  }

  async #ask(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    if (waiting.size === 0) return;
    const found = new Map(
      (await this.#look([...waiting.values()])).map((item) => [identityOf(identityIn(item)), item]),
    );
    for (const [identity, item] of waiting) {
      const verdict = judgeItem(item, found.get(identity), this.#now);
      if (verdict.kind === 'absent' || verdict.kind === 'hidden') this.#absent.add(item);
      if (verdict.kind === 'other') this.#other.add(item);
      if (verdict.kind === 'elsewhere') this.#elsewhere.push({ item, recordIndex: verdict.recordIndex });
    }
  }

  #look(items: readonly Item[]): Promise<readonly Item[]> {
    return this.#events.findItems(items.map(identityIn)).catch((cause: unknown) => {
      throw new IndexError(`The index could not be asked for events: ${describeError(cause)}`, { cause });
    });
  }
}

class EventNames implements NamedEvents {
  count = 0;
  readonly eventIDs: string[] = [];

  add(item: Item): void {
    this.count++;
    if (this.eventIDs.length < NAMED_EVENTS) this.eventIDs.push(identityIn(item).eventID);
  }
}

function toRemembered(recordHash: Buffer): number {
  return recordHash.readUIntBE(0, REMEMBERED_BYTES);
}
