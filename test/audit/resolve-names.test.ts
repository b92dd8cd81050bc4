import { beforeEach, describe, expect, it } from 'vitest';
import { editDistance } from '../../lib/audit/nearest-names.ts';
import { resolveNames } from '../../lib/audit/resolve-names.ts';
import { type CatalogueEntry, OVERFLOW, toCatalogueItem } from '../../lib/event-index/catalogue.ts';
import type { EventFilters } from '../../lib/event-index/filters.ts';
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
