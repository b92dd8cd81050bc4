/** A trail bucket, a ledger, a topic and an ingest function in memory, for runs of `backfill`. Time passes while one waits. */

import type { ListedObject } from '../../../lib/audit/ports.ts';
import { parseObjectKey } from '../../../lib/cloudtrail/object-key.ts';
import { type LedgerEntry, RULES_VERSION } from '../../../lib/event-index/ledger.ts';
import type { BackfillContext, BackfillRequest } from '../../../lib/operations/backfill/backfill.ts';
import type { AnnouncedFile, BackfillProgress } from '../../../lib/operations/backfill/backfill-progress.ts';

/** A day later than the log files here were stored. */
export const NOW = new Date('2026-03-18T12:00:00Z');
export const STORED = new Date('2026-03-17T12:00:00Z');

/** Key of a log file, or a digest, by what the tests tell apart. */
export function keyOf({
  root = 'AWSLogs/111122223333',
  content = 'CloudTrail',
  region = 'us-east-1',
  day = '2026-03-17',
  name = 'a',
} = {}): string {
  return `${root}/${content}/${region}/${day.replaceAll('-', '/')}/${name}.json.gz`;
}

/** `a`, `b`, … as names of log files of one folder. */
export function keysOf(count: number, folder: Parameters<typeof keyOf>[0] = {}): string[] {
  return Array.from({ length: count }, (_, at) => keyOf({ ...folder, name: String(at).padStart(4, '0') }));
}

export class BackfillWorld {
  readonly objects = new Map<string, ListedObject>();
  readonly ledger = new Map<string, LedgerEntry>();
  /** Keys of each message. */
  readonly messages: (readonly string[])[] = [];
  readonly reported: AnnouncedFile[] = [];
  readonly progress: BackfillProgress[] = [];
  readonly foldersRead: string[] = [];
  onList: (folder: string) => void = () => {};
  onReadLedger: (folder: string) => void = () => {};
  onAnnounce: (keys: readonly string[]) => void = () => {};
  nowMs = 0;
  listingsUnderWay = 0;
  mostListingsUnderWay = 0;

  store(...keys: readonly string[]): void {
    for (const key of keys) this.storeAt(STORED, key);
  }

  storeAt(storedAt: Date, key: string): void {
    this.objects.set(key, { key, eTag: `etag-${key}`, sizeBytes: 1, storedAt });
  }

  /** What the ingest function makes of a file, unless told otherwise. */
  index(key: string, rest: Partial<LedgerEntry> = {}): void {
    const parsed = parseObjectKey(key);
    if (!('day' in parsed)) throw new Error(`${key} is no key of CloudTrail's`);
    this.ledger.set(key, {
      key,
      deliveryDay: parsed.day,
      status: parsed.kind === 'digest' ? 'recorded' : 'indexed',
      updatedAt: NOW.toISOString(),
      rulesVersion: RULES_VERSION,
      eTag: this.objects.get(key)?.eTag,
      ...rest,
    });
  }

  /** Deals with everything that was announced. */
  runFunction(): void {
    for (const key of this.messages.flat()) this.index(key);
  }

  get announced(): string[] {
    return this.messages.flat();
  }

  request(rest: Partial<BackfillRequest> = {}): BackfillRequest {
    return { now: NOW, firstDay: '2026-03-17', ...rest };
  }

  context(rest: Partial<BackfillContext> = {}): BackfillContext {
    return {
      listing: {
        listFolders: (folder) => this.listFolders(folder),
        listObjects: (folder) => this.listObjects(folder),
      },
      ledger: { readFolder: (day, folder) => this.readFolder(day, folder) },
      topic: {
        announce: async (keys) => {
          this.onAnnounce(keys);
          this.messages.push(keys);
        },
      },
      clock: {
        now: () => this.nowMs,
        wait: async (ms, signal) => {
          if (!signal.aborted) this.nowMs += ms;
        },
      },
      onProgress: (progress) => this.progress.push(progress),
      onAnnounced: (files) => {
        this.reported.push(...files);
      },
      ...rest,
    };
  }

  private async listFolders(folder: string): Promise<readonly string[]> {
    this.onList(folder);
    const below = [...this.objects.keys()].filter((key) => key.startsWith(folder));
    const folders = below.flatMap((key) => {
      const end = key.indexOf('/', folder.length);
      return end === -1 ? [] : [key.slice(0, end + 1)];
    });
    return [...new Set(folders)].sort();
  }

  private async *listObjects(folder: string): AsyncGenerator<ListedObject> {
    this.onList(folder);
    this.foldersRead.push(folder);
    this.mostListingsUnderWay = Math.max(this.mostListingsUnderWay, ++this.listingsUnderWay);
    try {
      await Promise.resolve();
      yield* inKeyOrder([...this.objects.values()].filter(({ key }) => key.startsWith(folder)));
    } finally {
      this.listingsUnderWay--;
    }
  }

  private async *readFolder(day: string, folder: string): AsyncGenerator<LedgerEntry> {
    this.onReadLedger(folder);
    const entries = [...this.ledger.values()].filter(
      ({ deliveryDay, key }) => deliveryDay === day && key.startsWith(folder),
    );
    yield* inKeyOrder(entries);
  }
}

function inKeyOrder<Keyed extends { readonly key: string }>(all: readonly Keyed[]): Keyed[] {
  return all.toSorted((one, other) => Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)));
}
