import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIRST_SEEN_QUESTIONS } from '../../../../lib/audit/ask/findings/first-seen-questions.ts';
import type { FindingsQuestion } from '../../../../lib/audit/ask/question.ts';
import { ADMIN, MARY, SmallIndex } from './small-index.ts';

function question(id: string): FindingsQuestion {
  const found = FIRST_SEEN_QUESTIONS.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no question ${id}.`);
  return found;
}

const PRINCIPALS = question('first-seen-principals');
const REGIONS = question('first-seen-regions');
const NOON_TO_NOON = { since: '2026-03-17T12:00:00Z', until: '2026-03-18T12:00:00Z' };

describe('first-seen-principals', () => {
  it('gives who had no event before the window, with the first one', async () => {
    const index = new SmallIndex();
    index.store('old', { eventTime: '2026-03-01T00:00:00Z' });
    index.store('again', { eventTime: '2026-03-17T13:00:00Z' });
    index.store('second', { eventTime: '2026-03-17T14:00:00Z', principal: ADMIN });
    index.store('first', {
      eventTime: '2026-03-17T13:30:00Z',
      principal: ADMIN,
      sourceIPAddress: '203.0.113.7',
    });
    expect(await index.ask(PRINCIPALS, { window: NOON_TO_NOON })).toEqual({
      rows: [
        {
          principal: ADMIN,
          firstSeen: '2026-03-17T13:30:00Z',
          eventName: 'GetObject',
          sourceIPAddress: '203.0.113.7',
          eventID: 'first',
        },
      ],
      remarks: ['The index goes back to 2026-03-01. What was last used before that counts as new.'],
      incomplete: false,
    });
  });

  it.each([
    ['in the second before the window', '2026-03-17T11:59:59Z', []],
    ['in its first second', '2026-03-17T12:00:00Z', ['e']],
    ['in its last second', '2026-03-18T11:59:59Z', ['e']],
    ['in the second after it', '2026-03-18T12:00:00Z', []],
  ])('is exact within the days at the edges: %s', async (_, eventTime, expected) => {
    const index = new SmallIndex();
    index.store('old', { eventTime: '2026-01-01T00:00:00Z' });
    index.store('e', { eventTime, principal: ADMIN });
    index.store('later', { eventTime: '2026-03-20T00:00:00Z', principal: ADMIN });
    const { rows } = await index.ask(PRINCIPALS, { window: NOON_TO_NOON });
    expect(rows.map(({ eventID }) => eventID)).toEqual(expected);
  });

  it.each([
    ['the day before', '2025-12-31T23:59:59Z'],
    ['a year long ago', '2019-07-01T00:00:00Z'],
    ['an earlier day of the year before', '2025-01-01T00:00:00Z'],
  ])('remembers %s, over the turn of a year', async (_, eventTime) => {
    const index = new SmallIndex();
    index.store('old', { eventTime, principal: ADMIN });
    index.store('new', { eventTime: '2026-01-01T00:00:00Z', principal: ADMIN });
    index.store('other', { eventTime: '2026-01-01T00:00:01Z' });
    const window = { since: '2026-01-01T00:00:00Z' };
    const { rows } = await index.ask(PRINCIPALS, { window });
    expect(rows.map(({ principal }) => principal)).toEqual([MARY]);
  });

  it('remembers what has expired', async () => {
    const index = new SmallIndex();
    index.store('gone', { eventTime: '2024-03-01T00:00:00Z' }, 1);
    index.events.items.clear();
    index.store('again', { eventTime: '2026-03-17T13:00:00Z' });
    expect((await index.ask(PRINCIPALS, { window: NOON_TO_NOON })).rows).toEqual([]);
  });

  it('asks the catalogue for the known and the index for nobody else but the new', async () => {
    const index = new SmallIndex(4);
    for (let user = 0; user < 50; user++) {
      const principal = `arn:aws:iam::111122223333:user/u${user}`;
      index.store(`old-${user}`, { eventTime: '2026-03-16T00:00:00Z', principal });
      index.store(`new-${user}`, { eventTime: '2026-03-17T13:00:00Z', principal });
    }
    index.store('admin', { eventTime: '2026-03-17T13:00:00Z', principal: ADMIN });
    const { rows } = await index.ask(PRINCIPALS, { window: NOON_TO_NOON });
    expect(rows.map(({ eventID }) => eventID)).toEqual(['admin']);
    expect(index.indexQueries).toBe(4);
  });

  it('reads back in time until everybody is known, and no further', async () => {
    const index = new SmallIndex();
    const days = Array.from({ length: 60 }, (_, day) => new Date(Date.UTC(2026, 0, 17 + day)).toISOString());
    for (const [number, day] of days.entries()) {
      const eventTime = `${day.slice(0, 10)}T00:00:00Z`;
      index.store(`mary-${number}`, { eventTime });
      if (number === 20) index.store('old', { eventTime, principal: ADMIN });
    }
    index.store('again', { eventTime: '2026-03-18T00:00:00Z' });
    index.store('admin', { eventTime: '2026-03-18T00:00:00Z', principal: ADMIN });
    const window = { since: '2026-03-18T00:00:00Z' };
    expect((await index.ask(PRINCIPALS, { window })).rows).toEqual([]);
    const read = [...index.sectionsRead].filter((section) => section.startsWith('principal#')).sort();
    expect(read[0]).toBe('principal#2026-01-29');
    expect(read.at(-1)).toBe('principal#2026-03-18');
  });

  it('gives the newest first, and in the order of the names what came in the same second', async () => {
    const index = new SmallIndex(4);
    const store = (name: string, eventTime: string) =>
      index.store(name, { eventTime, principal: `arn:aws:iam::111122223333:user/${name}` });
    store('b', '2026-03-17T13:00:00Z');
    store('a', '2026-03-17T13:00:00Z');
    store('c', '2026-03-18T00:00:00Z');
    const { rows } = await index.ask(PRINCIPALS, { window: NOON_TO_NOON });
    expect(rows.map(({ eventID }) => eventID)).toEqual(['c', 'a', 'b']);
  });

  it('says that without earlier events everything counts as new', async () => {
    const index = new SmallIndex();
    index.store('e', { eventTime: '2026-03-17T11:00:00Z', principal: ADMIN });
    index.store('f', { eventTime: '2026-03-17T13:00:00Z' });
    const { rows, remarks } = await index.ask(PRINCIPALS, { window: NOON_TO_NOON });
    expect(rows.map(({ eventID }) => eventID)).toEqual(['f']);
    expect(remarks).toEqual([
      'The index has no events of days before the window: its first are of 2026-03-17. What is older counts as new.',
    ]);
  });

  it('gives everything where the window has no beginning', async () => {
    const index = new SmallIndex();
    index.store('e', { eventTime: '2019-03-17T11:00:00Z', principal: ADMIN });
    index.store('f', { eventTime: '2026-03-17T13:00:00Z' });
    const { rows } = await index.ask(PRINCIPALS, {});
    expect(rows.map(({ eventID }) => eventID)).toEqual(['f', 'e']);
  });

  it('finds nothing in an empty index, and says that it is empty', async () => {
    const answer = await new SmallIndex().ask(PRINCIPALS, { window: NOON_TO_NOON });
    expect(answer).toEqual({ rows: [], remarks: ['The index holds no events.'], incomplete: false });
  });

  it.each(['2026-03-17', '2026-03-18', '2026-03-01', '2025'])(
    'says that the catalogue has gaps in %s',
    async (period) => {
      const index = new SmallIndex();
      for (const day of ['2025-07-01', '2026-03-01', '2026-03-17', '2026-03-18'])
        index.store(day, { eventTime: `${day}T00:00:00Z` });
      index.store('new', { eventTime: '2026-03-17T13:00:00Z', principal: ADMIN });
      index.overflow('principal', period);
      expect((await index.ask(PRINCIPALS, { window: NOON_TO_NOON })).incomplete).toBe(true);
    },
  );

  it('is not misled by a gap in the catalogue before the window', async () => {
    const index = new SmallIndex();
    index.store('old', { eventTime: '2026-03-01T00:00:00Z', principal: ADMIN });
    for (const [key, item] of index.logFiles.items)
      if (JSON.stringify(item).includes('role/Admin')) index.logFiles.items.delete(key);
    index.overflow('principal', '2026-03-01');
    index.store('again', { eventTime: '2026-03-17T13:00:00Z', principal: ADMIN });
    expect((await index.ask(PRINCIPALS, { window: NOON_TO_NOON })).rows).toEqual([]);
  });

  it('can be narrowed to principals, and refuses what the catalogue cannot tell', async () => {
    const index = new SmallIndex();
    index.store('a', { eventTime: '2026-03-17T13:00:00Z' });
    index.store('b', { eventTime: '2026-03-17T13:00:00Z', principal: ADMIN });
    const { rows } = await index.ask(PRINCIPALS, { filters: { principal: [ADMIN], errors: false } });
    expect(rows.map(({ eventID }) => eventID)).toEqual(['b']);
    await expect(
      index.ask(PRINCIPALS, { filters: { principal: [ADMIN], awsRegion: ['us-east-1'], errors: true } }),
    ).rejects.toMatchObject({
      code: 'unsupported-filter',
      filters: ['awsRegion', 'errors'],
      message:
        'first-seen-principals cannot be narrowed by awsRegion, errors: it asks the catalogue, which lists each kind of name by itself. Leave the filter out.',
    });
  });
});

describe('first-seen-regions and first-seen-accounts', () => {
  it.each([
    ['in the second before the window', '2026-03-17T11:59:59Z', []],
    ['in its first second', '2026-03-17T12:00:00Z', ['e']],
    ['in its last second', '2026-03-18T11:59:59Z', ['e']],
    ['in the second after it', '2026-03-18T12:00:00Z', []],
  ])('are exact within the days at the edges: %s', async (_, eventTime, expected) => {
    const index = new SmallIndex(4);
    index.store('old', { eventTime: '2026-01-01T00:00:00Z' });
    index.store('e', { eventTime, awsRegion: 'ap-south-1', recipientAccountId: '444455556666' });
    const later = { awsRegion: 'ap-south-1', recipientAccountId: '444455556666' };
    index.store('later', { eventTime: '2026-03-20T00:00:00Z', ...later });
    for (const id of ['first-seen-regions', 'first-seen-accounts']) {
      const { rows } = await index.ask(question(id), { window: NOON_TO_NOON });
      expect(rows.map(({ eventID }) => eventID)).toEqual(expected);
    }
  });

  it('give who did what there first', async () => {
    const index = new SmallIndex();
    const there = { awsRegion: 'ap-south-1', recipientAccountId: '444455556666', eventName: 'RunInstances' };
    index.store('b', { eventTime: '2026-03-17T13:00:01Z', ...there, eventName: 'StopInstances' });
    index.store('a', { eventTime: '2026-03-17T13:00:00Z', ...there, eventSource: 'ec2.amazonaws.com' });
    index.store('old', { eventTime: '2026-03-01T00:00:00Z' });
    const first = {
      firstSeen: '2026-03-17T13:00:00Z',
      principal: MARY,
      eventName: 'RunInstances',
      eventID: 'a',
    };
    expect((await index.ask(REGIONS, { window: NOON_TO_NOON })).rows).toEqual([
      { awsRegion: 'ap-south-1', ...first },
    ]);
    expect((await index.ask(question('first-seen-accounts'), { window: NOON_TO_NOON })).rows).toEqual([
      { recipientAccountId: '444455556666', ...first },
    ]);
  });

  it('are looked for among the events of the first day, and not beyond the first one', async () => {
    const index = new SmallIndex();
    index.store('e', { eventTime: '2026-03-17T12:00:00Z', awsRegion: 'ap-south-1' });
    for (let number = 0; number < 1_100; number++)
      index.store(`filler-${number}`, { eventTime: '2026-03-17T12:00:01Z' });
    index.store('old', { eventTime: '2026-03-01T00:00:00Z' });
    index.store('again', { eventTime: '2026-03-18T00:00:00Z', awsRegion: 'ap-south-1' });
    const { rows } = await index.ask(REGIONS, { window: NOON_TO_NOON });
    expect(rows.map(({ eventID }) => eventID)).toEqual(['e']);
    expect(index.indexQueries).toBe(1);
  });

  it('find the first day in a long window', async () => {
    const index = new SmallIndex();
    for (let day = 10; day < 30; day++) index.store(`d${day}`, { eventTime: `2026-03-${day}T00:00:00Z` });
    index.store('e', { eventTime: '2026-03-28T12:00:00Z', awsRegion: 'ap-south-1' });
    const { rows } = await index.ask(REGIONS, { window: { since: '2026-03-11T00:00:00Z' } });
    expect(rows.map(({ eventID }) => eventID)).toEqual(['e']);
  });

  it('take the case of a filter as it comes', async () => {
    const index = new SmallIndex();
    index.store('e', { eventTime: '2026-03-17T12:00:00Z', awsRegion: 'ap-south-1' });
    index.store('f', { eventTime: '2026-03-17T12:00:00Z' });
    const { rows } = await index.ask(REGIONS, { filters: { awsRegion: ['AP-South-1'] } });
    expect(rows.map(({ eventID }) => eventID)).toEqual(['e']);
  });

  it('give only the day where that day has more events than a sweep may read', async () => {
    const index = new SmallIndex();
    index.store('old', { eventTime: '2026-03-01T00:00:00Z' });
    index.store('e', { eventTime: '2026-03-17T13:00:00Z', awsRegion: 'ap-south-1' });
    index.countDelivered('2026-03-17T13', 11);
    const allowed = await index.ask(REGIONS, { window: NOON_TO_NOON, sweepLimit: 11 });
    expect(allowed.rows.map(({ eventID }) => eventID)).toEqual(['e']);
    const { rows, remarks } = await index.ask(REGIONS, { window: NOON_TO_NOON, sweepLimit: 10 });
    expect(rows).toEqual([{ awsRegion: 'ap-south-1', firstSeen: '2026-03-17', eventID: undefined }]);
    expect(remarks.at(-1)).toBe(
      '2026-03-17 has too many events to look for the first one of each value: only the day is told, and the whole day counts. --sweep reads them.',
    );
  });
});

describe('first-seen-services and first-seen-apis', () => {
  it('give names that no earlier day has, and nothing for events without them', async () => {
    const index = new SmallIndex();
    index.store('old', { eventTime: '2026-03-01T00:00:00Z' });
    index.store('e', { eventTime: '2026-03-17T13:00:00Z', eventSource: 'iam.amazonaws.com' });
    index.store('f', { eventTime: '2026-03-17T14:00:00Z', eventName: 'PutObject' });
    index.store('g', { eventTime: '2026-03-17T15:00:00Z', eventSource: '', eventName: '' });
    const services = await index.ask(question('first-seen-services'), { window: NOON_TO_NOON });
    expect(services.rows).toEqual([
      {
        eventSource: 'iam.amazonaws.com',
        firstSeen: '2026-03-17T13:00:00Z',
        eventName: 'GetObject',
        principal: MARY,
        eventID: 'e',
      },
    ]);
    const apis = await index.ask(question('first-seen-apis'), { window: NOON_TO_NOON });
    expect(apis.rows).toEqual([
      {
        eventName: 'PutObject',
        firstSeen: '2026-03-17T14:00:00Z',
        eventSource: 's3.amazonaws.com',
        principal: MARY,
        eventID: 'f',
      },
    ]);
  });
});

const MOMENTS = [
  '2024-12-31T23:59:59Z',
  '2025-01-01T00:00:00Z',
  '2025-06-30T12:00:00Z',
  '2025-12-31T23:59:59Z',
].concat(
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '2026-01-01T23:59:59Z', '2026-01-02T00:00:00Z'],
  ['2026-03-17T00:00:00Z', '2026-03-17T09:00:00Z', '2026-03-17T23:59:59Z', '2026-03-18T00:00:00Z'],
);

const ATTRIBUTES = {
  'first-seen-principals': ['principal', ['arn:aws:iam::111122223333:user/a', ADMIN, 'unknown']],
  'first-seen-accounts': ['recipientAccountId', ['111122223333', '444455556666', '777788889999']],
  'first-seen-regions': ['awsRegion', ['us-east-1', 'eu-west-1', 'ap-south-1']],
  'first-seen-services': ['eventSource', ['s3.amazonaws.com', 'iam.amazonaws.com', 'x.amazonaws.com']],
  'first-seen-apis': ['eventName', ['A', 'B', 'C']],
} as const;

describe('every first-seen question', () => {
  it('equals the minimum over all events of each value, where that lies in the window', async () => {
    const moment = fc.constantFrom(...MOMENTS);
    const trail = fc.array(fc.record({ eventTime: moment, pick: fc.nat({ max: 2 }) }), { maxLength: 12 });
    const window = fc.record({ since: moment, until: moment }, { requiredKeys: [] });
    const id = fc.constantFrom(...(Object.keys(ATTRIBUTES) as (keyof typeof ATTRIBUTES)[]));
    await fc.assert(
      fc.asyncProperty(id, trail, window, fc.constantFrom(1, 4), async (id, trail, window, shards) => {
        const [attribute, values] = ATTRIBUTES[id];
        const index = new SmallIndex(shards);
        const firsts = new Map<string, string>();
        for (const [number, { eventTime, pick }] of trail.entries()) {
          const value = values[pick] ?? '';
          index.store(`e${number}`, { eventTime, [attribute]: value });
          const known = firsts.get(value);
          if (known === undefined || eventTime < known) firsts.set(value, eventTime);
        }
        const expected = [...firsts].filter(
          ([, time]) => time >= (window.since ?? '') && (window.until === undefined || time < window.until),
        );
        const { rows } = await index.ask(question(id), { window });
        expect(rows.map((row) => [row[attribute], row.firstSeen]).sort()).toEqual(expected.sort());
      }),
      { numRuns: 400 },
    );
  });
});
