/** What one invocation did, added up for its metrics and for the hourly counters. */
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';

export class Tally {
  indexedFiles = 0;
  rejectedFiles = 0;
  retriedFiles = 0;
  alreadyIndexed = 0;
  digests = 0;
  /** Messages and objects that are well-formed but hold no events: validation messages, folder markers and the like. */
  ignored = 0;
  /** Objects that are not the trail's. Not fetched. */
  foreign = 0;
  records = 0;
  indexedRecords = 0;
  rejectedRecords = 0;
  expiredRecords = 0;
  /** Milliseconds from an event's time to its being in the index, for the newest event of each file. */
  readonly lagsMs: number[] = [];
  readonly eventsPerHour = new Map<string, number>();

  addIndexed(entry: LedgerEntry, eventsPerHour: ReadonlyMap<string, number>, now: Date): void {
    this.indexedFiles++;
    this.records += entry.records ?? 0;
    this.indexedRecords += entry.indexed ?? 0;
    this.rejectedRecords += entry.rejected ?? 0;
    this.expiredRecords += entry.expired ?? 0;
    if (entry.latestEventTime !== undefined)
      this.lagsMs.push(now.getTime() - Date.parse(entry.latestEventTime));
    for (const [hour, events] of eventsPerHour) {
      this.eventsPerHour.set(hour, (this.eventsPerHour.get(hour) ?? 0) + events);
    }
  }
}
