import { beforeEach, describe, expect, it } from 'vitest';
import { choosePlan } from '../../lib/audit/choose-plan.ts';
import { windowBounds } from '../../lib/audit/spans.ts';
import type { EventFilters } from '../../lib/event-index/filters.ts';
import { type Order, planQuery, type TimeWindow } from '../../lib/event-index/query-plan.ts';
import { AuditWorld } from './audit-world.ts';

const MARY = 'arn:aws:iam::111122223333:user/mary';
const USER = 'arn:aws:iam::111122223333:user/';
const FILTERS = { principal: [MARY], eventName: ['GetObject'] };

let world: AuditWorld;
let shardCount: number;

beforeEach(() => {
  world = new AuditWorld();
  shardCount = 1;
});

/** So many events, one every so many seconds, the last at `end`. */
function storeMany(
  count: number,
  everySeconds: number,
  { name = 'GetObject', user = 'mary', end = '2026-03-17T09:00:00Z' } = {},
): void {
  for (let number = 0; number < count; number++) {
    const eventTime = new Date(Date.parse(end) - number * everySeconds * 1000).toISOString();
    const userIdentity = { type: 'IAMUser', arn: USER + user, userName: user };
    world.store(`${name}-${user}-${end}-${number}`, { eventTime, eventName: name, userIdentity });
  }
}

async function chosen(
  filters: EventFilters,
  { window = {}, order = 'newest-first' }: { window?: TimeWindow; order?: Order } = {},
): Promise<string> {
  const plans = planQuery(filters, { shardCount, optionalIndexes: [] });
  const span = { ...windowBounds(window), order, shardCount };
  return (await choosePlan(plans, span, world.context())).index.name;
}

describe('choosePlan', () => {
  it('reads nothing where there is one plan', async () => {
    storeMany(3, 1);
    expect(await chosen({ eventName: ['GetObject'] })).toBe('by-event-name');
    expect(await chosen({})).toBe('by-event-source');
    expect(world.index.indexQueries).toBe(0);
  });

  it('asks each index for one page', async () => {
    storeMany(300, 1);
    await chosen({ ...FILTERS, eventSource: ['s3.amazonaws.com'] });
    expect(world.index.indexQueries).toBe(3);
  });

  it('takes the index with fewer entries where both are read to their end', async () => {
    storeMany(20, 1, { user: 'bob' });
    storeMany(10, 1, { name: 'PutObject' });
    storeMany(5, 1);
    // mary called 15 times, GetObject was called 25 times.
    expect(await chosen(FILTERS)).toBe('by-principal');
    storeMany(30, 1, { name: 'DeleteObject' });
    expect(await chosen(FILTERS)).toBe('by-event-name');
  });

  it('takes an index that is read to its end before one that goes on', async () => {
    storeMany(101, 86_400, { user: 'bob' });
    storeMany(50, 1, { name: 'PutObject' });
    expect(await chosen(FILTERS)).toBe('by-principal');
  });

  it('takes the index whose entries lie further apart where both go on', async () => {
    storeMany(150, 3_600, { name: 'PutObject' });
    storeMany(150, 60, { user: 'bob' });
    expect(await chosen(FILTERS)).toBe('by-principal');
    storeMany(150, 1, { name: 'DeleteObject' });
    expect(await chosen(FILTERS)).toBe('by-event-name');
  });

  it('looks from the end that the question begins at', async () => {
    // Long ago mary called all the time, lately GetObject was called all the time.
    storeMany(150, 1, { name: 'PutObject', end: '2020-01-01T00:00:00Z' });
    storeMany(150, 86_400, { name: 'PutObject' });
    storeMany(150, 86_400, { user: 'bob', end: '2020-12-01T00:00:00Z' });
    storeMany(150, 1, { user: 'bob' });
    const window = { since: '2019-12-31T00:00:00Z', until: '2026-03-18T00:00:00Z' };
    expect(await chosen(FILTERS, { window })).toBe('by-principal');
    expect(await chosen(FILTERS, { window, order: 'oldest-first' })).toBe('by-event-name');
  });

  it('looks only at the window', async () => {
    storeMany(90, 1, { user: 'bob', end: '2026-01-01T00:00:00Z' });
    storeMany(10, 1, { name: 'PutObject' });
    expect(await chosen(FILTERS)).toBe('by-principal');
    expect(await chosen(FILTERS, { window: { since: '2026-03-01T00:00:00Z' } })).toBe('by-event-name');
  });

  it('takes a window without an end to end now', async () => {
    // mary calls once a minute; A and B were called once a day. Together they have more, but further apart.
    storeMany(150, 60, { name: 'PutObject', end: '2026-05-31T00:00:00Z' });
    for (const name of ['A', 'B']) storeMany(150, 86_400, { name, user: 'bob', end: '2026-05-31T00:00:00Z' });
    expect(await chosen({ principal: [MARY], eventName: ['A', 'B'] })).toBe('by-event-name');
  });

  it('does not take events to come for rare ones', async () => {
    storeMany(150, 60, { name: 'PutObject', end: '2026-07-01T00:00:00Z' });
    storeMany(150, 86_400, { user: 'bob', end: '2026-05-31T00:00:00Z' });
    expect(await chosen(FILTERS)).toBe('by-event-name');
  });

  it('takes a window without a beginning to begin with the first trails', async () => {
    storeMany(150, 60, { name: 'PutObject', end: '2013-12-01T00:00:00Z' });
    for (const name of ['A', 'B'])
      storeMany(101, 2_592_000, { name, user: 'bob', end: '2022-02-01T00:00:00Z' });
    const filters = { principal: [MARY], eventName: ['A', 'B'] };
    expect(await chosen(filters, { order: 'oldest-first' })).toBe('by-event-name');
  });

  it('adds up the keys and the shards of an index', async () => {
    // Each name is called half as often as mary calls, but there are three.
    for (const name of ['A', 'B', 'C']) storeMany(10, 1, { name, user: 'bob' });
    storeMany(20, 1, { name: 'PutObject' });
    expect(await chosen({ principal: [MARY], eventName: ['A', 'B', 'C'] })).toBe('by-principal');
    expect(await chosen({ principal: [MARY], eventName: ['A'] })).toBe('by-event-name');
  });

  it('takes keys that it has not sampled to be like the others', async () => {
    const names = Array.from({ length: 12 }, (_, number) => `N${number}`);
    for (const name of names.slice(0, 4)) storeMany(10, 1, { name, user: 'bob' });
    storeMany(60, 1, { name: 'PutObject' });
    // 40 entries in four keys are 120 in twelve.
    expect(await chosen({ principal: [MARY], eventName: names })).toBe('by-principal');
    expect(world.index.indexQueries).toBe(5);
    expect(await chosen({ principal: [MARY], eventName: names.slice(0, 4) })).toBe('by-event-name');
  });

  it('asks write shards as it asks keys', async () => {
    shardCount = 8;
    world.shardCount(8);
    storeMany(40, 1, { name: 'PutObject' });
    storeMany(80, 1, { user: 'bob' });
    expect(await chosen(FILTERS)).toBe('by-principal');
    expect(world.index.indexQueries).toBe(8);
  });

  it('takes the narrower as trails go where both have as many', async () => {
    storeMany(10, 1);
    expect(await chosen(FILTERS)).toBe('by-principal');
    expect(await chosen({ eventName: ['GetObject'], eventSource: ['s3.amazonaws.com'] })).toBe(
      'by-event-name',
    );
  });
});
