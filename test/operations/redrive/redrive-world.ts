/**
 * Two queues, a ledger and an ingest function in memory, for runs of `redrive`. Time passes while one waits and with each
 * receive; hidden letters come back when their time is up.
 */
import { parseNotification } from '../../../lib/cloudtrail/delivery-notification.ts';
import { parseObjectKey } from '../../../lib/cloudtrail/object-key.ts';
import { type LedgerEntry, RULES_VERSION } from '../../../lib/event-index/ledger.ts';
import type {
  DeadLetter,
  DeadLetterQueue,
  MoveState,
  QueueMove,
} from '../../../lib/operations/redrive/dead-letters.ts';
import type {
  RedriveContext,
  RedriveProgress,
  RedriveSettings,
} from '../../../lib/operations/redrive/redrive.ts';

export const BUCKET = 'trail';

/** Key of a log file by the unique part of its name. */
export function keyOf(name: string, region = 'eu-west-1'): string {
  return `AWSLogs/111122223333/CloudTrail/${region}/2026/07/19/111122223333_CloudTrail_${region}_20260719T2135Z_${name.padEnd(16, 'x')}.json.gz`;
}

export function notificationOf(...names: readonly string[]): string {
  return JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: names.map((name) => keyOf(name)) });
}

interface StoredLetter {
  readonly id: string;
  readonly body: string;
  readonly sentAt: Date;
  readonly attributes: Readonly<Record<string, object>>;
  receives: number;
  hiddenUntilMs: number;
}

/** What the function writes about a file of a message; undefined: nothing. */
export type Deed = (key: string, previous: LedgerEntry | undefined) => Partial<LedgerEntry> | undefined;

export class RedriveWorld implements DeadLetterQueue {
  readonly dead: StoredLetter[] = [];
  /** What is in the delivery queue, or was. */
  readonly delivered: { readonly body: string; readonly attributes: unknown }[] = [];
  readonly ledger = new Map<string, LedgerEntry>();
  readonly progress: RedriveProgress[] = [];
  nowMs = 1_000_000;
  /** Letters that one receive gives. */
  batch = 3;
  msPerReceive = 50;
  deed: Deed = () => ({ status: 'indexed' });
  /** The function takes up what is delivered at once, not while somebody waits. */
  isInstant = false;
  /** May throw, or do something to the world; called before each request with its name. */
  onRequest: (name: keyof DeadLetterQueue) => void = () => {};
  /** What the queue service answers about its own move; undefined where it has none. */
  service: (() => QueueMove) | undefined;
  private readonly queue: string[] = [];
  private written = 0;

  lay(body: string, letter: Partial<StoredLetter> = {}): void {
    this.dead.push({
      id: `letter-${this.dead.length}`,
      body,
      sentAt: new Date('2026-07-18T10:00:00Z'),
      attributes: {},
      receives: 39,
      hiddenUntilMs: 0,
      ...letter,
    });
  }

  note(name: string, entry: Partial<LedgerEntry>): void {
    this.write(keyOf(name), entry);
  }

  async count() {
    this.onRequest('count');
    const hidden = this.dead.filter(({ hiddenUntilMs }) => hiddenUntilMs > this.nowMs).length;
    return { visible: this.dead.length - hidden, hidden };
  }

  async receive(hiddenSeconds: number): Promise<readonly DeadLetter[]> {
    this.onRequest('receive');
    this.nowMs += this.msPerReceive;
    const some = this.dead.filter(({ hiddenUntilMs }) => hiddenUntilMs <= this.nowMs).slice(0, this.batch);
    for (const letter of some) {
      letter.receives++;
      letter.hiddenUntilMs = this.nowMs + hiddenSeconds * 1_000;
    }
    return some.map(({ id, body, sentAt, receives, attributes }) => ({
      id,
      body,
      sentAt,
      receives,
      attributes,
      receipt: `${id}#${receives}`,
    }));
  }

  async release(letters: readonly DeadLetter[]): Promise<void> {
    this.onRequest('release');
    for (const letter of this.withReceipts(letters)) letter.hiddenUntilMs = this.nowMs + 1_000;
  }

  async sendBack({ body, attributes }: DeadLetter): Promise<void> {
    this.onRequest('sendBack');
    this.deliver(body, attributes);
  }

  async delete(letters: readonly DeadLetter[]): Promise<void> {
    this.onRequest('delete');
    for (const letter of this.withReceipts(letters)) this.dead.splice(this.dead.indexOf(letter), 1);
  }

  async startMove(): Promise<QueueMove | undefined> {
    this.onRequest('startMove');
    return this.service?.();
  }

  /** A move by the service, a batch at each look, of what is not hidden. */
  serviceMove({ isJoined = false, fails = '' } = {}): QueueMove {
    let moved = 0;
    let status: MoveState['status'] = 'running';
    const total = this.dead.length;
    return {
      isJoined,
      read: async () => {
        const state = { status, moved, total, ...(fails === '' ? {} : { reason: fails }) };
        const some = this.dead
          .filter(({ hiddenUntilMs }) => hiddenUntilMs <= this.nowMs)
          .slice(0, this.batch);
        if (status === 'running' && fails !== '') status = 'failed';
        else if (status === 'running') {
          for (const letter of some) {
            this.dead.splice(this.dead.indexOf(letter), 1);
            this.deliver(letter.body, letter.attributes);
          }
          moved += some.length;
          if (some.length === 0) status = 'done';
        }
        return status === 'running' ? state : { ...state, status, moved };
      },
      cancel: async () => {
        status = 'cancelled';
      },
    };
  }

  context(settings: Partial<RedriveSettings> = {}, signal = new AbortController().signal): RedriveContext {
    return {
      queue: this,
      ledger: {
        readEntries: async (files) => files.flatMap(({ key }) => this.ledger.get(key) ?? []),
      },
      trail: { trailBucket: BUCKET },
      clock: {
        now: () => this.nowMs,
        wait: async (ms, waitSignal) => {
          if (waitSignal.aborted) return;
          this.nowMs += ms;
          this.runFunction();
        },
      },
      signal,
      onProgress: (progress) => this.progress.push(progress),
      settings,
    };
  }

  private deliver(body: string, attributes: unknown): void {
    this.delivered.push({ body, attributes });
    this.queue.push(body);
    if (this.isInstant) this.runFunction();
  }

  private runFunction(): void {
    for (const body of this.queue.splice(0)) {
      for (const key of keysIn(body)) {
        const previous = this.ledger.get(key);
        const entry = this.deed(key, previous);
        if (entry !== undefined) this.write(key, entry);
      }
    }
  }

  private write(key: string, entry: Partial<LedgerEntry>): void {
    const parsed = parseObjectKey(key);
    if (parsed.kind !== 'log-file') return;
    const updatedAt = new Date(Date.UTC(2026, 6, 20) + this.written++).toISOString();
    const base = {
      key,
      deliveryDay: parsed.day,
      status: 'indexed',
      updatedAt,
      rulesVersion: RULES_VERSION,
    } as const;
    this.ledger.set(key, { ...base, ...entry });
  }

  private withReceipts(letters: readonly DeadLetter[]): StoredLetter[] {
    return this.dead.filter(({ id, receives }) =>
      letters.some(({ receipt }) => receipt === `${id}#${receives}`),
    );
  }
}

function keysIn(body: string): readonly string[] {
  try {
    return parseNotification(body).objects.map(({ key }) => key);
  } catch {
    return [];
  }
}
