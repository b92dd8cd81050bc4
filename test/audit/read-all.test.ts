import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ReadAllRequest, type ReadProgress, readAll } from '../../lib/audit/read-all.ts';
import { SweepTooLargeError } from '../../lib/audit/sweep-estimate.ts';
import { OVERFLOW, toCatalogueItem } from '../../lib/event-index/catalogue.ts';
import type { IndexQuery } from '../../lib/event-index/query-plan.ts';
import { AuditWorld, idsOf } from './audit-world.ts';

let world: AuditWorld;

beforeEach(() => {
  world = new AuditWorld();
});

const read = (request: Partial<ReadAllRequest> = {}) =>
  readAll({ filters: {}, window: {}, ...request }, world.context());

/** In the order of their ids. */
const idsFor = async (request: Partial<ReadAllRequest>) => (await idsOf(read(request).events)).sort();

/** The queries on an index, as they were asked. */
function watchQueries(): IndexQuery[] {
  const queries: IndexQuery[] = [];
  const { queryIndex } = world.index;
  world.index.queryIndex = (query, page) => {
    queries.push(query);
    return queryIndex.call(world.index, query, page);
  };
  return queries;
}

const daysOfMarch = Array.from({ length: 31 }, (_, day) => `2026-03-${String(day + 1).padStart(2, '0')}`);

describe('readAll', () => {
  it('gives every event that matches, also beyond a page', async () => {
    for (let number = 0; number < 250; number++) world.store(`e${number}`);
    world.store('other', { eventName: 'PutObject' });
    const ids = await idsFor({ filters: { eventName: ['GetObject'] } });
    expect([ids.length, new Set(ids).size, ids.includes('other')]).toEqual([250, 250, false]);
  });

  it('takes since as inclusive and until as exclusive, by an index and by a sweep', async () => {
    for (const second of [0, 1, 2, 3])
      world.store(`e${second}`, { eventTime: `2026-03-17T09:00:0${second}Z` });
    const window = { since: '2026-03-17T09:00:01Z', until: '2026-03-17T09:00:03Z' };
    expect(await idsFor({ window, filters: { eventName: ['GetObject'] } })).toEqual(['e1', 'e2']);
    expect(await idsFor({ window })).toEqual(['e1', 'e2']);
  });

  it('gives each event once, whatever shards, days and filters', async () => {
    const stored = fc.record({
      day: fc.constantFrom('2024-02-29', '2025-12-31', '2026-01-01', ...daysOfMarch),
      hour: fc.constantFrom('00', '23'),
      source: fc.constantFrom('s3.amazonaws.com', 'iam.amazonaws.com'),
      failed: fc.boolean(),
    });
    const edge = fc.option(
      fc.constantFrom('2025-12-31T23:00:00Z', '2026-03-10T00:00:00Z', '2026-03-20T23:00:00Z'),
      {
        nil: undefined,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(stored, { maxLength: 60 }),
        fc.constantFrom(1, 4),
        edge,
        edge,
        fc.constantFrom('none', 'errors', 'source'),
        async (events, shardCount, since, until, asked) => {
          world = new AuditWorld();
          world.shardCount(shardCount);
          const expected: string[] = [];
          for (const [number, { day, hour, source, failed }] of events.entries()) {
            const [id, eventTime] = [`${number}-id`, `${day}T${hour}:00:00Z`];
            world.store(id, { eventTime, eventSource: source, ...(failed ? { errorCode: 'X' } : {}) });
            const isMeant = asked === 'errors' ? failed : asked === 'none' || source === 's3.amazonaws.com';
            const isInside =
              (since === undefined || eventTime >= since) && (until === undefined || eventTime < until);
            if (isMeant && isInside) expected.push(id);
          }
          const filters = {
            none: {},
            errors: { errors: true },
            source: { eventSource: ['s3.amazonaws.com'] },
          }[asked];
          expect(await idsFor({ filters, window: { since, until } })).toEqual(expected.sort());
        },
      ),
      { numRuns: 150 },
    );
  });

  it('cuts a single key by days, and many keys not', async () => {
    for (const day of daysOfMarch) world.store(day, { eventTime: `${day}T12:00:00Z` });
    const queries = watchQueries();
    const window = { since: '2026-03-01T13:00:00Z', until: '2026-03-31T11:00:00Z' };
    expect(await idsFor({ filters: { eventName: ['GetObject'] }, window })).toEqual(daysOfMarch.slice(1, -1));
    expect(queries.length).toBe(16);
    expect(queries.slice(0, 2).map(({ from, to }) => [from, to])).toEqual([
      ['2026-03-01T13:00:00Z', '2026-03-02~'],
      ['2026-03-03', '2026-03-04~'],
    ]);
    expect(queries.at(-1)?.to).toBe('2026-03-31T11:00:00Z');
    queries.length = 0;
    const eventName = ['GetObject', ...Array.from({ length: 8 }, (_, number) => `N${number}`)];
    expect(await idsFor({ filters: { eventName } })).toEqual(daysOfMarch);
    expect(queries.length).toBe(9);
  });

  it('asks at most 16 queries at once', async () => {
    let [underWay, most] = [0, 0];
    const { queryIndex } = world.index;
    world.store('a');
    world.index.queryIndex = async (query, page) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
      return queryIndex.call(world.index, query, page);
    };
    const eventName = [...Array.from({ length: 40 }, (_, number) => `N${number}`), 'GetObject'];
    expect(await idsFor({ filters: { eventName } })).toEqual(['a']);
    expect(most).toBe(16);
  });

  it('hides what has expired', async () => {
    const now = Date.parse('2026-06-01T00:00:00Z') / 1000;
    world.store('a', {}, { expiresAt: now });
    world.store('b', {}, { expiresAt: now + 1 });
    expect(await idsFor({})).toEqual(['b']);
  });

  it('tells after every page how far it is, and for sweeps how far it goes', async () => {
    for (let number = 0; number < 150; number++) world.store(`e${number}`);
    world.count('2026-03-17T09', 180);
    const told: ReadProgress[] = [];
    await idsFor({ onProgress: (progress) => told.push(progress) });
    expect(told).toEqual([
      { entries: 100, expected: 180 },
      { entries: 150, expected: 180 },
    ]);
    told.length = 0;
    await idsFor({ filters: { eventName: ['GetObject'] }, onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)).toEqual({ entries: 150, expected: undefined });
  });

  it('refuses a sweep beyond its limit before it reads an index', async () => {
    world.store('a');
    world.count('2026-03-17T09', 250_001);
    await expect(idsFor({})).rejects.toThrow(SweepTooLargeError);
    await expect(idsFor({ filters: { errors: true } })).rejects.toThrow(SweepTooLargeError);
    expect(world.index.indexQueries).toBe(0);
    expect(await idsFor({ sweepLimit: Number.POSITIVE_INFINITY })).toEqual(['a']);
    expect(await idsFor({ filters: { eventName: ['GetObject'] } })).toEqual(['a']);
  });

  it('says when the catalogue lacks values, and how it was answered', async () => {
    world.store('a');
    world.index.logFiles.put(toCatalogueItem({ dimension: 'source', period: '2026', value: OVERFLOW }));
    const reading = read();
    expect([reading.isIncomplete(), reading.plan()]).toEqual([false, undefined]);
    await idsOf(reading.events);
    expect([reading.isIncomplete(), reading.plan()?.kind]).toEqual([true, 'sweep']);
    const byKey = read({ filters: { eventName: ['GetObject'] } });
    await idsOf(byKey.events);
    expect([byKey.isIncomplete(), byKey.plan()?.index.name]).toEqual([false, 'by-event-name']);
  });

  it('asks records where summaries are cut, and counts what it cannot read with the first problem', async () => {
    const userAgent = `${'x'.repeat(60)} wanted`;
    world.store('a', { userAgent });
    world.store('b', { userAgent }, { logFile: 'gone' });
    world.store('c', { userAgent, eventTime: '2026-03-17T08:00:00Z' }, { logFile: 'gone too' });
    world.records.delete('gone');
    world.records.delete('gone too');
    const reading = read({ filters: { userAgent: ['*wanted'] } });
    expect(await idsOf(reading.events)).toEqual(['a']);
    expect(reading.unchecked()).toEqual({
      events: 2,
      problem: 'The log file cannot be read: NoSuchKey: gone',
    });
  });

  it('reads nothing where a filter has no value left, and finds nothing where there is nothing', async () => {
    expect(await idsFor({ filters: { eventName: ['GetObject'] } })).toEqual([]);
    expect(await idsFor({})).toEqual([]);
    world.index.shardCount = () => Promise.reject(new Error('must not read'));
    expect(await idsFor({ filters: { eventName: [] } })).toEqual([]);
  });
});

describe('a page that fails', () => {
  const FILTERS = { eventName: ['A', 'B', 'C'] };

  beforeEach(() => {
    for (const eventName of FILTERS.eventName) world.store(eventName, { eventName });
    world.store('D', { eventName: 'A', eventTime: '2025-01-01T00:00:00Z' });
  });

  it('fails the reading', async () => {
    const { queryIndex } = world.index;
    world.index.queryIndex = (query, page) =>
      query.key === 'C' ? Promise.reject(new Error('Throttled')) : queryIndex.call(world.index, query, page);
    await expect(idsFor({ filters: FILTERS })).rejects.toThrow('Throttled');
  });

  it('after somebody stopped reading troubles nobody', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const pending: ((error: Error) => void)[] = [];
    const { queryIndex } = world.index;
    world.index.queryIndex = (query, page) =>
      query.key === 'A'
        ? queryIndex.call(world.index, query, page)
        : new Promise((_, reject) => pending.push(reject));
    // The next query is asked for while the first page is looked at.
    const eventName = ['A', ...Array.from({ length: 20 }, (_, number) => `N${number}`)];
    for await (const { eventID } of read({ filters: { eventName } }).events) {
      expect(['A', 'D']).toContain(eventID);
      break;
    }
    expect(pending.length).toBe(16);
    for (const fail of pending) fail(new Error('Throttled'));
    // A rejection that nobody handles is told in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
