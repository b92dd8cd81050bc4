/**
 * An index and a bucket in memory for questions: events with their records, counters and the catalogue, and an account of
 * what was read.
 */
import { createHash } from 'node:crypto';
import type { AuditContext } from '../../lib/audit/ports.ts';
import { parseRecord } from '../../lib/cloudtrail/record.ts';
import { catalogueEntriesOf, toCatalogueItem } from '../../lib/event-index/catalogue.ts';
import { COUNT_ATTRIBUTE, counterKey, countValue, hourOf } from '../../lib/event-index/counters.ts';
import { fromEventItem, type IndexedEvent, toEventItem } from '../../lib/event-index/event-item.ts';
import { SETTINGS_KEY } from '../../lib/event-index/settings.ts';
import type { OptionalIndexName } from '../../lib/event-index/tables.ts';
import { MemoryIndex } from '../helpers/memory-table.ts';

export const LOG_FILE = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/a.json.gz';
const MARY = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/mary', userName: 'mary' };

export interface StoreOptions {
  readonly logFile?: string;
  /** Epoch seconds. */
  readonly expiresAt?: number;
}

export class AuditWorld {
  readonly index = new MemoryIndex();
  /** Records by log file. */
  readonly records = new Map<string, string[]>();
  /** Log files in the order in which they were read. */
  readonly filesRead: string[] = [];
  optionalIndexes: readonly OptionalIndexName[] = [];
  private shards = 1;

  shardCount(count: number): void {
    this.shards = count;
    this.index.logFiles.put({ ...SETTINGS_KEY, shardCount: { N: String(count) } });
  }

  /** Indexes a record as it would be delivered. */
  store(
    eventID: string,
    fields: Readonly<Record<string, unknown>> = {},
    options: StoreOptions = {},
  ): IndexedEvent {
    const { logFile = LOG_FILE, expiresAt } = options;
    const record = JSON.stringify({
      eventID,
      eventTime: '2026-03-17T09:00:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      userIdentity: MARY,
      ...fields,
    });
    const records = this.records.get(logFile) ?? [];
    this.records.set(logFile, records);
    const event = parseRecord(Buffer.from(record));
    const source = {
      logFileKey: logFile,
      deliveryDay: '2026-03-17',
      recordIndex: records.push(record) - 1,
      recordHash: createHash('sha256').update(record).digest().subarray(0, 16),
    };
    const item = toEventItem(event, source, { shardCount: this.shards, expiresAt });
    this.index.events.put(item);
    for (const entry of catalogueEntriesOf(event)) this.index.logFiles.put(toCatalogueItem(entry));
    return fromEventItem(item);
  }

  /** What the counters say of an hour, `2026-03-17T09`. */
  count(hour: string, events: number): void {
    this.index.logFiles.put({ ...counterKey(hourOf(hour)), [COUNT_ATTRIBUTE]: countValue(events) });
  }

  context(): AuditContext {
    const { records, filesRead } = this;
    return {
      events: this.index,
      logFiles: this.index,
      bucket: {
        async *read(key) {
          filesRead.push(key);
          const content = records.get(key);
          if (content === undefined) throw new Error(`NoSuchKey: ${key}`);
          yield Buffer.from(`{"Records":[${content.join(',')}]}`);
        },
      },
      optionalIndexes: this.optionalIndexes,
      now: new Date('2026-06-01T00:00:00Z'),
      gate: (task) => task(),
    };
  }
}

/** The ids of events as they come. */
export async function idsOf(events: AsyncIterable<{ readonly eventID: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { eventID } of events) ids.push(eventID);
  return ids;
}
