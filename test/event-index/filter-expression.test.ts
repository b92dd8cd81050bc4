import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrailEvent } from '../../lib/cloudtrail/event.ts';
import { fromEventItem } from '../../lib/event-index/event-item.ts';
import { toEventTest } from '../../lib/event-index/event-test.ts';
import { toFilterExpression } from '../../lib/event-index/filter-expression.ts';
import type { EventFilters } from '../../lib/event-index/filters.ts';
import { EVENT_INDEXES, OPTIONAL_EVENT_INDEXES } from '../../lib/event-index/tables.ts';
import { evaluateFilter } from '../helpers/filter-evaluation.ts';
import { storedEvent } from '../helpers/trail-event.ts';

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
    for (const key of ['issuedAccessKeyId', 'eventSource', 'eventName', 'principal', 'userName'] as const) {
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

  it('asks for a range by what its addresses begin with', () => {
    expect(
      toFilterExpression({ sourceIPAddress: ['10.0.0.0/8', '203.0.113.0/24'] }, 'eventSource', 1),
    ).toEqual({
      expression: '(begins_with(#sourceIPAddress, :f0) OR begins_with(#sourceIPAddress, :f1))',
      names: { '#sourceIPAddress': 'sourceIPAddress' },
      values: { ':f0': { S: '10.' }, ':f1': { S: '203.0.113.' } },
    });
  });

  it.each<EventFilters>([
    { sourceIPAddress: ['10.0.0.0/8', '2001:db8::/32'] },
    { sourceIPAddress: ['10.0.0.0/8', '203.0.113.7'] },
    { sourceIPAddress: ['0.0.0.0/0'] },
    { sourceIPAddress: ['*.amazonaws.com'] },
    { accessKeyId: ['AKIA*', 'ASIAIOSFODNN7EXAMPLE'] },
    { user: ['alice'], resource: ['x'], userAgent: ['x'], eventCategory: ['Data'], credentialKind: ['root'] },
    { not: [{ field: 'eventName', value: 'A' }], where: [{ path: 'a', value: 'b' }] },
    {},
  ])('lets everything through for %j', (filters) => {
    expect(toFilterExpression(filters, 'eventSource', 1)).toBeUndefined();
  });

  it.each([
    [{ readOnly: true }, '#readOnly = :f0', { ':f0': { BOOL: true } }],
    [{ readOnly: false }, '#readOnly = :f0', { ':f0': { BOOL: false } }],
    [{ succeeded: true }, 'attribute_not_exists(#errorCode)', {}],
    [{ errors: true }, 'attribute_exists(#errorCode)', {}],
  ])('asks for %j', (filters, expression, values) => {
    expect(toFilterExpression(filters, 'eventSource', 1)).toMatchObject({ expression, values });
  });

  it('does not ask whether a call failed in the index of failed calls', () => {
    expect(toFilterExpression({ errors: true }, 'errorCode', 1)).toBeUndefined();
    expect(toFilterExpression({ succeeded: true }, 'errorCode', 1)).toBeUndefined();
  });
});

describe('what DynamoDB filters', () => {
  const PRINCIPALS = [
    'arn:aws:iam::111122223333:user/mary',
    'arn:aws:sts::444455556666:assumed-role/Admin/mary',
    'ec2.amazonaws.com',
    `arn:aws:iam::111122223333:role/${'p'.repeat(250)}`,
    '-',
  ];
  const ADDRESSES = [
    '203.0.113.7',
    '203.0.113.70',
    '10.1.2.3',
    '2001:db8::7',
    'ec2.amazonaws.com',
    'AWS Internal',
  ];
  const KEYS = ['AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE', '-'];
  const NAMES = ['GetObject', 'getobject', 'x'.repeat(90), 'a\tb', '-'];
  const ACCOUNTS = ['111122223333', '444455556666'];
  const some = <Value>(values: readonly Value[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
  const events = fc.record({
    eventID: fc.string({ minLength: 1, maxLength: 4 }),
    eventTime: fc.constant('2026-03-17T09:00:00Z'),
    principal: fc.constantFrom(...PRINCIPALS),
    credentialKind: fc.constantFrom('role', 'unknown'),
    eventSource: some(NAMES),
    eventName: some(NAMES),
    userName: some(NAMES),
    errorCode: some(NAMES),
    failed: fc.boolean(),
    accessKeyId: some(KEYS),
    sourceIPAddress: some(ADDRESSES),
    recipientAccountId: some(ACCOUNTS),
    awsRegion: some(['us-east-1', 'eu-west-1']),
    readOnly: some([true, false]),
    resources: fc.constant([]),
  }) as fc.Arbitrary<TrailEvent>;
  const several = <Value>(values: readonly Value[]) =>
    fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }), {
      nil: undefined,
      freq: 1,
    });
  const filters: fc.Arbitrary<EventFilters> = fc.record(
    {
      eventSource: several(NAMES),
      eventName: several(NAMES),
      principal: several(PRINCIPALS),
      errorCode: several(NAMES),
      userName: several(NAMES),
      accessKeyId: several([...KEYS, 'AKIA*', '*example']),
      sourceIPAddress: several([
        ...ADDRESSES,
        '203.0.113.0/24',
        '0.0.0.0/0',
        '2001:db8::/32',
        '*.amazonaws.com',
      ]),
      recipientAccountId: several(ACCOUNTS),
      awsRegion: several(['us-east-1', 'eu-west-1']),
      errors: fc.boolean(),
      succeeded: fc.boolean(),
      readOnly: fc.option(fc.boolean(), { nil: undefined }),
      not: fc.constant([{ field: 'eventName', value: 'get*' }] as const),
    },
    { requiredKeys: [] },
  );
  const KEY_NAMES = [...EVENT_INDEXES, ...OPTIONAL_EVENT_INDEXES].map(({ partitionKey }) => partitionKey);

  it.each([1, 4])('never leaves out an event that the test takes, with %i write shards', (shardCount) => {
    fc.assert(
      fc.property(events, filters, fc.constantFrom(...KEY_NAMES), (event, asked, indexKey) => {
        const item = storedEvent(event, shardCount);
        const verdict = toEventTest(asked)(fromEventItem(item));
        const filter = toFilterExpression(asked, indexKey, shardCount);
        // An index holds only events that have its key.
        if (verdict === 'no' || filter === undefined || item[indexKey] === undefined) return;
        expect(evaluateFilter(item, filter)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([1, 4])(
    'is nothing that the test would take for these filters, with %i write shards',
    (shardCount) => {
      const single: EventFilters[] = [
        { eventSource: ['GetObject'] },
        { eventName: ['GetObject', 'x'.repeat(90)] },
        { principal: ['ec2.amazonaws.com'] },
        { errorCode: ['GetObject'] },
        { userName: ['GetObject'] },
        { accessKeyId: ['AKIAIOSFODNN7EXAMPLE'] },
        { sourceIPAddress: ['203.0.113.7'] },
        { sourceIPAddress: ['10.0.0.0/8'] },
        { recipientAccountId: ['444455556666'] },
        { awsRegion: ['eu-west-1'] },
        { readOnly: true },
        { readOnly: false },
        { errors: true },
        { succeeded: true },
      ];
      fc.assert(
        fc.property(events, fc.constantFrom(...single), (event, asked) => {
          const item = storedEvent(event, shardCount);
          const filter = toFilterExpression(asked, 'issuedAccessKeyId', shardCount);
          const taken = toEventTest(asked)(fromEventItem(item)) === 'yes';
          expect(filter !== undefined && evaluateFilter(item, filter)).toBe(taken);
        }),
        { numRuns: 2_000 },
      );
    },
  );
});
