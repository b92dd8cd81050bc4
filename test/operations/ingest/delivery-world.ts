/** A trail bucket, a topic, a ledger and an ingest function in memory, for runs of `ingest`. Time passes while one waits. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { parseObjectKey } from '../../../lib/cloudtrail/object-key.ts';
import { type LedgerEntry, RULES_VERSION } from '../../../lib/event-index/ledger.ts';
import type { IngestContext, IngestSettings } from '../../../lib/operations/ingest/ingest.ts';
import type { IngestProgress } from '../../../lib/operations/ingest/ingest-progress.ts';
import type { LogFileSource, LogFileToStore } from '../../../lib/operations/ports.ts';

/** What the function does with a file: as its bytes say, or held up for the given reason, or nothing at all. */
export type Deed = 'as-usual' | 'lost' | { readonly pending: string; readonly resumeFrom?: number };

export class DeliveryWorld {
  readonly objects = new Map<string, LogFileToStore & { readonly eTag: string }>();
  readonly ledger = new Map<string, LedgerEntry>();
  readonly announced: string[] = [];
  readonly puts: string[] = [];
  readonly progress: IngestProgress[] = [];
  /** Files of the user's by absolute path. */
  readonly disk = new Map<string, Uint8Array>();
  /** Asked for each announced file, at each turn of the function. */
  deed: (key: string, attempt: number) => Deed = () => 'as-usual';
  onPut: (key: string) => void = () => {};
  onAnnounce: (key: string) => void = () => {};
  onRead: (path: string) => void = () => {};
  onReadEntries: (count: number) => void = () => {};
  /** Files that the function takes at each turn. */
  pace = Number.POSITIVE_INFINITY;
  nowMs = 1_000_000;
  largestOutstanding = 0;
  /** When a file was last announced or dealt with. */
  movedMs = 0;
  private readonly queue: { readonly key: string; attempt: number }[] = [];
  private written = 0;

  save(relativePath: string, bytes: Uint8Array | string): void {
    this.disk.set(`/data/${relativePath}`, Buffer.from(bytes));
  }

  async *sources(): AsyncGenerator<LogFileSource> {
    for (const [path, bytes] of this.disk) {
      yield { path, relativePath: path.slice('/data/'.length), sizeBytes: bytes.length };
    }
  }

  context(settings: Partial<IngestSettings> = {}, signal?: AbortSignal): IngestContext {
    return {
      settings,
      signal,
      onProgress: (progress) => {
        this.progress.push(progress);
        this.largestOutstanding = Math.max(this.largestOutstanding, progress.outstanding);
      },
      readFile: async ({ path }) => {
        this.onRead(path);
        return this.disk.get(path) ?? new Uint8Array(0);
      },
      clock: {
        now: () => this.nowMs,
        wait: async (ms, waitSignal) => {
          if (waitSignal.aborted) return;
          await nextTurn();
          this.nowMs += ms;
          this.runFunction();
        },
      },
      delivery: {
        put: async (file) => {
          this.onPut(file.key);
          this.puts.push(file.key);
          const eTag = createHash('md5').update(file.body).digest('hex');
          this.objects.set(file.key, { ...file, eTag });
          return eTag;
        },
        storedETag: async (key) => this.objects.get(key)?.eTag,
        announce: async (key) => {
          this.onAnnounce(key);
          if (!this.objects.has(key)) throw new Error(`${key} is announced before it is stored`);
          this.announced.push(key);
          this.movedMs = this.nowMs;
          this.queue.push({ key, attempt: 0 });
        },
      },
      ledger: {
        readEntries: async (files) => {
          this.onReadEntries(files.length);
          const keys = files.map(({ key }) => key);
          if (keys.length > 100)
            throw new Error('ValidationException: too many items requested for the BatchGetItem call');
          if (new Set(keys).size < keys.length)
            throw new Error('ValidationException: provided list of item keys contains duplicates');
          const found = files.flatMap(({ key, deliveryDay }) => {
            const entry = this.ledger.get(key);
            return entry?.deliveryDay === deliveryDay ? [entry] : [];
          });
          return found.reverse();
        },
      },
    };
  }

  /** Newest first: a queue promises no order. */
  private runFunction(): void {
    const taken = this.queue.splice(Math.max(0, this.queue.length - this.pace)).reverse();
    for (const message of taken) {
      const deed = this.deed(message.key, ++message.attempt);
      if (deed === 'lost') continue;
      if (deed === 'as-usual') this.deal(message.key);
      else {
        this.holdUp(message, deed);
        this.queue.unshift(message);
      }
    }
  }

  /** An earlier success stands. */
  private holdUp({ key, attempt }: { key: string; attempt: number }, deed: Exclude<Deed, string>): void {
    if (this.ledger.get(key)?.status === 'indexed') return;
    const resumeFrom = deed.resumeFrom ?? 0;
    this.write(key, { status: 'pending', reason: deed.pending, attempts: attempt, resumeFrom });
  }

  private deal(key: string): void {
    this.movedMs = this.nowMs;
    const object = this.objects.get(key);
    const parsed = parseObjectKey(key);
    if (object === undefined || parsed.kind === 'foreign' || parsed.kind === 'folder-marker') return;
    if (parsed.kind === 'digest') {
      this.write(key, { status: 'recorded' });
      return;
    }
    const previous = this.ledger.get(key);
    const sameObject = previous?.eTag === object.eTag && previous.rulesVersion === RULES_VERSION;
    if (sameObject && previous.status === 'indexed') return;
    const { eTag, originalName, notAsDelivered } = object;
    try {
      const inflated = gunzipSync(object.body);
      const { Records }: { Records: { old?: boolean; bad?: boolean }[] } = JSON.parse(inflated.toString());
      const expired = Records.filter(({ old }) => old).length;
      const rejected = Records.filter(({ bad }) => bad).length;
      const sha256 = createHash('sha256').update(inflated).digest('hex');
      const counts = {
        records: Records.length,
        expired,
        rejected,
        indexed: Records.length - expired - rejected,
      };
      this.write(key, { status: 'indexed', eTag, sha256, originalName, notAsDelivered, ...counts });
    } catch (error) {
      this.write(key, {
        status: 'rejected',
        eTag,
        originalName,
        reason: error instanceof Error ? error.name : 'odd',
      });
    }
  }

  private write(key: string, rest: Partial<LedgerEntry> & Pick<LedgerEntry, 'status'>): void {
    const parsed = parseObjectKey(key);
    const deliveryDay = 'day' in parsed ? parsed.day : '';
    const updatedAt = new Date(this.nowMs + ++this.written).toISOString();
    this.ledger.set(key, { key, deliveryDay, updatedAt, rulesVersion: RULES_VERSION, ...rest });
  }
}
