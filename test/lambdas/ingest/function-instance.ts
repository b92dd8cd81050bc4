/**
 * One function process over the stores of a FaultWorld: what it remembers between invocations, and that nothing of it
 * goes on once it has ended.
 *
 * Time passes where a request takes some, and nowhere else, so that an invocation runs out of it where the test says.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createCatalogueMemory } from '../../../lambdas/ingest/catalogue-memory.ts';
import { OutOfTimeError } from '../../../lambdas/ingest/errors.ts';
import { type IngestContext, ingestMessage, MessageUnfinishedError } from '../../../lambdas/ingest/ingest.ts';
import type { LogFileBody } from '../../../lambdas/ingest/ports.ts';
import { createTableWriters } from '../../../lambdas/ingest/table-writers.ts';
import { endingAt, KEPT_MS } from '../../../lambdas/ingest/time-limit.ts';
import { NotificationError } from '../../../lib/cloudtrail/delivery-notification.ts';
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { textIn } from '../../../lib/event-index/item-reading.ts';
import type { Fate, FaultWorld, StoreRequest } from './fault-world.ts';
import type { QueueMessage } from './message-queue.ts';
import { World } from './world.ts';

type Operation = StoreRequest['operation'];

/** What a message may end with. */
const EXPECTED_ERRORS = [MessageUnfinishedError, NotificationError, OutOfTimeError];
const CHUNK_BYTES = 64 * 1024;

export class FunctionInstance {
  isAlive = true;
  /** Broken promises, and errors that no message may end with. */
  readonly failures: unknown[] = [];
  private readonly world: FaultWorld;
  private readonly catalogue = createCatalogueMemory();
  private readonly ended = Promise.withResolvers<'ended'>();

  constructor(world: FaultWorld) {
    this.world = world;
  }

  /** The messages that must come again: those that failed, all of them if the process ends meanwhile. */
  async invoke(messages: readonly QueueMessage[], remainingMs = 300_000): Promise<readonly QueueMessage[]> {
    const context = this.context(new InvocationTime(remainingMs));
    const work = Promise.all(messages.map(({ body }) => this.isDone(body, context)));
    const done = await Promise.race([work, this.ended.promise]);
    return done === 'ended' ? messages : messages.filter((_, index) => !done[index]);
  }

  private async isDone(body: string, context: IngestContext): Promise<boolean> {
    try {
      await endingAt(context.clock.ledgerEnd, ingestMessage(body, context));
      return true;
    } catch (error) {
      if (!EXPECTED_ERRORS.some((type) => error instanceof type)) this.failures.push(error);
      return false;
    }
  }

  private context(time: InvocationTime): IngestContext {
    const { world, catalogue } = this;
    const clock = {
      now: () => world.now(),
      remainingMs: () => time.remainingMs,
      filesEnd: time.signalAt(KEPT_MS.afterFiles),
      ledgerEnd: time.signalAt(KEPT_MS.afterLedger),
      wait: async (ms: number) => {
        time.spend(ms);
        await this.turns(1);
      },
      random: () => 0.5,
    };
    const request = (operation: Operation, subject: string, items: readonly Item[] = []) =>
      this.request({ operation, subject, items }, time);
    const write = async (
      operation: Operation,
      items: readonly Item[],
      put: (some: readonly Item[]) => void,
    ) => {
      const fate = await request(operation, subjectOf(items), items);
      const done = Math.min(fate.done ?? items.length, items.length);
      if (done > 0) this.keepFailure(() => put(items.slice(0, done)));
      await this.answer(fate);
      return items.slice(done);
    };
    const plain = new World().context();
    return {
      ...plain,
      clock,
      retentionDays: world.trail.retentionDays,
      limits: {
        ...plain.limits,
        maxInflatedBytes: 100_000_000,
        maxRecordBytes: 200_000,
        maxRecords: 1_000_000,
      },
      bucket: {
        open: async (key) => {
          const fate = await request('read object', key);
          if (fate.done === undefined) await this.answer(fate);
          return this.bodyOf(world.objectOf(key), fate);
        },
      },
      ...createTableWriters({
        catalogue,
        clock,
        events: { putBatch: (items) => write('write events', items, (some) => world.putEvents(some)) },
        logFiles: {
          readEntry: async (day, key) => {
            await this.answer(await request('read ledger', key));
            return world.index.readEntry(day, key);
          },
          addToCounter: async () => {},
          putUnlessSettled: async (item, settled) => {
            await write('write ledger', [item], () => world.putUnlessSettled(item, settled));
          },
          putBatch: (items) => write('write log files', items, (some) => world.putLogFiles(some)),
        },
      }),
    };
  }

  private bodyOf(body: Buffer, fate: Fate): LogFileBody {
    const sentBytes = Math.min(fate.done ?? body.byteLength, body.byteLength);
    return {
      eTag: createHash('md5').update(body).digest('hex'),
      sizeBytes: body.byteLength,
      notAsDelivered: false,
      originalName: undefined,
      discard: () => {},
      chunks: this.chunksOf(body.subarray(0, sentBytes), fate),
    };
  }

  private async *chunksOf(sent: Buffer, fate: Fate): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < sent.byteLength; at += CHUNK_BYTES) {
      await this.turns(1);
      yield sent.subarray(at, at + CHUNK_BYTES);
    }
    if (fate.done !== undefined) await this.answer(fate);
  }

  private async request(request: StoreRequest, time: InvocationTime): Promise<Fate> {
    await this.turns(1);
    const fate = this.world.fateOf(request);
    time.spend(fate.ms ?? 10);
    await fate.until;
    await this.turns(fate.turns ?? 1);
    return fate;
  }

  private async answer({ crash, error }: Fate): Promise<void> {
    if (crash) {
      this.isAlive = false;
      this.ended.resolve('ended');
    }
    await this.turns(1);
    if (error !== undefined) throw error;
  }

  /** Never resolves in a process that has ended. */
  private async turns(count: number): Promise<void> {
    for (let turn = 0; turn < count; turn++) await nextTurn();
    if (!this.isAlive) await new Promise<never>(() => {});
  }

  private keepFailure(put: () => void): void {
    try {
      put();
    } catch (error) {
      this.failures.push(error);
    }
  }
}

/** What an invocation has left. */
class InvocationTime {
  remainingMs: number;
  private readonly ends: { readonly keptMs: number; readonly controller: AbortController }[] = [];

  constructor(remainingMs: number) {
    this.remainingMs = remainingMs;
  }

  /** Aborts when less than that is left. */
  signalAt(keptMs: number): AbortSignal {
    const controller = new AbortController();
    this.ends.push({ keptMs, controller });
    this.spend(0);
    return controller.signal;
  }

  spend(ms: number): void {
    this.remainingMs -= ms;
    for (const { keptMs, controller } of this.ends) if (this.remainingMs < keptMs) controller.abort();
  }
}

function subjectOf([first]: readonly Item[]): string {
  if (first === undefined) return '';
  return textIn(first, 'eventID') ?? `${textIn(first, 'section')} ${textIn(first, 'entry')}`;
}
