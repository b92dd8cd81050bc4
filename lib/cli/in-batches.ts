/**
 * Gathers values that come one by one into batches: as many as are there at the moment, up to a limit.
 *
 * Nobody waits for a batch to fill: whoever types ids is answered after each, and a file of them is taken by the hundred.
 */
import { setImmediate } from 'node:timers/promises';

export async function* inBatches<Value>(
  values: AsyncIterable<Value> | Iterable<Value>,
  limit: number,
): AsyncGenerator<readonly Value[]> {
  const iterator = each(values);
  let next = iterator.next();
  let ended = false;
  try {
    while (!ended) {
      const batch: Value[] = [];
      let arrived: IteratorResult<Value, unknown> | undefined = await next;
      while (arrived !== undefined && !arrived.done) {
        batch.push(arrived.value);
        next = iterator.next();
        // Awaited below: until then its failure is not unhandled.
        next.catch(() => {});
        // What needs no input or output is there before the event loop turns.
        arrived = batch.length < limit ? await Promise.race([next, setImmediate(undefined)]) : undefined;
      }
      ended = arrived?.done ?? false;
      if (batch.length > 0) yield batch;
    }
  } finally {
    // Not awaited: a generator that waits for input would let us wait with it.
    if (!ended) iterator.return(undefined).catch(() => {});
  }
}

async function* each<Value>(values: AsyncIterable<Value> | Iterable<Value>): AsyncGenerator<Value> {
  yield* values;
}
