import { beforeEach, describe, expect, it } from 'vitest';
import { editDistance } from '../../lib/audit/nearest-names.ts';
import { resolveNames } from '../../lib/audit/resolve-names.ts';
import { type CatalogueEntry, OVERFLOW, toCatalogueItem } from '../../lib/event-index/catalogue.ts';
import { type EventFilters, isUnsatisfiable } from '../../lib/event-index/filters.ts';
import { toKeyValue } from '../../lib/event-index/key-value.ts';
import { MemoryIndex } from '../helpers/memory-table.ts';

let index: MemoryIndex;

function know(dimension: CatalogueEntry['dimension'], value: string, day = '2026-03-17'): void {
  const year = day.slice(0, 4);
  for (const entry of [
    { dimension: 'year', period: 'all', value: year },
    { dimension: 'day', period: year, value: day },
    { dimension, period: day, value },
    { dimension, period: year, value },
  ] as const) {
    index.logFiles.put(toCatalogueItem(entry));
  }
}

const resolve = (filters: EventFilters, window = {}) => resolveNames(filters, window, index);

beforeEach(() => {
  index = new MemoryIndex();
  for (const source of ['s3.amazonaws.com', 's3-outposts.amazonaws.com', 'iam.amazonaws.com', 'odd'])
    know('source', source);
  for (const name of ['GetObject', 'PutObject', 'PutBucketAcl']) know('name', name);
  for (const principal of [
    'arn:aws:iam::111122223333:role/Admin',
    'arn:aws:iam::444455556666:role/Admin',
    'arn:aws:iam::111122223333:user/admin',
    'cloudtrail.amazonaws.com',
  ]) {
    know('principal', principal);
  }
});

describe('resolveNames', () => {
  it('takes full names at their word, without reading the catalogue', async () => {
    const filters = {
      eventSource: ['sqs.amazonaws.com'],
      principal: ['arn:aws:iam::999999999999:role/x'],
    };
    index.readSection = async () => {
      throw new Error('must not read');
    };
    expect(await resolve(filters)).toEqual({ filters, resolved: [], incomplete: false });
  });

  it('completes a service to its event source', async () => {
    const { filters, resolved } = await resolve({ eventSource: ['S3'] });
    expect(filters.eventSource).toEqual(['s3.amazonaws.com']);
    expect(resolved).toEqual([
      { filter: 'eventSource', asked: 'S3', values: ['s3.amazonaws.com'], nearest: [] },
    ]);
  });

  it('completes a role to the roles of that name in all accounts', async () => {
    const { filters } = await resolve({ principal: ['role/Admin'] });
    expect(filters.principal).toEqual([
      'arn:aws:iam::111122223333:role/Admin',
      'arn:aws:iam::444455556666:role/Admin',
    ]);
    expect((await resolve({ principal: ['admin'] })).filters.principal).toHaveLength(3);
    expect((await resolve({ principal: ['cloudtrail'] })).filters.principal).toEqual([
      'cloudtrail.amazonaws.com',
    ]);
  });

  it('takes a value that stands in the index as typed', async () => {
    expect(await resolve({ eventSource: ['odd'] })).toMatchObject({
      filters: { eventSource: ['odd'] },
      resolved: [],
    });
  });

  it('takes * at either end as any text, in any case', async () => {
    const namesFor = async (pattern: string) => (await resolve({ eventName: [pattern] })).filters.eventName;
    expect(await namesFor('put*')).toEqual(['PutBucketAcl', 'PutObject']);
    expect(await namesFor('*Object')).toEqual(['GetObject', 'PutObject']);
    expect(await namesFor('*bucket*')).toEqual(['PutBucketAcl']);
    expect(await namesFor('*')).toEqual(['GetObject', 'PutBucketAcl', 'PutObject']);
  });

  it('lets a principal with * begin inside an ARN', async () => {
    expect((await resolve({ principal: ['role/Ad*'] })).filters.principal).toEqual([
      'arn:aws:iam::111122223333:role/Admin',
      'arn:aws:iam::444455556666:role/Admin',
    ]);
  });

  it('completes a name typed in lower case, but not part of one', async () => {
    expect((await resolve({ eventName: ['getobject'] })).filters.eventName).toEqual(['GetObject']);
    expect((await resolve({ eventName: ['GETOBJECT'] })).filters.eventName).toEqual(['GetObject']);
    expect((await resolve({ eventName: ['object'] })).filters.eventName).toEqual([]);
  });

  it('says what looks like a name that matches nothing', async () => {
    const { filters, resolved } = await resolve({ eventSource: ['iamm'], eventName: ['getobjekt'] });
    expect(filters).toEqual({ eventSource: [], eventName: [] });
    expect(resolved.map(({ nearest }) => nearest)).toEqual([
      ['GetObject', 'PutObject'],
      ['iam.amazonaws.com'],
    ]);
  });

  it('looks only at the window of the question', async () => {
    know('source', 'sms.amazonaws.com', '2018-09-04');
    expect(
      (await resolve({ eventSource: ['sms'] }, { since: '2026-01-01T00:00:00Z' })).filters.eventSource,
    ).toEqual([]);
    expect((await resolve({ eventSource: ['sms'] })).filters.eventSource).toEqual(['sms.amazonaws.com']);
  });

  it('says when the catalogue is not complete', async () => {
    know('source', OVERFLOW);
    const resolution = await resolve({ eventSource: ['s3'] });
    expect(resolution.incomplete).toBe(true);
    expect(resolution.filters.eventSource).toEqual(['s3.amazonaws.com']);
    expect((await resolve({ eventSource: ['unlisted'] })).filters.eventSource).toEqual(['unlisted']);
  });
});

describe('resolveNames of users', () => {
  const ROLE = 'arn:aws:iam::111122223333:role/Admin';
  const OTHER_ROLE = 'arn:aws:iam::444455556666:role/Admin';
  const ALICE = 'arn:aws:iam::111122223333:user/alice';

  /** In the catalogue, a user stands with a principal. */
  const knowUser = (user: string, principal: string, dimension: 'user' | 'source-identity' = 'user') =>
    know(dimension, `${user}\t${principal}`);

  it('narrows to the principals that acted under the name, and to the name as a key', async () => {
    knowUser('alice', ALICE);
    knowUser('alice', ROLE);
    knowUser('bob', OTHER_ROLE);
    expect(await resolve({ user: ['alice'] })).toEqual({
      filters: { user: ['alice'], principal: [ROLE, ALICE], userName: ['alice'] },
      resolved: [],
      incomplete: false,
    });
  });

  it('means sessions by addresses, in any case, and says so', async () => {
    knowUser('Alice', ALICE);
    knowUser('alice@example.com', ROLE);
    knowUser('alice-2', OTHER_ROLE);
    const { filters, resolved } = await resolve({ user: ['ALICE'] });
    expect(filters).toEqual({
      user: ['ALICE'],
      principal: [ROLE, ALICE],
      userName: ['Alice', 'alice@example.com'],
    });
    expect(resolved).toEqual([
      { filter: 'user', asked: 'ALICE', values: ['Alice', 'alice@example.com'], nearest: [] },
    ]);
  });

  it('leaves what was typed as it is: a name that * stands for must not mean others', async () => {
    knowUser('alice', ROLE);
    knowUser('alice@example.com', ROLE);
    const { filters } = await resolve({ user: ['*lice'] });
    expect(filters).toEqual({ user: ['*lice'], principal: [ROLE], userName: ['alice'] });
  });

  it('means source identities, which are no key of an index', async () => {
    knowUser('deploy', ROLE);
    knowUser('alice', ROLE, 'source-identity');
    knowUser('alice', ALICE);
    expect((await resolve({ user: ['alice'] })).filters).toEqual({
      user: ['alice'],
      principal: [ROLE, ALICE],
    });
    expect((await resolve({ user: ['deploy'] })).filters).toHaveProperty('userName', ['deploy']);
  });

  it('takes several users as alternatives', async () => {
    knowUser('alice', ALICE);
    knowUser('deploy', ROLE);
    expect((await resolve({ user: ['alice', 'deploy'] })).filters).toEqual({
      user: ['alice', 'deploy'],
      principal: [ROLE, ALICE],
      userName: ['alice', 'deploy'],
    });
  });

  it('takes of the principals that were asked for those that acted under the name', async () => {
    knowUser('alice', ROLE);
    knowUser('alice', ALICE);
    knowUser('bob', OTHER_ROLE);
    const { filters } = await resolve({ user: ['alice'], principal: ['role/Admin'] });
    expect(filters.principal).toEqual([ROLE]);
    expect((await resolve({ user: ['alice'], principal: [OTHER_ROLE] })).filters.principal).toEqual([]);
  });

  it('compares principals as keys', async () => {
    const long = `arn:aws:iam::111122223333:role/${'x'.repeat(250)}`;
    knowUser('alice', toKeyValue('principal', long));
    expect((await resolve({ user: ['alice'], principal: [long] })).filters.principal).toEqual([long]);
  });

  it('does not widen user names that were asked for themselves', async () => {
    knowUser('alice', ALICE);
    const { filters } = await resolve({ user: ['a*'], userName: ['bob'] });
    expect(filters.userName).toEqual(['bob']);
  });

  it('says what looks like a user that nobody is, and leaves nothing to find', async () => {
    knowUser('alice', ALICE);
    const { filters, resolved } = await resolve({ user: ['alicee'] });
    expect(isUnsatisfiable(filters)).toBe(true);
    expect(resolved).toEqual([{ filter: 'user', asked: 'alicee', values: [], nearest: ['alice'] }]);
  });

  it.each(['user', 'source-identity'] as const)(
    'leaves the question alone where the catalogue of %s is not complete',
    async (dimension) => {
      knowUser('alice', ALICE);
      know(dimension, OVERFLOW);
      const filters = { user: ['alice'], principal: [ROLE] };
      expect(await resolve(filters)).toEqual({ filters, resolved: [], incomplete: true });
    },
  );
});

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['a', '', 1],
    ['kitten', 'sitting', 3],
    ['iam', 'iamm', 1],
  ])('of %s and %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });
});
