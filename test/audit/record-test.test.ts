import { describe, expect, it } from 'vitest';
import { toPathTest, toRecordTest } from '../../lib/audit/record-test.ts';

const RECORD = {
  eventTime: '2026-03-17T09:00:00Z',
  eventName: 'RunInstances',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/mary', userName: 'mary' },
  userAgent: `aws-cli/2 ${'x'.repeat(60)} end`,
  requestParameters: {
    bucketName: 'Reports',
    count: 2,
    ratio: 0.5,
    dryRun: false,
    nothing: null,
    'aws:tag/cost.center': 'blue',
    instances: [{ id: 'i-1', groups: [{ name: 'web' }, { name: 'db' }] }, { id: 'i-2' }],
    nested: [['a', ['b']], 'c'],
    empty: [],
    star: 'a*b',
  },
};

describe('toPathTest', () => {
  it.each([
    ['requestParameters.bucketName', 'reports', true],
    ['requestParameters.bucketName', 'report', false],
    ['requestParameters.bucketName', 'Rep*', true],
    ['requestParameters.star', 'a*b', true],
    ['requestParameters.count', '2', true],
    ['requestParameters.ratio', '0.5', true],
    ['requestParameters.dryRun', 'false', true],
    ['requestParameters.nothing', 'null', true],
    ['requestParameters.missing', 'null', false],
    ['requestParameters.missing', '*', false],
    ['requestParameters.missing.deeper', '*', false],
    // An object is no value.
    ['requestParameters', '*', false],
    // An array stands for its elements, at every level.
    ['requestParameters.instances.id', 'i-2', true],
    ['requestParameters.instances.id', 'i-3', false],
    ['requestParameters.instances.groups.name', 'db', true],
    ['requestParameters.nested', 'b', true],
    ['requestParameters.nested', 'c', true],
    ['requestParameters.empty', '*', false],
    ['requestParameters.instances.0.id', 'i-1', false],
    // Names may hold dots.
    ['requestParameters.aws:tag/cost.center', 'blue', true],
    ['requestParameters.cost.center', 'blue', false],
    ['', '*', false],
    // What every object inherits is no member of a record.
    ['requestParameters.constructor', '*', false],
    ['requestParameters.constructor.name', '*', false],
    ['requestParameters.bucketName.length', '*', false],
    ['__proto__', '*', false],
  ])('%s = %s: %s', (path, value, says) => {
    expect(toPathTest([{ path, value }])(RECORD)).toBe(says);
  });

  it('takes values of one path as alternatives and paths together', () => {
    const [name, other, count, wrong] = [
      { path: 'requestParameters.bucketName', value: 'reports' },
      { path: 'requestParameters.bucketName', value: 'data' },
      { path: 'requestParameters.count', value: '2' },
      { path: 'requestParameters.count', value: '3' },
    ];
    expect(toPathTest([])(RECORD)).toBe(true);
    expect(toPathTest([other, name])(RECORD)).toBe(true);
    expect(toPathTest([name, other, count])(RECORD)).toBe(true);
    expect(toPathTest([name, wrong])(RECORD)).toBe(false);
  });

  it('takes what is no object for a record that says nothing', () => {
    for (const value of [null, 1, 'eventName', undefined]) {
      expect(toPathTest([{ path: 'eventName', value: '*' }])(value)).toBe(false);
    }
  });

  it('goes as deep as a record does', () => {
    const depth = 200_000;
    const record: unknown = JSON.parse(`{"a":${'['.repeat(depth)}1${']'.repeat(depth)}}`);
    expect(toPathTest([{ path: 'a', value: '1' }])(record)).toBe(true);
  });
});

describe('toRecordTest', () => {
  const bytesOf = (record: unknown) => Buffer.from(JSON.stringify(record));

  it('tests what the summary would cut', () => {
    expect(toRecordTest({ userAgent: ['*end'] })(bytesOf(RECORD))).toBe(true);
    expect(toRecordTest({ userAgent: ['*x'] })(bytesOf(RECORD))).toBe(false);
  });

  it('wants all filters and all paths', () => {
    const where = [{ path: 'requestParameters.bucketName', value: 'reports' }];
    expect(toRecordTest({ user: ['mary'], where })(bytesOf(RECORD))).toBe(true);
    expect(toRecordTest({ user: ['bob'], where })(bytesOf(RECORD))).toBe(false);
    expect(
      toRecordTest({ user: ['mary'], where: [{ ...where[0], path: 'bucketName', value: '*' }] })(
        bytesOf(RECORD),
      ),
    ).toBe(false);
  });

  it.each(['', '{', '[]', '1', '{"eventName":"x"}', '{"eventTime":"yesterday"}'])(
    'is satisfied by none of what is no event: %s',
    (text) => {
      expect(toRecordTest({})(Buffer.from(text))).toBe(false);
    },
  );
});
