import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AuditContext } from '../../lib/audit/ports.ts';
import { type QueryRequest, query } from '../../lib/audit/query.ts';
import type { TrailEvent } from '../../lib/cloudtrail/event.ts';
import { catalogueEntriesOf, OVERFLOW, toCatalogueItem } from '../../lib/event-index/catalogue.ts';
import { toEventItem } from '../../lib/event-index/event-item.ts';
import type { EventFilters } from '../../lib/event-index/filters.ts';
import { SETTINGS_KEY } from '../../lib/event-index/settings.ts';
import type { OptionalIndexName } from '../../lib/event-index/tables.ts';
import { MemoryIndex } from '../helpers/memory-table.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
let index: MemoryIndex;
let shardCount: number;
let optionalIndexes: readonly OptionalIndexName[];

const NO_BUCKET = {
  read: () => {
    throw new Error('No record is needed here.');
  },
};

const EVERY_OPTIONAL_INDEX = ['by-user-name', 'by-access-key', 'by-source-ip'] as const;

beforeEach(() => {
  index = new MemoryIndex();
  shardCount = 1;
  optionalIndexes = [];
});

interface Stored extends Partial<TrailEvent> {
  readonly eventTime: string;
}

function store(eventID: string, event: Stored, expiresAt?: number): void {
  const full: TrailEvent = {
    eventID,
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    principal: 'arn:aws:iam::111122223333:user/mary',
    credentialKind: 'iam-user',
    recipientAccountId: '111122223333',
    awsRegion: 'us-east-1',
    failed: event.errorCode !== undefined,
    resources: [],
    ...event,
  };
  const source = {
    logFileKey: 'k',
    deliveryDay: '2026-03-17',
    recordIndex: 0,
    recordHash: Buffer.alloc(16, eventID),
  };
  index.events.put(toEventItem(full, source, { shardCount, expiresAt }));
  for (const entry of catalogueEntriesOf(full)) index.logFiles.put(toCatalogueItem(entry));
}

const context = () => ({
  events: index,
  logFiles: index,
  bucket: NO_BUCKET,
  optionalIndexes,
  now: NOW,
  gate: <T>(task: () => Promise<T>) => task(),
});

async function ids(request: Partial<QueryRequest>): Promise<string[]> {
  return (await page(request)).ids;
}

async function page(request: Partial<QueryRequest>): Promise<{ ids: string[]; cursor: string | undefined }> {
  const answer = query({ filters: {}, window: {}, order: 'newest-first', ...request }, context());
  const given: string[] = [];
  for await (const event of answer.events) given.push(event.eventID);
  return { ids: given, cursor: answer.cursor() };
}

describe('query', () => {
  it('gives the events of a source newest first, and oldest first', async () => {
    store('a', { eventTime: '2026-03-17T09:00:00Z' });
    store('b', { eventTime: '2026-03-17T10:00:00Z' });
    store('c', { eventTime: '2025-01-01T00:00:00Z' });
    store('x', { eventTime: '2026-03-17T09:30:00Z', eventSource: 'iam.amazonaws.com' });
    const filters = { eventSource: ['s3.amazonaws.com'] };
    expect(await ids({ filters })).toEqual(['b', 'a', 'c']);
    expect(await ids({ filters, order: 'oldest-first' })).toEqual(['c', 'a', 'b']);
  });

  it('merges several values in time order', async () => {
    store('a', { eventTime: '2026-03-17T09:00:00Z', eventName: 'A' });
    store('b', { eventTime: '2026-03-17T09:00:01Z', eventName: 'B' });
    store('c', { eventTime: '2026-03-17T09:00:02Z', eventName: 'A' });
    expect(await ids({ filters: { eventName: ['A', 'B'] } })).toEqual(['c', 'b', 'a']);
  });

  it('takes since as inclusive and until as exclusive', async () => {
    for (const second of [0, 1, 2, 3]) store(`e${second}`, { eventTime: `2026-03-17T09:00:0${second}Z` });
    const window = { since: '2026-03-17T09:00:01Z', until: '2026-03-17T09:00:03Z' };
    expect(await ids({ filters: { eventName: ['GetObject'] }, window })).toEqual(['e2', 'e1']);
    expect(await ids({ window })).toEqual(['e2', 'e1']);
  });

  it('applies every other filter', async () => {
    store('a', { eventTime: '2026-03-17T09:00:00Z', awsRegion: 'eu-west-1' });
    store('b', { eventTime: '2026-03-17T09:00:01Z', recipientAccountId: '444455556666' });
    store('c', { eventTime: '2026-03-17T09:00:02Z', errorCode: 'AccessDenied' });
    const principal = ['arn:aws:iam::111122223333:user/mary'];
    expect(await ids({ filters: { principal, awsRegion: ['eu-west-1'] } })).toEqual(['a']);
    expect(await ids({ filters: { principal, recipientAccountId: ['444455556666'] } })).toEqual(['b']);
    expect(await ids({ filters: { principal, errors: true } })).toEqual(['c']);
  });

  it.each([
    ['the standard indexes', []],
    ['the optional indexes as well', EVERY_OPTIONAL_INDEX],
  ])('applies every pair of filters, whichever index answers, with %s', async (_, optional) => {
    optionalIndexes = optional;
    const wanted = {
      eventTime: '2026-03-17T09:00:00Z',
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateUser',
      principal: 'arn:aws:iam::444455556666:role/Admin',
      recipientAccountId: '444455556666',
      awsRegion: 'eu-west-1',
      errorCode: 'AccessDenied',
      userName: 'deploy',
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      sourceIPAddress: '203.0.113.7',
    };
    store('wanted', wanted);
    store('other', { eventTime: '2026-03-17T09:00:01Z' });
    for (const [name, value] of Object.entries(wanted)) {
      if (name !== 'eventTime') store(`same-${name}`, { eventTime: '2026-03-17T09:00:02Z', [name]: value });
    }
    const single = {
      eventSource: [wanted.eventSource],
      eventName: [wanted.eventName],
      principal: [wanted.principal],
      userName: [wanted.userName],
      accessKeyId: [wanted.accessKeyId],
      sourceIPAddress: [wanted.sourceIPAddress],
      recipientAccountId: [wanted.recipientAccountId],
      awsRegion: [wanted.awsRegion],
      errors: true,
    } as const satisfies EventFilters;
    const names = Object.keys(single) as (keyof typeof single)[];
    for (const [index, first] of names.entries()) {
      for (const second of names.slice(index + 1)) {
        const filters = { [first]: single[first], [second]: single[second] };
        expect(await ids({ filters }), `${first} and ${second}`).toEqual(['wanted']);
      }
    }
  });

  it.each([
    ['userName', 'by-user-name', 'alice', 'bob'],
    ['accessKeyId', 'by-access-key', 'AKIAIOSFODNN7EXAMPLE', 'AKIAI44QH8DHBEXAMPLE'],
    ['sourceIPAddress', 'by-source-ip', '203.0.113.7', '2001:db8::7'],
  ] as const)('finds by %s what a sweep finds, with fewer queries', async (name, optional, value, other) => {
    shardCount = 3;
    index.logFiles.put({ ...SETTINGS_KEY, shardCount: { N: '3' } });
    for (let second = 10; second < 30; second++) {
      const eventSource = `service-${second}.amazonaws.com`;
      const eventTime = `2026-03-17T09:00:${second}Z`;
      store(`e${second}`, { eventTime, eventSource, [name]: second % 2 === 0 ? value : other });
    }
    store('without', { eventTime: '2026-03-17T09:00:30Z' });
    const filters = { [name]: [value] };
    const swept = await ids({ filters });
    const sweepQueries = index.indexQueries;
    optionalIndexes = [optional];
    expect(swept).toEqual(['e28', 'e26', 'e24', 'e22', 'e20', 'e18', 'e16', 'e14', 'e12', 'e10']);
    expect(await ids({ filters })).toEqual(swept);
    expect([sweepQueries, index.indexQueries - sweepQueries]).toEqual([63, 3]);
  });

  it.each([
    ['a sweep', []],
    ['the index', ['by-user-name']],
  ] as const)('finds a name that was cut by its whole text, by %s', async (_, optional) => {
    optionalIndexes = optional;
    const beginning = `repo:corp/${'x'.repeat(200)}`;
    store('a', { eventTime: '2026-03-17T09:00:00Z', userName: `${beginning}:main` });
    store('b', { eventTime: '2026-03-17T09:00:01Z', userName: `${beginning}:test` });
    expect(await ids({ filters: { userName: [`${beginning}:main`] } })).toEqual(['a']);
    expect(await ids({ filters: { userName: [beginning] } })).toEqual([]);
  });

  it('finds a user also in an event whose texts had to give way', async () => {
    const long = 'x'.repeat(500);
    const texts = { userAgent: long, errorMessage: long, roleArn: long, invokedBy: long, resources: [long] };
    const principal = `arn:aws:iam::111122223333:role/${'r'.repeat(150)}`;
    store('a', { eventTime: '2026-03-17T09:00:00Z', userName: 'alice', principal, ...texts });
    expect(index.events.items.values().next().value).toHaveProperty('overflowed');
    expect(await ids({ filters: { userName: ['alice'] } })).toEqual(['a']);
  });

  it('takes more alternatives than fit a filter expression', async () => {
    store('a', { eventTime: '2026-03-17T09:00:00Z', eventName: 'Describe199' });
    store('b', { eventTime: '2026-03-17T09:00:01Z' });
    const eventName = Array.from({ length: 500 }, (_, number) => `Describe${number}`);
    const principal = ['arn:aws:iam::111122223333:user/mary'];
    expect(await ids({ filters: { principal, eventName } })).toEqual(['a']);
  });

  it('reads on when a page holds nothing that matches', async () => {
    for (let number = 0; number < 1_200; number++) {
      const time = new Date(Date.UTC(2026, 2, 18, 0, 0, number)).toISOString().slice(0, 19);
      store(`filler-${number}`, { eventTime: `${time}Z` });
    }
    store('deep', { eventTime: '2026-03-17T00:00:00Z', awsRegion: 'eu-west-1' });
    const filters = { eventName: ['GetObject'], awsRegion: ['eu-west-1'] };
    expect(await ids({ filters, limit: 1 })).toEqual(['deep']);
  });

  it('says when the catalogue cannot list everything that a sweep must ask', async () => {
    store('a', { eventTime: '2026-03-17T09:00:00Z' });
    index.logFiles.put(toCatalogueItem({ dimension: 'source', period: '2026-03-17', value: OVERFLOW }));
    const answer = query({ filters: {}, window: {}, order: 'newest-first' }, context());
    for await (const _ of answer.events);
    expect(answer.isIncomplete()).toBe(true);
  });

  it('finds everything without a filter, over days and years', async () => {
    store('a', { eventTime: '2019-12-31T23:59:59Z', eventSource: 'iam.amazonaws.com' });
    store('b', { eventTime: '2026-03-16T00:00:00Z', eventSource: 'sts.amazonaws.com' });
    store('c', { eventTime: '2026-03-17T00:00:00Z' });
    store('d', { eventTime: '2026-01-01T00:00:00Z' });
    store('e', { eventTime: '2022-07-01T00:00:00Z' });
    store('f', { eventTime: '2014-07-01T00:00:00Z' });
    expect(await ids({})).toEqual(['c', 'b', 'd', 'e', 'a', 'f']);
    expect(await ids({ order: 'oldest-first' })).toEqual(['f', 'a', 'e', 'd', 'b', 'c']);
  });

  it('asks only the sources of the last day for the last events', async () => {
    for (let source = 0; source < 30; source++) {
      store(`old${source}`, { eventTime: '2026-01-01T00:00:00Z', eventSource: `s${source}.amazonaws.com` });
    }
    store('new', { eventTime: '2026-03-17T00:00:00Z' });
    expect(await ids({ limit: 1 })).toEqual(['new']);
    expect(index.indexQueries).toBe(1);
  });

  it('finds failed calls by their error codes', async () => {
    store('a', { eventTime: '2026-03-17T09:00:00Z', errorCode: 'AccessDenied' });
    store('b', { eventTime: '2026-03-17T09:00:01Z' });
    store('c', { eventTime: '2026-03-17T09:00:02Z', failed: true, errorMessage: 'Failed authentication' });
    expect(await ids({ filters: { errors: true } })).toEqual(['c', 'a']);
  });

  it('finds events in every write shard', async () => {
    shardCount = 5;
    index.logFiles.put({ ...SETTINGS_KEY, shardCount: { N: '5' } });
    const all = Array.from({ length: 20 }, (_, second) => `id-${String(second).padStart(2, '0')}`);
    for (const [second, id] of all.entries())
      store(id, { eventTime: `2026-03-17T09:00:${String(second).padStart(2, '0')}Z` });
    expect(await ids({ filters: { eventName: ['GetObject'] } })).toEqual(all.toReversed());
    const principal = ['arn:aws:iam::111122223333:user/mary'];
    expect(await ids({ filters: { principal, eventName: ['GetObject'] } })).toEqual(all.toReversed());
  });

  it('hides what has expired', async () => {
    store('a', { eventTime: '2026-03-17T09:00:00Z' }, NOW.getTime() / 1000);
    store('b', { eventTime: '2026-03-17T09:00:00Z' }, NOW.getTime() / 1000 + 1);
    expect(await ids({ filters: { eventName: ['GetObject'] } })).toEqual(['b']);
  });

  it('finds nothing where one filter allows no value', async () => {
    store('a', { eventTime: '2026-03-17T09:00:00Z' });
    expect(await ids({ filters: { eventName: ['GetObject'], eventSource: [] } })).toEqual([]);
  });

  it('finds nothing in an empty index', async () => {
    expect(await page({})).toEqual({ ids: [], cursor: undefined });
  });
});

describe('cursor', () => {
  it('goes on where the page ended, also among events of one second, also after new events arrived', async () => {
    for (const id of ['same-1', 'same-2', 'same-3', 'same-4'])
      store(id, { eventTime: '2026-03-17T09:00:00Z' });
    const filters = { eventName: ['GetObject'] };
    const first = await page({ filters, limit: 3 });
    store('newer', { eventTime: '2026-03-18T00:00:00Z' });
    const second = await page({ filters, limit: 3, cursor: first.cursor });
    expect([...first.ids, ...second.ids].sort()).toEqual(['same-1', 'same-2', 'same-3', 'same-4']);
    expect(second.cursor).toBeUndefined();
  });

  it('keeps the window and the order of its listing', async () => {
    for (const second of [0, 1, 2, 3]) store(`e${second}`, { eventTime: `2026-03-17T09:00:0${second}Z` });
    const window = { since: '2026-03-17T09:00:01Z' };
    const first = await page({ window, order: 'oldest-first', limit: 1 });
    expect(first.ids).toEqual(['e1']);
    expect(await ids({ cursor: first.cursor })).toEqual(['e2', 'e3']);
  });

  it.each(['newest-first', 'oldest-first'] as const)(
    'of an answer that was broken off goes on behind what did not match, %s',
    async (order) => {
      for (const second of [0, 1, 2, 3, 4, 5])
        store(`e${second}`, { eventTime: `2026-03-17T09:00:0${second}Z` });
      const wanted = order === 'newest-first' ? 'e0' : 'e5';
      store(wanted, { eventTime: `2026-03-17T09:00:0${wanted.slice(1)}Z`, userAgent: 'curl/8' });
      const request = { filters: { userAgent: ['curl*'] }, window: {}, order } as const;
      const { readEvents } = index;
      const asking = (queryIndex: AuditContext['events']['queryIndex']) => ({
        ...context(),
        events: { queryIndex, readEvents },
      });

      const stalled = Promise.withResolvers<undefined>();
      let pages = 0;
      const broken = query(
        request,
        asking(async (asked, from) => {
          if (++pages <= 2) return index.queryIndex(asked, { ...from, limit: 2 });
          stalled.resolve(undefined);
          return new Promise(() => {});
        }),
      );
      broken.events.next().catch(() => {});
      await stalled.promise;

      let scanned = 0;
      const rest = query(
        { ...request, cursor: broken.cursor() },
        asking(async (asked, from) => {
          const answer = await index.queryIndex(asked, from);
          scanned += answer.scanned;
          return answer;
        }),
      );
      const found: string[] = [];
      for await (const { eventID } of rest.events) found.push(eventID);
      expect(found).toEqual([wanted]);
      // Four of six were passed; the last of them is read again, because others may share its sort key.
      expect(scanned).toBe(3);
    },
  );

  it('belongs to the filters as typed, whatever they have come to mean', async () => {
    for (const second of [0, 1, 2]) store(`e${second}`, { eventTime: `2026-03-17T09:00:0${second}Z` });
    const asked = { eventName: ['Get*'] };
    const first = await page({ filters: { eventName: ['GetObject'] }, asked, limit: 1 });
    const { cursor } = first;
    const grown = { eventName: ['GetObject', 'GetRole'] };
    expect([first.ids, await ids({ filters: grown, asked, cursor })]).toEqual([['e2'], ['e1', 'e0']]);
    const other = { filters: grown, asked: { eventName: ['Get'] }, cursor };
    expect(() => query({ ...other, window: {}, order: 'newest-first' }, context())).toThrow('other filters');
  });

  it.each(['userName', 'accessKeyId', 'sourceIPAddress'] as const)(
    'belongs to the filter %s, and outlives the index that answered it',
    async (name) => {
      for (const second of [0, 1])
        store(`e${second}`, { eventTime: `2026-03-17T09:00:0${second}Z`, [name]: 'x' });
      optionalIndexes = EVERY_OPTIONAL_INDEX;
      const filters = { [name]: ['x'] };
      const { cursor } = await page({ filters, limit: 1 });
      optionalIndexes = [];
      expect(await ids({ filters, cursor })).toEqual(['e0']);
      const other = { filters: { [name]: ['y'] }, cursor };
      expect(() => query({ ...other, window: {}, order: 'newest-first' }, context())).toThrow(
        'other filters',
      );
    },
  );

  it('is refused with other filters, and when it is none', async () => {
    store('a', { eventTime: '2026-03-17T09:00:00Z' });
    const { cursor } = await page({ filters: { eventName: ['GetObject'] }, limit: 1 });
    expect(() => query({ filters: {}, window: {}, order: 'newest-first', cursor }, context())).toThrow(
      'other filters',
    );
    for (const text of ['', 'x', 'W10', Buffer.from('[1,0]').toString('base64url')]) {
      expect(() =>
        query({ filters: {}, window: {}, order: 'newest-first', cursor: text }, context()),
      ).toThrow('copy it');
    }
  });

  it('gives every event exactly once, in order, whatever the page size, filters and shards', async () => {
    const stored = fc.record({
      day: fc.constantFrom('2025-12-31', '2026-01-01', '2026-03-17'),
      second: fc.integer({ min: 0, max: 3 }),
      source: fc.constantFrom('s3.amazonaws.com', 'iam.amazonaws.com', 'sts.amazonaws.com'),
      failed: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(stored, { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(1, 3),
        fc.constantFrom<QueryRequest['order']>('newest-first', 'oldest-first'),
        fc.constantFrom({}, { errors: true }, { eventSource: ['s3.amazonaws.com', 'iam.amazonaws.com'] }),
        async (events, limit, shards, order, filters) => {
          index = new MemoryIndex();
          shardCount = shards;
          index.logFiles.put({ ...SETTINGS_KEY, shardCount: { N: String(shards) } });
          const expected: { id: string; time: string }[] = [];
          for (const [number, { day, second, source, failed }] of events.entries()) {
            const [id, time] = [`${number}-id`, `${day}T00:00:0${second}Z`];
            store(id, { eventTime: time, eventSource: source, ...(failed ? { errorCode: 'X' } : {}) });
            const asked =
              'errors' in filters ? failed : !('eventSource' in filters) || source !== 'sts.amazonaws.com';
            if (asked) expected.push({ id, time });
          }
          const given: string[] = [];
          let cursor: string | undefined;
          do {
            const next = await page({ filters, order, limit, cursor });
            given.push(...next.ids);
            cursor = next.cursor;
          } while (cursor !== undefined && given.length <= events.length);
          expect(given.toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
          const times = given.map((id) => expected.find((event) => event.id === id)?.time ?? '');
          const sorted = times.toSorted();
          expect(times).toEqual(order === 'oldest-first' ? sorted : sorted.toReversed());
        },
      ),
      { numRuns: 150 },
    );
  });
});
