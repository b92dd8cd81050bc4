import { beforeEach, describe, expect, it } from 'vitest';
import { type ItemsRequest, itemsInOrder } from '../../lib/audit/items-in-order.ts';
import { SweepTooLargeError } from '../../lib/audit/sweep-estimate.ts';
import { OVERFLOW, toCatalogueItem } from '../../lib/event-index/catalogue.ts';
import { fromEventItem } from '../../lib/event-index/event-item.ts';
import type { EventFilters } from '../../lib/event-index/filters.ts';
import { AuditWorld } from './audit-world.ts';

let world: AuditWorld;
let plans: string[];
let incomplete: number;

beforeEach(() => {
  world = new AuditWorld();
  plans = [];
  incomplete = 0;
});

async function take(
  request: Partial<ItemsRequest>,
  position?: { sortKey: string; given: readonly string[] },
): Promise<string[]> {
  const ids: string[] = [];
  const items = itemsInOrder({
    request: { filters: {}, window: {}, order: 'newest-first', ...request },
    position,
    context: world.context(),
    onPlan: ({ kind, index }) => plans.push(`${kind} ${index.name}`),
    onIncomplete: () => incomplete++,
    onStreams: () => {},
  });
  for await (const item of items) {
    ids.push(fromEventItem(item).eventID);
    if (ids.length === request.limit) break;
  }
  return ids;
}

describe('a question that no index serves', () => {
  const SWEPT: EventFilters = { userAgent: ['aws-cli*'] };

  beforeEach(() => {
    world.store('b', { eventTime: '2026-03-17T10:00:00Z', eventSource: 'iam.amazonaws.com' });
    world.store('a', { eventTime: '2026-03-17T09:00:00Z' });
    world.count('2026-03-17T09', 250_001);
  });

  it('is refused beyond its limit, before any index is read', async () => {
    await expect(take({ filters: SWEPT, limit: 50 })).rejects.toThrow(SweepTooLargeError);
    expect(world.index.indexQueries).toBe(0);
  });

  it('is read where it is small enough', async () => {
    world.count('2026-03-17T09', 250_000);
    expect(await take({ filters: SWEPT, limit: 50 })).toEqual(['b', 'a']);
    expect(plans).toEqual(['sweep by-event-source']);
  });

  it('is as large as its window', async () => {
    expect(await take({ filters: SWEPT, window: { since: '2026-03-17T10:00:00Z' } })).toEqual(['b']);
  });

  it('has a limit of its own', async () => {
    await expect(take({ filters: SWEPT, sweepLimit: 250_000 })).rejects.toThrow(SweepTooLargeError);
    expect(await take({ filters: SWEPT, sweepLimit: 250_001 })).toEqual(['b', 'a']);
  });

  it('is estimated, unless its limit bounds the reading', async () => {
    world.index.readSection = ((read) => (request) => {
      if (request.section.startsWith('event-counts')) throw new Error('not estimated');
      return read.call(world.index, request);
    })(world.index.readSection);
    await expect(take({ filters: SWEPT })).rejects.toThrow('not estimated');
    // Without filters every event counts, and the limit bounds the reading.
    expect(await take({ limit: 50 })).toEqual(['b', 'a']);
  });

  it.each<EventFilters>([{}, { errors: true }, { errors: false, not: [], where: [], eventName: undefined }])(
    'is bounded by its limit alone for %j',
    async (filters) => {
      await expect(take({ filters, limit: 50 })).resolves.toBeDefined();
      await expect(take({ filters })).rejects.toThrow(SweepTooLargeError);
    },
  );

  it.each<EventFilters>([
    { readOnly: true },
    { readOnly: false },
    { succeeded: true },
    { errors: true, awsRegion: ['eu-west-1'] },
    { user: ['alice'] },
    { not: [{ field: 'eventSource', value: 's3' }] },
    { where: [{ path: 'eventID', value: 'a' }] },
  ])('is not bounded by its limit for %j', async (filters) => {
    await expect(take({ filters, limit: 1 })).rejects.toThrow(SweepTooLargeError);
  });

  it('is as large as what is left of it', async () => {
    world.store('old', { eventTime: '2026-03-16T09:00:00Z' });
    const position = { sortKey: '2026-03-17T08:00:00Z#x', given: [] };
    expect(await take({ filters: SWEPT }, position)).toEqual(['old']);
    const ascending = { filters: SWEPT, order: 'oldest-first' as const };
    await expect(take(ascending, position)).rejects.toThrow(SweepTooLargeError);
    expect(await take(ascending, { sortKey: '2026-03-17T10:00:00Z#b', given: [] })).toEqual(['b']);
  });

  it('says that the catalogue lacks values', async () => {
    world.index.logFiles.put(toCatalogueItem({ dimension: 'source', period: '2026-03-17', value: OVERFLOW }));
    await take({ limit: 10 });
    expect(incomplete).toBe(1);
  });
});

describe('a question that an index serves', () => {
  it('is never refused', async () => {
    world.store('a');
    world.count('2026-03-17T09', 10_000_000);
    expect(await take({ filters: { eventName: ['GetObject'], user: ['mary'] } })).toEqual(['a']);
    expect(plans).toEqual(['keys by-event-name']);
  });

  it('costs one request where there is one plan', async () => {
    for (let number = 0; number < 60; number++) world.store(`e${number}`);
    const { length } = await take({ filters: { eventName: ['GetObject'] }, limit: 50 });
    expect([length, world.index.indexQueries]).toEqual([50, 1]);
  });

  it.each<[Partial<ItemsRequest>, number]>([
    [{ filters: { eventName: ['GetObject'] }, limit: 50 }, 50],
    [{ filters: { eventName: ['GetObject'] }, limit: 3 }, 3],
    // Each gives its share, and a little more.
    [{ filters: { eventName: ['GetObject', 'A', 'B', 'C'] }, limit: 50 }, 20],
    [{ filters: { eventName: ['GetObject', 'A', 'B', 'C'] }, limit: 12 }, 10],
    // Nobody knows how much of a page is left.
    [{ filters: { eventName: ['GetObject'], awsRegion: ['eu-west-1'] }, limit: 50 }, 1_000],
    [{ filters: { eventName: ['GetObject'] } }, 1_000],
  ])('asks for %j pages of %i entries first', async (request, entries) => {
    const asked = new Set<number | undefined>();
    const { queryIndex } = world.index;
    world.index.queryIndex = (query, page) => {
      asked.add(page.limit);
      return queryIndex.call(world.index, query, page);
    };
    world.store('a');
    await take(request);
    expect([...asked]).toEqual([entries]);
  });

  it('is read ahead where all of it is wanted, and no further than its limit where there is one', async () => {
    for (let number = 0; number < 1_001; number++) world.store(`e${number}`);
    const pagesAt = async (limit: number | undefined) => {
      world.index.indexQueries = 0;
      let given = 0;
      const items = itemsInOrder({
        request: { filters: { eventName: ['GetObject'] }, window: {}, order: 'newest-first', limit },
        ...{ position: undefined, context: world.context() },
        ...{ onPlan: () => {}, onIncomplete: () => {}, onStreams: () => {} },
      });
      for await (const _ of items) if (++given === 502) break;
      return world.index.indexQueries;
    };
    expect([await pagesAt(undefined), await pagesAt(1_000)]).toEqual([2, 1]);
  });

  it('reads the index with fewest entries', async () => {
    for (let number = 0; number < 20; number++) {
      world.store(`e${number}`, { userIdentity: { type: 'Root', arn: 'arn:aws:iam::111122223333:root' } });
    }
    world.store('a');
    world.store('b', { eventName: 'PutObject' });
    const principal = ['arn:aws:iam::111122223333:user/mary'];
    await take({ filters: { eventName: ['GetObject'], principal } });
    await take({ filters: { eventName: ['PutObject'], principal } });
    expect(plans).toEqual(['keys by-principal', 'keys by-event-name']);
  });

  it('is answered without a request where a filter has no value left', async () => {
    world.index.shardCount = () => Promise.reject(new Error('must not read'));
    expect(await take({ filters: { eventName: [] } })).toEqual([]);
    expect(plans).toEqual([]);
  });
});
