/**
 * What became of the records of one log file: counts that add up, times, and the refused ones by position and reason.
 *
 * Bounded, whatever the file holds: of a file with hundreds of thousands of refused records, or of events from thousands
 * of different hours, the first are remembered and the others only counted.
 */
import { hourOf } from '../../lib/event-index/counters.ts';
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';
import type { RejectedRecord } from '../../lib/event-index/rejected-records.ts';

/** Distinct hours of one file that are counted for the estimates. */
const COUNTED_HOURS = 1_000;

/** Refused records that are remembered by position and reason. */
const REMEMBERED_REJECTS = 20_000;

export class RecordTally {
  readonly rejects: RejectedRecord[] = [];
  readonly eventsPerHour = new Map<string, number>();
  #records = 0;
  #indexed = 0;
  #rejected = 0;
  #expired = 0;
  #earliest: string | undefined;
  #latest: string | undefined;
  #recordLimitBytes: number | undefined;

  get hasRejects(): boolean {
    return this.#rejected > 0;
  }

  /** Of every record, before what becomes of it: the alarm on records that are unaccounted for compares the two. */
  addRecord(): void {
    this.#records++;
  }

  addIndexed(eventTime: string): void {
    this.#indexed++;
    this.#noteTime(eventTime);
    const hour = hourOf(eventTime);
    const events = this.eventsPerHour.get(hour);
    if (events === undefined && this.eventsPerHour.size >= COUNTED_HOURS) return;
    this.eventsPerHour.set(hour, (events ?? 0) + 1);
  }

  addExpired(eventTime: string): void {
    this.#expired++;
    this.#noteTime(eventTime);
  }

  addRejected(index: number, reason: string): void {
    this.#rejected++;
    if (this.rejects.length < REMEMBERED_REJECTS) this.rejects.push({ index, reason });
  }

  addOversized(index: number, { sizeBytes, limitBytes }: { sizeBytes: number; limitBytes: number }): void {
    this.#recordLimitBytes = limitBytes;
    this.addRejected(index, `the record is ${sizeBytes} bytes long, more than ingest.maxRecordMiB allows`);
  }

  counts(): Partial<LedgerEntry> {
    return {
      records: this.#records,
      indexed: this.#indexed,
      rejected: this.#rejected,
      expired: this.#expired,
      earliestEventTime: this.#earliest,
      latestEventTime: this.#latest,
      recordLimitBytes: this.#recordLimitBytes,
    };
  }

  #noteTime(eventTime: string): void {
    if (this.#earliest === undefined || eventTime < this.#earliest) this.#earliest = eventTime;
    if (this.#latest === undefined || eventTime > this.#latest) this.#latest = eventTime;
  }
}
