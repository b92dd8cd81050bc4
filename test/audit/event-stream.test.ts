/** What a stream asks of its table, and when: the order of answers is tested with the questions that merge streams. */
import { describe, expect, it } from 'vitest';
import { EventStream, mergeStreams } from '../../lib/audit/event-stream.ts';
import type { EventReader, ItemPage } from '../../lib/audit/ports.ts';
import type { IndexQuery } from '../../lib/event-index/query-plan.ts';

const INDEX = { name: 'by-event-name', partitionKey: 'eventName' } as const;
const QUERY: IndexQuery = {
  index: INDEX,
  key: 'k',
  from: '',
  to: '~',
  order: 'oldest-first',
  filter: undefined,
};

/** Pages of four items, `pages` of them; counts those that were asked for. */
function openTable({ pages, failing }: { pages: number; failing?: number }) {
  let asked = 0;
  const reader: EventReader = {
    async queryIndex(_query, { start }): Promise<ItemPage> {
      asked++;
      const page = start === undefined ? 0 : Number(start.page && 'N' in start.page ? start.page.N : 0);
      if (page === failing) throw new Error('throttled');
      const items = [0, 1, 2, 3].map((item) => ({ timeID: { S: `2026-03-17T00:00:${page}${item}Z#a` } }));
      const next = page + 1 < pages ? { page: { N: String(page + 1) } } : undefined;
      return { items, next, scanned: 4, readUnits: 1 };
    },
    readEvents: async () => [],
  };
  return { reader, asked: () => asked };
}

function streamOf(reader: EventReader, readsAhead: boolean): EventStream {
  return new EventStream(QUERY, { reader, firstPage: 4, now: 0, gate: (task) => task(), readsAhead });
}

/** How many pages had been asked for when each item was given. */
async function pagesAskedFor(options: { pages: number; readsAhead: boolean }): Promise<number[]> {
  const table = openTable(options);
  const counts: number[] = [];
  for await (const _ of mergeStreams([streamOf(table.reader, options.readsAhead)], 'oldest-first'))
    counts.push(table.asked());
  return counts;
}

describe('pages of a stream', () => {
  it('are asked for when the last one is given away', async () => {
    expect(await pagesAskedFor({ pages: 2, readsAhead: false })).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
  });

  it('are asked for when half of the last one is given away, where everything is wanted', async () => {
    expect(await pagesAskedFor({ pages: 2, readsAhead: true })).toEqual([1, 1, 2, 2, 2, 2, 2, 2]);
  });

  it('are told to the listener when they are taken, not when they are asked for', async () => {
    const table = openTable({ pages: 2 });
    const told: number[] = [];
    const stream = new EventStream(QUERY, {
      ...{ reader: table.reader, firstPage: 4, now: 0, readsAhead: true },
      gate: (task) => task(),
      onPage: (entries) => told.push(entries),
    });
    const toldAtItem: number[] = [];
    for await (const _ of mergeStreams([stream], 'oldest-first')) toldAtItem.push(told.length);
    expect(toldAtItem).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
  });

  it('that fail ahead of time end the answer behind everything that was read before', async () => {
    const table = openTable({ pages: 3, failing: 1 });
    let given = 0;
    const reading = (async () => {
      for await (const _ of mergeStreams([streamOf(table.reader, true)], 'oldest-first')) given++;
    })();
    await expect(reading).rejects.toThrow('throttled');
    expect(given).toBe(4);
  });

  it('that fail ahead of time are nobody’s concern when the reader has stopped', async () => {
    const table = openTable({ pages: 3, failing: 1 });
    let given = 0;
    for await (const _ of mergeStreams([streamOf(table.reader, true)], 'oldest-first'))
      if (++given === 3) break;
    expect(table.asked()).toBe(2);
  });

  it('have been reached up to the next item, not up to what was read ahead', async () => {
    const table = openTable({ pages: 2 });
    const stream = streamOf(table.reader, true);
    let given = 0;
    for await (const _ of mergeStreams([stream], 'oldest-first')) if (++given === 3) break;
    expect(stream.reached).toBe('2026-03-17T00:00:02Z#a');
  });
});
