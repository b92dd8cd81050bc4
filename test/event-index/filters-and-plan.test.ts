import { describe, expect, it } from 'vitest';
import { toFilterExpression } from '../../lib/event-index/filter-expression.ts';
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

describe('toFilterExpression', () => {
  it('leaves out what the key answers', () => {
    expect(toFilterExpression({ principal: ['p'] }, 'principal', 1)).toBeUndefined();
  });

  it('joins alternatives by or and filters by and', () => {
    const filters = { principal: ['p'], eventName: ['A', 'B'], awsRegion: ['us-east-1'], errors: true };
    expect(toFilterExpression(filters, 'principal', 1)).toEqual({
      expression:
        '(#eventName = :f0 OR #eventName = :f1) AND (#awsRegion = :f2) AND attribute_exists(#errorCode)',
      names: { '#eventName': 'eventName', '#awsRegion': 'awsRegion', '#errorCode': 'errorCode' },
      values: { ':f0': { S: 'A' }, ':f1': { S: 'B' }, ':f2': { S: 'us-east-1' } },
    });
  });

  it('finds an account also where only the principal names it', () => {
    expect(toFilterExpression({ recipientAccountId: ['111122223333'] }, 'eventSource', 1)).toEqual({
      expression:
        '(#recipientAccountId = :f0 OR (attribute_not_exists(#recipientAccountId) AND contains(#principal, :f1)))',
      names: { '#recipientAccountId': 'recipientAccountId', '#principal': 'principal' },
      values: { ':f0': { S: '111122223333' }, ':f1': { S: '::111122223333:' } },
    });
  });

  it('does not filter on the key of the index that is asked', () => {
    expect(toFilterExpression({ principal: ['p'], recipientAccountId: ['1'] }, 'principal', 1)).toEqual({
      expression: '(#recipientAccountId = :f0 OR attribute_not_exists(#recipientAccountId))',
      names: { '#recipientAccountId': 'recipientAccountId' },
      values: { ':f0': { S: '1' } },
    });
  });

  it('stays below the 4 KB that DynamoDB takes, whatever is asked', () => {
    const many = Array.from({ length: 8 }, (_, number) => `${'x'.repeat(80)}${number}`);
    const filters = {
      eventSource: many,
      eventName: many,
      principal: many,
      userName: many,
      accessKeyId: many.map((value) => value.toUpperCase()),
      errorCode: many,
      sourceIPAddress: many,
      recipientAccountId: many,
      awsRegion: many,
      errors: true,
    };
    for (const key of ['eventSource', 'eventName', 'principal', 'userName', 'accessKeyId'] as const) {
      const { expression = '', names, values } = toFilterExpression(filters, key, 100) ?? {};
      expect(expression.length).toBeGreaterThan(3000);
      expect(expression.length).toBeLessThanOrEqual(4096);
      // DynamoDB refuses names and values that the expression does not use.
      const used = new Set(expression.match(/[#:]\w+/g));
      expect(used).toEqual(new Set([...Object.keys(names ?? {}), ...Object.keys(values ?? {})]));
    }
    expect(toFilterExpression({ eventName: [...many, 'one more'] }, 'principal', 1)).toBeUndefined();
  });

  it('matches a value in every write shard', () => {
    expect(toFilterExpression({ eventName: ['A'], principal: ['p'] }, 'principal', 3)).toEqual({
      expression: '(#eventName = :f0 OR begins_with(#eventName, :f1))',
      names: { '#eventName': 'eventName' },
      values: { ':f0': { S: 'A' }, ':f1': { S: 'A\t' } },
    });
  });
});
