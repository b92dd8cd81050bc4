/** A trail bucket, tables and a clock in memory for the ingest core, with faults that a test asks for. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { createCatalogueMemory } from '../../../lambdas/ingest/catalogue-memory.ts';
import type { IngestContext } from '../../../lambdas/ingest/ingest.ts';
import type { LogFileBody, Settled } from '../../../lambdas/ingest/ports.ts';
import { createTableWriters } from '../../../lambdas/ingest/table-writers.ts';
import { Tally } from '../../../lambdas/ingest/tally.ts';
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { counterKey } from '../../../lib/event-index/counters.ts';
import { textIn } from '../../../lib/event-index/item-reading.ts';
import { MemoryIndex } from '../../helpers/memory-table.ts';

export const BUCKET = 'trail-bucket';
const NOW = new Date('2026-03-17T12:00:00.000Z');

export function keyOf(name: string, folder = 'CloudTrail'): string {
  return `AWSLogs/111122223333/${folder}/us-east-1/2026/03/17/111122223333_${folder}_us-east-1_20260317T0915Z_${name}.json.gz`;
}

export function record(id: string, members: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/mary', userName: 'mary' },
    eventTime: '2026-03-17T09:10:11Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    awsRegion: 'us-east-1',
    eventID: id,
    recipientAccountId: '111122223333',
    ...members,
  };
}

export function notification(...keys: string[]): string {
  return JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: keys });
}

export class World {
  readonly index = new MemoryIndex();
  readonly objects = new Map<string, Buffer>();
  /** Called before each batch write; may throw, or return how many of the items the table has room for. */
  onPutBatch: (items: readonly Item[]) => number = (items) => items.length;
  /** Called before each read of an object; may throw. */
  onOpen: (key: string) => void = () => {};
  onCatalogue: () => void = () => {};
  remainingMs = 300_000;
  /** Aborted when the invocation's time for files, and for the ledger, is over. */
  filesEnd = new AbortController();
  ledgerEnd = new AbortController();
  maxInflatedBytes = 10_000_000;
  maxRecordBytes = 100_000;
  maxRecords = 1_000_000;
  /** Objects that were opened and given back unread. */
  readonly discarded: string[] = [];
  retentionDays: number | undefined;
  keyPrefix: string | undefined;
  organizationId: string | undefined;
  accountIds: readonly string[] | undefined;
  maxKeysPerNotification = 10_000;
  readonly waits: number[] = [];
  readonly warnings: string[] = [];
  /** Names of the writes in the order in which they happened. */
  readonly writes: string[] = [];
  tally = new Tally();
  /** One for all invocations, as in a warm function. */
  private readonly catalogue = createCatalogueMemory();

  deliver(key: string, body: Buffer | readonly unknown[]): void {
    this.objects.set(key, Buffer.isBuffer(body) ? body : gzipSync(JSON.stringify({ Records: body })));
  }

  context(): IngestContext {
    this.tally = new Tally();
    const { catalogue } = this;
    const clock = {
      now: () => NOW,
      remainingMs: () => this.remainingMs,
      filesEnd: this.filesEnd.signal,
      ledgerEnd: this.ledgerEnd.signal,
      wait: async (ms: number) => {
        this.waits.push(ms);
        this.remainingMs -= ms;
      },
      random: () => 0.5,
    };
    return {
      trailBucket: BUCKET,
      keyPrefix: this.keyPrefix,
      organizationId: this.organizationId,
      accountIds: this.accountIds,
      maxKeysPerNotification: this.maxKeysPerNotification,
      retentionDays: this.retentionDays,
      shardCount: 1,
      limits: {
        maxInflatedBytes: this.maxInflatedBytes,
        maxRecordBytes: this.maxRecordBytes,
        maxRecords: this.maxRecords,
      },
      tally: this.tally,
      gate: (task) => task(),
      underWay: new Map(),
      log: { info: () => {}, warn: (message) => this.warnings.push(message) },
      clock,
      bucket: { open: async (key) => this.open(key) },
      ...createTableWriters({
        catalogue,
        clock,
        events: { putBatch: async (items) => this.putBatch(items) },
        logFiles: {
          readEntry: (day, key) => this.index.readEntry(day, key),
          addToCounter: async () => {},
          putUnlessSettled: async (item, settled) => this.putUnlessSettled(item, settled),
          putBatch: async (items) => this.putLogFiles(items),
        },
      }),
    };
  }

  counter(hour: string): Item | undefined {
    return this.index.logFiles.get(counterKey(hour));
  }

  eventIDs(): string[] {
    return [...this.index.events.items.values()].map((item) => (item.eventID as { S: string }).S).sort();
  }

  private open(key: string): LogFileBody {
    this.onOpen(key);
    const body = this.objects.get(key);
    if (body === undefined)
      throw Object.assign(new Error('The specified key does not exist.'), { name: 'NoSuchKey' });
    return {
      eTag: createHash('md5').update(body).digest('hex'),
      sizeBytes: body.byteLength,
      notAsDelivered: false,
      originalName: undefined,
      chunks: chunksOf(body),
      discard: () => this.discarded.push(key),
    };
  }

  private putUnlessSettled(item: Item, { statuses, seenAt }: Settled): void {
    const standing = this.index.logFiles.get(item);
    const isSettled = standing !== undefined && statuses.some((one) => one === textIn(standing, 'status'));
    if (isSettled && (seenAt === undefined || textIn(standing, 'updatedAt') !== seenAt)) return;
    this.writes.push('ledger');
    this.index.logFiles.put(item);
  }

  private putLogFiles(items: readonly Item[]): readonly Item[] {
    const sections = new Set(items.map((item) => (item.section as { S: string }).S.split('#')[0] ?? ''));
    const isLedger = sections.has('log-files');
    if (!isLedger && !sections.has('rejected-records')) this.onCatalogue();
    this.writes.push(
      isLedger ? 'ledger' : sections.has('rejected-records') ? 'rejected records' : 'catalogue',
    );
    this.index.logFiles.putBatch(items);
    return [];
  }

  private putBatch(items: readonly Item[]): readonly Item[] {
    const room = this.onPutBatch(items);
    this.writes.push('events');
    this.index.events.putBatch(items.slice(0, room));
    return items.slice(room);
  }
}

async function* chunksOf(body: Buffer): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < body.byteLength; start += 1_000) yield body.subarray(start, start + 1_000);
}
