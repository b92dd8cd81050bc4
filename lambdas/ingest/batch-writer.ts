/**
 * Puts items in batches that gather by themselves: what arrives while earlier batches are under way goes out together.
 *
 * Log files are tiny, so the batches are shared by all files of an invocation; an idle table is written to at once, a
 * busy one in full batches, without a timer. DynamoDB hands back what it has no room for and refuses a batch that names
 * one key twice; both are dealt with here. What came back waits, doubling with each round, jittered, until time is short;
 * meanwhile it holds up nothing: its neighbours of the batch are done, and others take its turn.
 */
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { isRefusal, OutOfTimeError } from './errors.ts';
import { type Clock, type ItemStore, PUT_BATCH_LIMIT } from './ports.ts';

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5_000;

export interface BatchWriter {
  /** Resolves when the item is in the table. */
  put(item: Item): Promise<void>;
}

export interface BatchWriterOptions {
  readonly store: ItemStore;
  readonly clock: Clock;
  readonly batchesUnderWay: number;
  /** Milliseconds of the invocation that are left when a busy table is given up. */
  readonly keptMs: number;
  /** Text that is equal for items of one key. */
  readonly keyOf: (item: Item) => string;
}

interface Waiting {
  readonly item: Item;
  /** How often the table had no room for it. */
  readonly rounds: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** By key: copies of one item are written once. */
type Batch = Map<string, Waiting[]>;

export function createBatchWriter(options: BatchWriterOptions): BatchWriter {
  const { store, clock, keptMs, keyOf } = options;
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
  function takeBatch(): Batch {
    const batch: Batch = new Map();
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

  async function write(batch: Batch): Promise<void> {
    try {
      const items = [...batch.values()].flatMap((copies) => copies.slice(-1).map(({ item }) => item));
      const left = new Set((await store.putBatch(items)).map(keyOf));
      // A loss, if it were taken for done.
      if ([...left].some((key) => !batch.has(key)))
        throw new Error('DynamoDB handed back what it was not given.');
      const [cameBack, done] = partition(batch, left);
      for (const { resolve } of done) resolve();
      if (cameBack.length > 0) void writeLater(cameBack, left.size < batch.size);
    } catch (error) {
      if (batch.size > 1 && isRefusal(error)) return writeSingly(batch);
      for (const { reject } of [...batch.values()].flat()) reject(error);
    }
  }

  /** One item that DynamoDB refuses must not fail those of other files beside it. */
  async function writeSingly(batch: Batch): Promise<void> {
    for (const [key, copies] of batch) await write(new Map([[key, copies]]));
  }

  async function writeLater(waiting: readonly Waiting[], tookSome: boolean): Promise<void> {
    // A table that takes some of a batch is busy, not closed; and patience is not catching.
    const rounds = tookSome ? 0 : Math.min(...waiting.map((one) => one.rounds));
    const waitMs = clock.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** rounds);
    if (clock.remainingMs() - waitMs < keptMs) {
      const problem = `The table had no room for ${waiting.length} items within this invocation.`;
      for (const { reject } of waiting) reject(new OutOfTimeError(problem));
      return;
    }
    await clock.wait(waitMs);
    queue.unshift(...waiting.map((one) => ({ ...one, rounds: rounds + 1 })));
    send();
  }

  return {
    put: (item) =>
      new Promise((resolve, reject) => {
        queue.push({ item, rounds: 0, resolve, reject });
        schedule();
      }),
  };
}

/** Those of the named keys, and the others. */
function partition(batch: Batch, keys: ReadonlySet<string>): readonly [Waiting[], Waiting[]] {
  const named: Waiting[] = [];
  const others: Waiting[] = [];
  for (const [key, copies] of batch) (keys.has(key) ? named : others).push(...copies);
  return [named, others];
}
