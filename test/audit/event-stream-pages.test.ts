import { expect, it } from 'vitest';
import { EventStream, mergeStreams } from '../../lib/audit/event-stream.ts';
import type { EventReader, ItemPage } from '../../lib/audit/ports.ts';
import type { IndexQuery } from '../../lib/event-index/query-plan.ts';

const QUERY: IndexQuery = {
  index: { name: 'by-event-name', partitionKey: 'eventName' },
  key: 'k',
  from: '',
  to: '~',
  order: 'oldest-first',
  filter: undefined,
};

function tableOf(pages: readonly (readonly string[])[], name = '') {
  const limits: number[] = [];
  const reader: EventReader = {
    async queryIndex(_query, { start, limit }): Promise<ItemPage> {
      limits.push(limit ?? 0);
      const page = start?.page && 'N' in start.page ? Number(start.page.N) : 0;
      const items = (pages[page] ?? []).map((key) => ({
        timeID: { S: key },
        eventID: { S: `${name}${key}` },
      }));
      const next = page + 1 < pages.length ? { page: { N: String(page + 1) } } : undefined;
      return { items, next, scanned: items.length, readUnits: 1 };
    },
    readEvents: async () => [],
  };
  return { reader, limits };
}

const open = (reader: EventReader, readsAhead: boolean) =>
  new EventStream(QUERY, { reader, firstPage: 2, now: 0, gate: (task) => task(), readsAhead });

it.each([true, false])('gives each item of many pages once (reading ahead: %s)', async (readsAhead) => {
  const { reader, limits } = tableOf([['1', '2'], ['3', '4'], [], ['5'], [], [], ['6', '7'], ['8']]);
  const given: unknown[] = [];
  for await (const { timeID } of mergeStreams([open(reader, readsAhead)], 'oldest-first')) {
    given.push(timeID && 'S' in timeID ? timeID.S : undefined);
    if (given.length > 20) break;
  }
  expect(given).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
  expect(limits).toEqual([2, 8, 32, 128, 512, 1000, 1000, 1000]);
});

it('gives of equal times those of the first stream first', async () => {
  const streams = [tableOf([['1', '2']], 'a'), tableOf([['1', '2']], 'b')].map(({ reader }) =>
    open(reader, true),
  );
  const given: unknown[] = [];
  for await (const { eventID } of mergeStreams(streams, 'oldest-first'))
    given.push(eventID && 'S' in eventID ? eventID.S : undefined);
  expect(given).toEqual(['a1', 'b1', 'a2', 'b2']);
});
