import { describe, expect, it } from 'vitest';
import type { EventFilters } from '../../lib/event-index/filters.ts';
import { planQuery, queriesOf } from '../../lib/event-index/query-plan.ts';

const STANDARD = { shardCount: 1, optionalIndexes: [] } as const;
const EVERY_INDEX = {
  shardCount: 1,
  optionalIndexes: ['by-user-name', 'by-access-key', 'by-source-ip'],
} as const;

/** The narrowest as trails go. */
const firstPlan = (...question: Parameters<typeof planQuery>) => planQuery(...question)[0];

describe('planQuery', () => {
  it('takes the principal before the name before the source', () => {
    const all = { eventSource: ['s3.amazonaws.com'], eventName: ['GetObject'], principal: ['arn:x'] };
    expect(firstPlan(all, STANDARD)).toMatchObject({
      kind: 'keys',
      index: { name: 'by-principal' },
      keys: ['arn:x'],
    });
    const { principal: _, ...named } = all;
    expect(firstPlan(named, STANDARD)).toMatchObject({
      kind: 'keys',
      index: { name: 'by-event-name' },
      keys: ['GetObject'],
    });
  });

  it('takes the narrowest of all indexes where the table has the optional ones', () => {
    let filters: EventFilters = {
      eventSource: ['s3.amazonaws.com'],
      eventName: ['GetObject'],
      sourceIPAddress: ['203.0.113.7'],
      principal: ['arn:x'],
      userName: ['alice'],
      accessKeyId: ['AKIAIOSFODNN7EXAMPLE'],
    };
    const narrowestFirst = [
      ['accessKeyId', 'by-access-key', 'AKIAIOSFODNN7EXAMPLE'],
      ['userName', 'by-user-name', 'alice'],
      ['principal', 'by-principal', 'arn:x'],
      ['sourceIPAddress', 'by-source-ip', '203.0.113.7'],
      ['eventName', 'by-event-name', 'GetObject'],
      ['eventSource', 'by-event-source', 's3.amazonaws.com'],
    ];
    for (const [filter = '', name, key] of narrowestFirst) {
      expect(firstPlan(filters, EVERY_INDEX)).toMatchObject({ kind: 'keys', index: { name }, keys: [key] });
      filters = { ...filters, [filter]: undefined };
    }
  });

  it.each([
    [{ userName: ['alice'] }, '(#userName = :f0)'],
    [{ accessKeyId: ['AKIAIOSFODNN7EXAMPLE'] }, '(#accessKeyId = :f0)'],
    [{ sourceIPAddress: ['203.0.113.7'] }, '(#sourceIPAddress = :f0)'],
  ])('sweeps the sources for %j where the table lacks its index', (filters, expression) => {
    expect(firstPlan(filters, STANDARD)).toMatchObject({
      kind: 'sweep',
      dimension: 'source',
      filter: { expression },
    });
  });

  it('takes an index that every table has before a sweep', () => {
    const filters = { userName: ['alice'], eventSource: ['s3.amazonaws.com'] };
    expect(firstPlan(filters, STANDARD)).toMatchObject({
      kind: 'keys',
      index: { name: 'by-event-source' },
      filter: { expression: '(#userName = :f0)' },
    });
  });

  it('asks by the key that a value is stored under', () => {
    const plan = firstPlan({ eventName: ['', 'x'.repeat(200)] }, STANDARD);
    expect(plan.kind === 'keys' && plan.keys[0]).toBe('-');
    expect(plan.kind === 'keys' && plan.keys[1]?.length).toBe(64);
  });

  it('sweeps the error codes for failed calls and the sources for what no index serves', () => {
    expect(firstPlan({ errors: true, awsRegion: ['us-east-1'] }, STANDARD)).toMatchObject({
      kind: 'sweep',
      dimension: 'error',
    });
    expect(firstPlan({ recipientAccountId: ['111122223333'] }, STANDARD)).toMatchObject({
      kind: 'sweep',
      dimension: 'source',
    });
    expect(firstPlan({}, STANDARD)).toMatchObject({ kind: 'sweep', dimension: 'source', filter: undefined });
  });
});

describe('the plans of one question', () => {
  const named = (count: number, of: string) => Array.from({ length: count }, (_, number) => `${of}${number}`);
  const plansOf = (filters: EventFilters, layout: Parameters<typeof planQuery>[1] = STANDARD) =>
    planQuery(filters, layout).map(({ index, kind }) => `${kind} ${index.name}`);

  it('are all indexes that could answer it, the narrowest first', () => {
    const filters = { eventName: ['A'], errorCode: ['X'], eventSource: ['s'], accessKeyId: ['AKIA1'] };
    expect(plansOf(filters)).toEqual(['keys by-error-code', 'keys by-event-name', 'keys by-event-source']);
    expect(plansOf(filters, EVERY_INDEX)[0]).toBe('keys by-access-key');
  });

  it('leave out those with many keys, as long as another has few', () => {
    const filters = { principal: named(65, 'p'), eventName: named(64, 'n') };
    expect(plansOf(filters)).toEqual(['keys by-event-name']);
    expect(plansOf({ ...filters, eventSource: ['s'] })).toEqual([
      'keys by-event-name',
      'keys by-event-source',
    ]);
    expect(plansOf({ ...filters, eventName: named(65, 'n') })).toEqual(['keys by-principal']);
    expect(plansOf({ principal: named(80, 'p'), eventName: named(70, 'n') })).toEqual(['keys by-event-name']);
  });

  it('ask each key once, also where two values have the same', () => {
    expect(firstPlan({ eventName: ['A', 'A', '', '-'] }, STANDARD)).toMatchObject({ keys: ['A', '-'] });
  });

  it.each([
    { accessKeyId: ['AKIA*'] },
    { accessKeyId: ['AKIAIOSFODNN7EXAMPLE', 'asia*'] },
    { sourceIPAddress: ['203.0.113.0/24'] },
    { sourceIPAddress: ['203.0.113.7', '10.*'] },
    { sourceIPAddress: ['*.amazonaws.com'] },
    { user: ['alice'] },
    { resource: ['reports'] },
    { not: [{ field: 'eventSource', value: 's3' }] },
    { where: [{ path: 'eventSource', value: 's3' }] },
    { succeeded: true },
    { readOnly: false },
    { credentialKind: ['root'] },
  ] as const)('are a sweep for %j, which no key answers', (filters) => {
    expect(plansOf(filters, EVERY_INDEX)).toEqual(['sweep by-event-source']);
  });

  it('are a sweep of failed calls where these are asked for', () => {
    expect(plansOf({ errors: true, user: ['alice'] })).toEqual(['sweep by-error-code']);
    expect(plansOf({ errors: true, eventName: ['A'] })).toEqual(['keys by-event-name']);
  });
});

describe('queriesOf', () => {
  const plan = firstPlan({ eventName: ['A', 'B'] }, { shardCount: 2, optionalIndexes: [] });
  const span = { from: '2026', to: '2027', order: 'newest-first', shardCount: 2 } as const;

  it('asks every key in every write shard', () => {
    expect(queriesOf(plan, ['A', 'B'], span).map(({ key }) => key)).toEqual(['A', 'A\t1', 'B', 'B\t1']);
  });

  it('asks nothing when the span is empty', () => {
    expect(queriesOf(plan, ['A'], { ...span, from: '2028' })).toEqual([]);
  });
});
