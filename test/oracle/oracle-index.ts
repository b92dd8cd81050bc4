/**
 * An index filled as the function fills it, over log files in memory, and read as DynamoDB lets it be read at its worst:
 * pages of few items, pages that the filter left empty, an end that only shows after one more page, answers that
 * overtake one another.
 */
import { createHash } from 'node:crypto';
import type { AuditContext, ItemPage, PageRequest } from '../../lib/audit/ports.ts';
import { buildLogFileKey } from '../../lib/cloudtrail/object-key.ts';
import { parseRecord } from '../../lib/cloudtrail/record.ts';
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { catalogueEntriesOf, OVERFLOW, toCatalogueItem } from '../../lib/event-index/catalogue.ts';
import { toEventItem } from '../../lib/event-index/event-item.ts';
import { expiryOf } from '../../lib/event-index/expiry.ts';
import { RULES_VERSION, toLedgerItem } from '../../lib/event-index/ledger.ts';
import type { IndexQuery } from '../../lib/event-index/query-plan.ts';
import { SETTINGS_KEY } from '../../lib/event-index/settings.ts';
import type { OptionalIndexName } from '../../lib/event-index/tables.ts';
import { TIME_SORT_KEY } from '../../lib/event-index/tables.ts';
import { MemoryIndex, textOf } from '../helpers/memory-table.ts';
import type { RawRecord, TrailEntry } from './trails.ts';

export const NOW = new Date('2026-06-01T00:00:00Z');

export interface IndexSetup {
  /** Write shards when the first records came, and later: readers go by the later number. */
  readonly shards: number;
  readonly laterShards: number;
  readonly optionalIndexes: readonly OptionalIndexName[];
  /** Items that DynamoDB reads for a page, whatever is asked. */
  readonly pageItems: number;
  readonly retentionDays?: number | undefined;
  /** Values after which a section of the catalogue takes no more. */
  readonly catalogueLimit?: number | undefined;
}

/** What a run has met: properties are worth no more than the cases that they reach. */
export interface Met {
  pages: number;
  emptyPages: number;
  recordsRead: number;
}

export class OracleIndex extends MemoryIndex {
  readonly met: Met = { pages: 0, emptyPages: 0, recordsRead: 0 };
  setup: IndexSetup;
  private readonly logFileRecords = new Map<string, string[]>();

  constructor(setup: IndexSetup) {
    super();
    this.setup = setup;
    this.logFiles.put({
      ...SETTINGS_KEY,
      shardCount: { N: String(Math.max(setup.shards, setup.laterShards)) },
    });
  }

  /** Readers see the greater number of write shards before the writer uses it. */
  raiseShards(shards: number): void {
    this.setup = { ...this.setup, laterShards: shards };
    this.logFiles.put({ ...SETTINGS_KEY, shardCount: { N: String(shards) } });
  }

  store({ record, file, late }: TrailEntry): void {
    const text = JSON.stringify(record);
    const bytes = Buffer.from(text);
    const event = parseRecord(bytes);
    const logFileKey = logFileKeyOf(file);
    const records = this.logFileRecords.get(logFileKey) ?? [];
    this.logFileRecords.set(logFileKey, records);
    const recordIndex = records.push(text) - 1;
    const recordHash = createHash('sha256').update(bytes).digest().subarray(0, 16);
    const shardCount = late ? this.setup.laterShards : this.setup.shards;
    const expiresAt = expiryOf(event.eventTime, this.setup.retentionDays);
    for (const entry of catalogueEntriesOf(event)) this.putCatalogueItem(toCatalogueItem(entry));
    const source = { logFileKey, deliveryDay: DELIVERY_DAY, recordIndex, recordHash };
    this.events.put(toEventItem(event, source, { shardCount, expiresAt }));
    this.logFiles.put(
      toLedgerItem({
        key: logFileKey,
        deliveryDay: DELIVERY_DAY,
        status: 'indexed',
        updatedAt: NOW.toISOString(),
        rulesVersion: RULES_VERSION,
      }),
    );
  }

  /** Days and years are few: only sections of values overflow. */
  private putCatalogueItem(item: Item): void {
    const section = textOf(item.section);
    const limit = /^(?:day|year)#/.test(section) ? undefined : this.setup.catalogueLimit;
    const isFull = () =>
      [...this.logFiles.items.values()].filter((other) => textOf(other.section) === section).length >=
      (limit ?? 0);
    if (limit === undefined || this.logFiles.get(item) !== undefined || !isFull()) this.logFiles.put(item);
    else this.logFiles.put({ section: { S: section }, entry: { S: OVERFLOW } });
  }

  override async queryIndex(query: IndexQuery, page: PageRequest): Promise<ItemPage> {
    const limit = Math.min(page.limit ?? this.setup.pageItems, this.setup.pageItems);
    for (let turn = this.indexQueries % 3; turn > 0; turn--) await undefined;
    const answer = await super.queryIndex(query, { ...page, limit });
    this.met.pages++;
    if (answer.items.length === 0 && answer.next !== undefined) this.met.emptyPages++;
    // DynamoDB stops at the limit before it looks whether anything follows.
    const isFull = answer.scanned === limit;
    const last = answer.next ?? (isFull ? await this.lastRead(query, { ...page, limit }) : undefined);
    return { ...answer, next: last && keysOnly(last, query) };
  }

  private async lastRead(query: IndexQuery, page: PageRequest): Promise<Item | undefined> {
    return (await super.queryIndex({ ...query, filter: undefined }, page)).items.at(-1);
  }

  context(): AuditContext {
    return {
      events: this,
      logFiles: this,
      bucket: { read: (key) => this.readLogFile(key) },
      optionalIndexes: this.setup.optionalIndexes,
      now: NOW,
      gate: (task) => task(),
    };
  }

  private async *readLogFile(key: string): AsyncGenerator<Uint8Array> {
    this.met.recordsRead++;
    const records = this.logFileRecords.get(key);
    if (records === undefined) throw new Error(`NoSuchKey: ${key}`);
    const bytes = Buffer.from(`{"Records":[${records.join(',')}]}`);
    for (let at = 0; at < bytes.length; at += 997) yield bytes.subarray(at, at + 997);
  }
}

const DELIVERY_DAY = '2025-07-01';

/** The second file's key is so long that crowded items only refer to it, the third's is none that CloudTrail makes. */
function logFileKeyOf(file: number): string {
  const parts = {
    accountId: '111122223333',
    folder: 'CloudTrail',
    region: 'us-east-1',
    deliveredAt: '2025-07-01T10:00Z',
  } as const;
  if (file === 2) return 'AWSLogs/111122223333/CloudTrail/us-east-1/2025/07/01/renamed by hand.json';
  const prefix = file === 1 ? `archive/${'p'.repeat(300)}` : undefined;
  return buildLogFileKey({ ...parts, prefix, uniqueString: `unique${file}` });
}

/** DynamoDB's LastEvaluatedKey holds the keys of table and index and nothing else. */
function keysOnly(item: Item, { index }: IndexQuery): Item {
  const names: readonly string[] = ['eventID', 'recordHash', TIME_SORT_KEY, index.partitionKey];
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

export function storeAll(index: OracleIndex, trail: readonly TrailEntry[]): readonly RawRecord[] {
  for (const entry of trail) index.store(entry);
  return trail.map(({ record }) => record);
}
