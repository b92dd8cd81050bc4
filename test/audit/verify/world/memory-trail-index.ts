/**
 * Ledger and events as the ingest function leaves them: the real code indexes each log file, into tables in memory. And
 * what can be lost of them.
 */
import { indexLogFile } from '../../../../lambdas/ingest/index-log-file.ts';
import type { IndexingContext } from '../../../../lambdas/ingest/indexing.ts';
import type { LedgerReader } from '../../../../lib/audit/ports.ts';
import type { EventIdentity, EventLookUp } from '../../../../lib/audit/verify/ports.ts';
import { parseObjectKey } from '../../../../lib/cloudtrail/object-key.ts';
import type { Item } from '../../../../lib/event-index/attribute-value.ts';
import { fromEventItem, type IndexedEvent, identityOf } from '../../../../lib/event-index/event-item.ts';
import {
  fromLedgerItem,
  type LedgerEntry,
  RULES_VERSION,
  toLedgerItem,
} from '../../../../lib/event-index/ledger.ts';
import type { MemoryBucket } from './memory-bucket.ts';

const INDEXED_AT = new Date('2026-03-17T03:50:00.000Z');

export class MemoryTrailIndex implements LedgerReader, EventLookUp {
  readonly entries = new Map<string, LedgerEntry>();
  readonly items = new Map<string, Item>();
  /** Identities that somebody asked for, so far. */
  asked = 0;
  /** Of events that expire. */
  retentionDays: number | undefined;
  readonly #bucket: MemoryBucket;

  constructor(bucket: MemoryBucket) {
    this.#bucket = bucket;
  }

  async index(key: string): Promise<void> {
    const parsed = parseObjectKey(key);
    if (parsed.kind !== 'log-file') throw new Error(`${key} is no log file`);
    const outcome = await indexLogFile({ key, parsed }, this.#context());
    if (outcome.kind !== 'indexed') throw new Error(`${key} was not indexed: ${outcome.kind}`);
  }

  /** As a digest's notification leaves it: nobody has read the digest. */
  record(key: string): void {
    const parsed = parseObjectKey(key);
    if (parsed.kind !== 'digest') throw new Error(`${key} is no digest`);
    const updatedAt = INDEXED_AT.toISOString();
    this.#write({
      key,
      deliveryDay: parsed.day,
      status: 'recorded',
      updatedAt,
      rulesVersion: RULES_VERSION,
    });
  }

  change(key: string, changes: Partial<LedgerEntry>): void {
    this.#write({ ...this.entry(key), ...changes });
  }

  entry(key: string): LedgerEntry {
    const entry = this.entries.get(key);
    if (entry === undefined) throw new Error(`the ledger has no entry of ${key}`);
    return entry;
  }

  /** The entry, and the events, as if the file had never been announced. */
  forgetFile(key: string): void {
    this.entry(key);
    this.entries.delete(key);
    for (const event of this.eventsOf(key)) this.items.delete(identityOf(event));
  }

  forgetDay(day: string): void {
    for (const { key, deliveryDay } of [...this.entries.values()]) {
      if (deliveryDay === day) this.forgetFile(key);
    }
  }

  /** One event of the file, by its position there among those that are indexed. */
  forgetEvent(key: string, position = 0): void {
    const event = this.eventsOf(key)[position];
    if (event === undefined) throw new Error(`${key} has no event ${position}`);
    this.items.delete(identityOf(event));
  }

  /** Somebody writes to the table. */
  changeEvent(key: string, changes: Item, position = 0): void {
    const event = this.eventsOf(key)[position];
    if (event === undefined) throw new Error(`${key} has no event ${position}`);
    this.items.set(identityOf(event), { ...this.items.get(identityOf(event)), ...changes });
  }

  eventsOf(key: string): IndexedEvent[] {
    return [...this.items.values()]
      .map(fromEventItem)
      .filter(({ logFile }) => logFile.kind === 'key' && logFile.key === key);
  }

  async *readFolder(deliveryDay: string, folder: string): AsyncGenerator<LedgerEntry> {
    const entries = [...this.entries.values()].filter(
      (entry) => entry.deliveryDay === deliveryDay && entry.key.startsWith(folder),
    );
    yield* entries.sort((one, other) => Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)));
  }

  async findRegionFolders(deliveryDay: string, root: string): Promise<readonly string[]> {
    const keys = [...this.entries.values()].filter((entry) => entry.deliveryDay === deliveryDay);
    const folders = keys.flatMap(({ key }) => /^(.*\/)\d{4}\/\d\d\/\d\d\/[^/]*$/.exec(key)?.[1] ?? []);
    return [...new Set(folders)].filter((folder) => folder.startsWith(root)).sort();
  }

  async findItems(events: readonly EventIdentity[]): Promise<readonly Item[]> {
    const distinct = new Set(events.map(identityOf));
    this.asked += distinct.size;
    return [...distinct].map((identity) => this.items.get(identity)).filter((item) => item !== undefined);
  }

  /** What the table keeps of an entry, and no more. */
  #write(entry: LedgerEntry): void {
    this.entries.set(entry.key, fromLedgerItem(toLedgerItem(entry)));
  }

  #context(): IndexingContext {
    const never = new AbortController().signal;
    return {
      bucket: {
        open: async (key) => {
          const { stored, eTag } = this.#bucket.object(key);
          return {
            eTag,
            sizeBytes: stored.length,
            notAsDelivered: false,
            originalName: undefined,
            chunks: (async function* () {
              yield stored;
            })(),
            discard: () => {},
          };
        },
      },
      events: {
        put: async (item) => {
          this.items.set(identityOf(fromEventItem(item)), item);
        },
      },
      ledger: {
        read: async (_day, key) => this.entries.get(key),
        write: async (entry) => this.#write(entry),
      },
      clock: {
        now: () => INDEXED_AT,
        remainingMs: () => 300_000,
        filesEnd: never,
        ledgerEnd: never,
        wait: async () => {},
        random: () => 0.5,
      },
      limits: { maxInflatedBytes: 10_000_000, maxRecordBytes: 100_000, maxRecords: 100_000 },
      shardCount: 1,
      retentionDays: this.retentionDays,
    };
  }
}
