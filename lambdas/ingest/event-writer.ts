/**
 * Writes items in batches, several at a time, and knows how far it got.
 *
 * DynamoDB hands back what it has no room for (`UnprocessedItems`) and refuses a whole batch that names one key twice;
 * both are dealt with here. Waiting doubles with each round, jittered, until the invocation has too little time left.
 */
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { OutOfTimeError } from './errors.ts';
import { type Clock, type EventStore, PUT_BATCH_LIMIT } from './ports.ts';

const MAX_BATCHES_IN_FLIGHT = 4;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5_000;

/** Time that an invocation keeps for the ledger and its answer. */
export const RESERVED_MS = 3_000;

export interface EventWriter {
  /** Takes the item of the record at `index`; indexes ascend. Resolves when there is room for more. */
  add(item: Item, index: number): Promise<void>;
  /** Resolves when everything taken is in the table, rejects with the first failure. */
  finish(): Promise<void>;
  /** After a failure: waits for what is under way and gives the first index not known to be written. */
  settle(): Promise<number>;
}

interface WriterOptions {
  readonly store: EventStore;
  readonly clock: Clock;
  /** Must be done before a batch is written; called with each batch's items. */
  readonly before: () => Promise<void>;
}

export function createEventWriter({ store, clock, before }: WriterOptions): EventWriter {
  let batch = new Map<string, Item>();
  let batchStart = 0;
  let nextIndex = 0;
  let firstFailed = Number.POSITIVE_INFINITY;
  let failure: unknown;
  const underWay = new Set<Promise<void>>();

  function send(): void {
    if (batch.size === 0) return;
    const items = [...batch.values()];
    const start = batchStart;
    batch = new Map();
    const sending = before()
      .then(() => putAll(items, store, clock))
      .catch((error: unknown) => {
        failure ??= error;
        firstFailed = Math.min(firstFailed, start);
      })
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
  }

  return {
    async add(item, index) {
      if (failure !== undefined) throw failure;
      if (batch.size === 0) batchStart = index;
      // Equal copies share a key and are one item; the last one taken stands, as it would in the table.
      batch.set(keyOf(item), item);
      nextIndex = index + 1;
      if (batch.size < PUT_BATCH_LIMIT) return;
      send();
      while (underWay.size >= MAX_BATCHES_IN_FLIGHT) await Promise.race(underWay);
    },
    async finish() {
      send();
      await Promise.all(underWay);
      if (failure !== undefined) throw failure;
    },
    async settle() {
      await Promise.all(underWay);
      const unsent = batch.size > 0 ? batchStart : nextIndex;
      return Math.min(firstFailed, unsent);
    },
  };
}

async function putAll(items: readonly Item[], store: EventStore, clock: Clock): Promise<void> {
  let left = items;
  for (let round = 0; ; round++) {
    left = await store.putBatch(left);
    if (left.length === 0) return;
    const waitMs = clock.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** round);
    if (clock.remainingMs() - waitMs < RESERVED_MS) {
      throw new OutOfTimeError(`The events table had no room for ${left.length} events within this invocation.`);
    }
    await clock.wait(waitMs);
  }
}

function keyOf(item: Item): string {
  const { eventID, recordHash } = item;
  const id = eventID !== undefined && 'S' in eventID ? eventID.S : '';
  const hash = recordHash !== undefined && 'B' in recordHash ? Buffer.from(recordHash.B).toString('base64') : '';
  return `${id}\t${hash}`;
}
