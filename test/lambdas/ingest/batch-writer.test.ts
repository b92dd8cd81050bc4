import { describe, expect, it } from 'vitest';
import { createBatchWriter } from '../../../lambdas/ingest/batch-writer.ts';
import type { ItemStore } from '../../../lambdas/ingest/ports.ts';
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { textIn } from '../../../lib/event-index/item-reading.ts';

const item = (id: string, text = ''): Item => ({ eventID: { S: id }, text: { S: text } });
const ids = (items: readonly Item[]) => items.map((written) => textIn(written, 'eventID'));

function createWorld(putBatch: ItemStore['putBatch'], remainingMs = 300_000) {
  const waits: number[] = [];
  let left = remainingMs;
  const writer = createBatchWriter({
    store: { putBatch },
    batchesUnderWay: 2,
    keptMs: 3_000,
    keyOf: (written) => textIn(written, 'eventID') ?? '',
    clock: {
      now: () => new Date(0),
      remainingMs: () => left,
      filesEnd: new AbortController().signal,
      ledgerEnd: new AbortController().signal,
      wait: async (ms) => {
        waits.push(ms);
        left -= ms;
      },
      random: () => 0.5,
    },
  });
  return { writer, waits };
}

describe('createBatchWriter', () => {
  it('puts what comes together in full batches, in order', async () => {
    const batches: (string | undefined)[][] = [];
    const { writer } = createWorld(async (items) => {
      batches.push(ids(items));
      return [];
    });
    const all = Array.from({ length: 60 }, (_, index) => `event-${index}`);
    await Promise.all(all.map((id) => writer.put(item(id))));
    expect(batches.map((batch) => batch.length)).toEqual([25, 25, 10]);
    expect(batches.flat()).toEqual(all);
  });

  it('gathers while something is under way, and keeps to the number of batches at once', async () => {
    const batches: number[] = [];
    const answers: (() => void)[] = [];
    let underWay = 0;
    let most = 0;
    const { writer } = createWorld((items) => {
      batches.push(items.length);
      most = Math.max(most, ++underWay);
      return new Promise((resolve) => {
        answers.push(() => {
          underWay--;
          resolve([]);
        });
      });
    });
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const first = writer.put(item('first'));
    await turn();
    const others = Array.from({ length: 80 }, (_, index) => writer.put(item(`other-${index}`)));
    await turn();
    expect(batches).toEqual([1, 25]);
    while (answers.length > 0) {
      answers.shift()?.();
      await turn();
    }
    await Promise.all([first, ...others]);
    expect(batches).toEqual([1, 25, 25, 25, 5]);
    expect(most).toBe(2);
  });

  it('never names one key twice in a batch: the last copy stands and all copies are done', async () => {
    const batches: (readonly Item[])[] = [];
    const { writer } = createWorld(async (items) => {
      batches.push(items);
      return [];
    });
    await Promise.all([writer.put(item('a', 'old')), writer.put(item('b')), writer.put(item('a', 'new'))]);
    expect(batches).toEqual([[item('a', 'new'), item('b')]]);
  });

  it('puts again what came back, and waits longer each time that nothing is taken', async () => {
    const rooms = [1, 0, 1];
    const batches: (string | undefined)[][] = [];
    const { writer, waits } = createWorld(async (items) => {
      batches.push(ids(items));
      return items.slice(rooms.shift() ?? items.length);
    });
    await Promise.all(['a', 'b', 'c'].map((id) => writer.put(item(id))));
    expect(batches).toEqual([['a', 'b', 'c'], ['b', 'c'], ['b', 'c'], ['c']]);
    expect(waits).toEqual([25, 50, 25]);
  });

  it('fails the items of a batch that has no room until time is short', async () => {
    const { writer } = createWorld(async (items) => items, 3_100);
    await expect(writer.put(item('a'))).rejects.toMatchObject({ code: 'out-of-time' });
  });

  it('fails only the items of the batch that failed', async () => {
    let calls = 0;
    const { writer } = createWorld(async () => {
      if (++calls === 1) throw new Error('refused');
      return [];
    });
    const all = Array.from({ length: 30 }, (_, index) => writer.put(item(`event-${index}`)));
    const results = await Promise.allSettled(all);
    expect(results.map(({ status }) => status)).toEqual([
      ...Array(25).fill('rejected'),
      ...Array(5).fill('fulfilled'),
    ]);
  });

  it('holds up nothing by an item that the table has no room for', async () => {
    const written: (string | undefined)[] = [];
    const { writer } = createWorld(async (items) => {
      const hot = items.filter((one) => textIn(one, 'eventID')?.startsWith('hot'));
      written.push(...ids(items.filter((one) => !hot.includes(one))));
      return hot;
    }, 60_000);
    const failing = ['hot-1', 'hot-2'].map((id) =>
      expect(writer.put(item(id))).rejects.toMatchObject({ code: 'out-of-time' }),
    );
    const others = Array.from({ length: 60 }, (_, index) => `event-${index}`);
    await Promise.all(others.map((id) => writer.put(item(id))));
    expect(written.sort()).toEqual(others.sort());
    await Promise.all(failing);
  });

  it('fails a batch of which something else came back than was given', async () => {
    const { writer } = createWorld(async () => [item('another')]);
    await expect(writer.put(item('a'))).rejects.toThrow('handed back what it was not given');
  });
});
