/** A bucket, a ledger, a topic and an ingest function in memory, for repairs. Time passes while one waits. */
import { type LedgerEntry, RULES_VERSION } from '../../../lib/event-index/ledger.ts';
import type { FileToMend } from '../../../lib/operations/repair/files-to-mend.ts';
import type {
  RepairContext,
  RepairProgress,
  RepairSettings,
} from '../../../lib/operations/repair/repair-and-wait.ts';

const DAY = '2026-03-17';

export function keyOf(name: string): string {
  return `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17/${name}.json.gz`;
}

export function toMend(name: string, isIndexed = false): FileToMend {
  return { key: keyOf(name), deliveryDay: DAY, isIndexed };
}

export class RepairWorld {
  /** ETags by key. */
  readonly objects = new Map<string, string>();
  readonly ledger = new Map<string, LedgerEntry>();
  /** Keys of each message. */
  readonly messages: (readonly string[])[] = [];
  readonly marked: string[] = [];
  readonly progress: RepairProgress[] = [];
  /** What the ingest function writes of a file that it is told of and that is not indexed; undefined: nothing. */
  outcome: (key: string) => Partial<LedgerEntry> | undefined = () => ({});
  /** Reads that still show what the ledger said before it was marked. */
  staleReads = 0;
  onAnnounce: (keys: readonly string[]) => void = () => {};
  onMark: () => void = () => {};
  nowMs = 0;

  store(...names: readonly string[]): void {
    for (const name of names) this.objects.set(keyOf(name), `etag-${name}`);
  }

  enter(name: string, rest: Partial<LedgerEntry> = {}): void {
    const key = keyOf(name);
    this.ledger.set(key, {
      key,
      deliveryDay: DAY,
      status: 'indexed',
      updatedAt: 'before',
      rulesVersion: RULES_VERSION,
      eTag: this.objects.get(key),
      indexed: 3,
      ...rest,
    });
  }

  context(settings: Partial<RepairSettings> = {}, signal?: AbortSignal): RepairContext {
    return {
      topic: { announce: async (keys) => this.announce(keys) },
      lookUp: { readEntries: async (files) => files.flatMap(({ key }) => this.read(key)) },
      marks: { markOutdated: async (_day, key, eTag) => this.mark(key, eTag) },
      objects: { storedETag: async (key) => this.objects.get(key) },
      clock: {
        now: () => this.nowMs,
        wait: async (ms, stop) => {
          if (!stop.aborted) this.nowMs += ms;
        },
      },
      signal,
      settings,
      onProgress: (progress) => this.progress.push(progress),
    };
  }

  private read(key: string): LedgerEntry[] {
    const entry = this.ledger.get(key);
    if (entry === undefined) return [];
    const isStale = this.marked.includes(key) && this.staleReads-- > 0;
    return [isStale ? { ...entry, rulesVersion: RULES_VERSION, updatedAt: 'before' } : entry];
  }

  private mark(key: string, eTag: string): boolean {
    this.onMark();
    const entry = this.ledger.get(key);
    if (entry === undefined || entry.eTag !== eTag) return false;
    this.ledger.set(key, { ...entry, rulesVersion: 0 });
    this.marked.push(key);
    return true;
  }

  /** As the ingest function: what stands there as indexed by the present rules is acknowledged without a look. */
  private announce(keys: readonly string[]): void {
    this.onAnnounce(keys);
    this.messages.push(keys);
    for (const key of keys) {
      const before = this.ledger.get(key);
      const eTag = this.objects.get(key);
      const isDone =
        before?.status === 'indexed' && before.rulesVersion === RULES_VERSION && before.eTag === eTag;
      const outcome = this.outcome(key);
      if (isDone || outcome === undefined) continue;
      const name = key.split('/').at(-1)?.replace('.json.gz', '') ?? '';
      this.enter(name, { updatedAt: 'since', ...outcome });
    }
  }
}
