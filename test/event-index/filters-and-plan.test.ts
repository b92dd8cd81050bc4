import { describe, expect, it } from 'vitest';
import { toFilterExpression } from '../../lib/event-index/filters.ts';
import { planQuery, queriesOf } from '../../lib/event-index/query-plan.ts';

describe('planQuery', () => {
  it('takes the principal before the name before the source', () => {
    const all = { eventSource: ['s3.amazonaws.com'], eventName: ['GetObject'], principal: ['arn:x'] };
    expect(planQuery(all, 1)).toMatchObject({
      kind: 'keys',
      index: { name: 'by-principal' },
      keys: ['arn:x'],
    });
    const { principal: _, ...named } = all;
    expect(planQuery(named, 1)).toMatchObject({
      kind: 'keys',
      index: { name: 'by-event-name' },
      keys: ['GetObject'],
    });
  });

  it('asks by the key that a value is stored under', () => {
    const plan = planQuery({ eventName: ['', 'x'.repeat(200)] }, 1);
    expect(plan.kind === 'keys' && plan.keys[0]).toBe('-');
    expect(plan.kind === 'keys' && plan.keys[1]?.length).toBe(100);
  });

  it('sweeps the error codes for failed calls and the sources for what no index serves', () => {
    expect(planQuery({ errors: true, awsRegion: ['us-east-1'] }, 1)).toMatchObject({
      kind: 'sweep',
      dimension: 'error',
    });
    expect(planQuery({ recipientAccountId: ['111122223333'] }, 1)).toMatchObject({
      kind: 'sweep',
      dimension: 'source',
    });
    expect(planQuery({}, 1)).toMatchObject({ kind: 'sweep', dimension: 'source', filter: undefined });
  });
});

describe('queriesOf', () => {
  const plan = planQuery({ eventName: ['A', 'B'] }, 2);
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
    const many = Array.from({ length: 12 }, (_, number) => `${'x'.repeat(80)}${number}`);
    const filters = {
      eventSource: many,
      eventName: many,
      recipientAccountId: many,
      awsRegion: many,
      errors: true,
    };
    expect(toFilterExpression(filters, 'principal', 9)?.expression.length).toBeLessThan(4096);
    const { eventSource, ...others } = filters;
    expect(
      toFilterExpression({ ...others, principal: many }, 'eventSource', 9)?.expression.length,
    ).toBeLessThan(4096);
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
