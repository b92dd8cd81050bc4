/**
 * What one invocation did, added up for its metrics and for the hourly counters.
 *
 * A file counts in the invocation that finishes it, with all its records, however many invocations worked on it before:
 * so the sums of records and of outcomes are of the same files. The hourly counters are told of a file once. Lag is
 * measured of fresh files only. One that was delivered long ago is being caught up with (an attached bucket, a backfill, a
 * redriven message), one that was indexed before is indexed by newer rules: their age says nothing about how well the index
 * keeps up.
 */
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';

/** How long after its delivery a file counts for the lag: about as long as the queue keeps trying, more than any alarm's limit. */
const FRESH_SECONDS = 2 * 24 * 60 * 60;

export interface IndexedFile {
  readonly entry: LedgerEntry;
  readonly eventsPerHour: ReadonlyMap<string, number>;
  /** When CloudTrail delivered it; undefined where the file's name does not say. */
  readonly deliveredAt: string | undefined;
  /** False where the index held the file before. */
  readonly isNew: boolean;
}

export class Tally {
  indexedFiles = 0;
  rejectedFiles = 0;
  retriedFiles = 0;
  alreadyIndexed = 0;
  digests = 0;
  /** Messages and objects that are well-formed but hold no events: validation messages, folder markers and the like. */
  ignored = 0;
  /** Messages that name no object because nobody can read them. They come again, and end in the dead-letter queue. */
  unreadableMessages = 0;
  /** Objects that are not the trail's. Not fetched. */
  foreign = 0;
  records = 0;
  indexedRecords = 0;
  rejectedRecords = 0;
  expiredRecords = 0;
  /** The worst of the invocation: an EMF document holds at most 100 values of a metric. */
  indexLagSeconds: number | undefined;
  eventLagSeconds: number | undefined;
  readonly eventsPerHour = new Map<string, number>();

  addIndexed({ entry, eventsPerHour, deliveredAt, isNew }: IndexedFile, now: Date): void {
    this.indexedFiles++;
    this.addRecords(entry);
    if (!isNew) return;
    for (const [hour, events] of eventsPerHour) {
      this.eventsPerHour.set(hour, (this.eventsPerHour.get(hour) ?? 0) + events);
    }
    const lag = secondsBetween(deliveredAt, now);
    if (lag === undefined || lag > FRESH_SECONDS) return;
    this.indexLagSeconds = larger(this.indexLagSeconds, lag);
    this.eventLagSeconds = larger(this.eventLagSeconds, secondsBetween(entry.latestEventTime, now));
  }

  /** Of a large file that proved damaged late, the records before the damage are in the index and count. */
  addRejected(entry: LedgerEntry): void {
    this.rejectedFiles++;
    this.addRecords(entry);
  }

  private addRecords(entry: LedgerEntry): void {
    this.records += entry.records ?? 0;
    this.indexedRecords += entry.indexed ?? 0;
    this.rejectedRecords += entry.rejected ?? 0;
    this.expiredRecords += entry.expired ?? 0;
  }
}

function secondsBetween(time: string | undefined, now: Date): number | undefined {
  return time === undefined ? undefined : (now.getTime() - Date.parse(time)) / 1000;
}

function larger(known: number | undefined, next: number | undefined): number | undefined {
  return known === undefined || next === undefined ? (known ?? next) : Math.max(known, next);
}
