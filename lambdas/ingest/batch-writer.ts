/**
 * Puts items in batches that gather by themselves: what arrives while earlier batches are under way goes out together.
 *
 * Log files are tiny, so the batches are shared by all files of an invocation; an idle table is written to at once, a
 * busy one in full batches, without a timer. DynamoDB hands back what it has no room for and refuses a batch that names
 * one key twice; both are dealt with here. Waiting doubles with each round, jittered, until time is short.
 */
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { OutOfTimeError } from './errors.ts';
import { type Clock, type ItemStore, PUT_BATCH_LIMIT } from './ports.ts';

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5_000;

/** Time that an invocation keeps for the ledger and its answer. */
export const RESERVED_MS = 3_000;

export interface BatchWriter {
  /** Resolves when the item is in the table. */
  put(item: Item): Promise<void>;
}

export interface BatchWriterOptions {
  readonly store: ItemStore;
  readonly clock: Clock;
  readonly batchesUnderWay: number;
  /** Text that is equal for items of one key. */
  readonly keyOf: (item: Item) => string;
  /** Must be done before a batch is written. */
  readonly before?: () => Promise<void>;
}

interface Waiting {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export function createBatchWriter(options: BatchWriterOptions): BatchWriter {
  const { store, clock, keyOf, before } = options;
  let queue: Waiting[] = [];
  let underWay = 0;
  let scheduled = false;

  /** At the end of the turn: until then the records of one chunk are still coming in. */
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      send();
    });
  }

  function send(): void {
    while (queue.length > 0 && underWay < options.batchesUnderWay) {
      // What does not fill a batch goes out when nothing else is under way, and gathers until then.
      if (queue.length < PUT_BATCH_LIMIT && underWay > 0) return;
      const batch = takeBatch();
      underWay++;
      void write(batch).finally(() => {
        underWay--;
        send();
      });
    }
  }

  /** Equal copies share a key and are one item: the last one taken stands, as it would in the table. */
  function takeBatch(): Map<string, Waiting[]> {
    const batch = new Map<string, Waiting[]>();
    let taken = 0;
    for (const waiting of queue) {
      const key = keyOf(waiting.item);
      const copies = batch.get(key);
      if (copies !== undefined) copies.push(waiting);
      else if (batch.size === PUT_BATCH_LIMIT) break;
      else batch.set(key, [waiting]);
      taken++;
    }
    queue = queue.slice(taken);
    return batch;
  }

  async function write(batch: Map<string, Waiting[]>): Promise<void> {
    const waiting = [...batch.values()].flat();
    try {
      await before?.();
      const items = [...batch.values()].flatMap((copies) => copies.slice(-1).map(({ item }) => item));
      await putAll(items, store, clock);
      for (const { resolve } of waiting) resolve();
    } catch (error) {
      if (batch.size > 1 && isRefusal(error)) return writeSingly(batch);
      for (const { reject } of waiting) reject(error);
    }
  }

  /** One item that DynamoDB refuses must not fail those of other files beside it. */
  async function writeSingly(batch: Map<string, Waiting[]>): Promise<void> {
    for (const [key, copies] of batch) await write(new Map([[key, copies]]));
  }

  return {
    put: (item) =>
      new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        schedule();
      }),
  };
}

/** DynamoDB's word for a request that will never do. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException';
}

async function putAll(items: readonly Item[], store: ItemStore, clock: Clock): Promise<void> {
  let left = items;
  for (let round = 0; ; round++) {
    left = await store.putBatch(left);
    if (left.length === 0) return;
    const waitMs = clock.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** round);
    if (clock.remainingMs() - waitMs < RESERVED_MS) {
      throw new OutOfTimeError(`The table had no room for ${left.length} items within this invocation.`);
    }
    await clock.wait(waitMs);
  }
}
