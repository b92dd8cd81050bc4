import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inBatches } from '../../lib/cli/in-batches.ts';

async function batchesOf<Value>(values: AsyncIterable<Value> | Iterable<Value>, limit: number) {
  const batches: (readonly Value[])[] = [];
  for await (const batch of inBatches(values, limit)) batches.push(batch);
  return batches;
}

describe('batches', () => {
  it('are full while values are there', async () => {
    expect(await batchesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(await batchesOf([1, 2, 3, 4], 2)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(await batchesOf([], 2)).toEqual([]);
  });

  it('do not wait for values that are still to come', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const values = (async function* () {
      yield* [1, 2];
      await released;
      yield* [3, 4];
    })();
    const batches: (readonly number[])[] = [];
    for await (const batch of inBatches(values, 10)) {
      batches.push(batch);
      release();
    }
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('end with the failure of their source', async () => {
    const values = (async function* () {
      yield 1;
      await setImmediate();
      await setImmediate();
      throw new Error('broken pipe');
    })();
    await expect(batchesOf(values, 10)).rejects.toThrow('broken pipe');
  });

  it('close their source when nobody wants more', async () => {
    let isClosed = false;
    const values = (async function* () {
      try {
        yield* [1, 2, 3];
      } finally {
        isClosed = true;
      }
    })();
    for await (const _ of inBatches(values, 1)) break;
    await setImmediate();
    expect(isClosed).toBe(true);
  });
});
