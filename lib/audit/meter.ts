/** Counts what a question reads, for `--explain` and for the notes beside an answer. */
import type { AuditContext } from './ports.ts';

export interface ReadUsage {
  /** Requests to DynamoDB. */
  readonly requests: number;
  readonly readUnits: number;
  /** Index entries that were read, those that filters left out included. */
  readonly entries: number;
  /** Log files that were read from the trail bucket. */
  readonly logFiles: number;
}

/** Strongly consistent reads of one item take a unit, others half of one, for each 4 KB; these items are below. */
const CONSISTENT_READ = 1;
const READ = 0.5;

/** The same context, watched. `usage` tells what has been read through it so far. */
export function meterReads<Context extends AuditContext>(
  context: Context,
): { readonly context: Context; usage(): ReadUsage } {
  const used = { requests: 0, readUnits: 0, entries: 0, logFiles: 0 };
  const add = (readUnits: number, entries = 0) => {
    used.requests++;
    used.readUnits += readUnits;
    used.entries += entries;
  };
  const { events, logFiles, bucket } = context;
  // A workplace remembers it.
  let isShardCountKnown = false;
  const metered: AuditContext = {
    ...context,
    events: {
      async queryIndex(query, page) {
        const answer = await events.queryIndex(query, page);
        add(answer.readUnits, answer.scanned);
        return answer;
      },
      async readEvents(eventID) {
        const items = await events.readEvents(eventID);
        add(READ, items.length);
        return items;
      },
    },
    logFiles: {
      async readSection(request) {
        const page = await logFiles.readSection(request);
        add(page.readUnits);
        return page;
      },
      async readEntry(day, key) {
        const entry = await logFiles.readEntry(day, key);
        add(CONSISTENT_READ);
        return entry;
      },
      async readRejectedRecords(day, key) {
        const records = await logFiles.readRejectedRecords(day, key);
        add(CONSISTENT_READ);
        return records;
      },
      async shardCount() {
        const count = await logFiles.shardCount();
        if (!isShardCountKnown) add(CONSISTENT_READ);
        isShardCountKnown = true;
        return count;
      },
    },
    bucket: {
      read(key) {
        used.logFiles++;
        return bucket.read(key);
      },
    },
  };
  return { context: { ...context, ...metered }, usage: () => ({ ...used }) };
}
