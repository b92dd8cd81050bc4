import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, listByKey } from '../../lib/local/s3-listing.ts';

const objects = (...keys: string[]) => keys.map((key) => ({ key }));
const keysOf = (listing: { objects: { key: string }[] }) => listing.objects.map(({ key }) => key);

describe('listing by key', () => {
  it('is in the order of the bytes, not of a language', () => {
    expect(keysOf(listByKey(objects('a', 'B', 'Ä', 'b', '😀', '￮'), {}))).toEqual([
      'B',
      'a',
      'b',
      'Ä',
      '￮',
      '😀',
    ]);
  });

  it('orders any two keys as their UTF-8 bytes do', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        const bytes = Buffer.compare(Buffer.from(one), Buffer.from(other));
        expect(Math.sign(compareKeys(one, other))).toBe(bytes);
      }),
    );
  });

  it('gives every key once over pages of any size', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'B', '/', 'é', '😀'), minLength: 1 }), {
          maxLength: 30,
        }),
        fc.integer({ min: 1, max: 5 }),
        (keys, maxKeys) => {
          const seen: string[] = [];
          let page = listByKey(objects(...keys), { maxKeys });
          seen.push(...keysOf(page));
          while (page.isTruncated) {
            page = listByKey(objects(...keys), { maxKeys, startAfter: seen.at(-1) });
            seen.push(...keysOf(page));
          }
          expect(seen).toEqual([...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
        },
      ),
    );
  });

  it('keeps to the prefix', () => {
    expect(keysOf(listByKey(objects('a/1', 'b/1', 'a/2'), { prefix: 'a/' }))).toEqual(['a/1', 'a/2']);
  });

  it('rolls up keys at the delimiter', () => {
    const listing = listByKey(objects('p/x/1', 'p/x/2', 'p/a', 'p/y/1', 'q'), {
      prefix: 'p/',
      delimiter: '/',
    });
    expect(listing).toEqual({
      objects: [{ key: 'p/a' }],
      commonPrefixes: ['p/x/', 'p/y/'],
      isTruncated: false,
    });
  });

  it('counts common prefixes for the page, and goes on after one', () => {
    const all = objects('p/x/1', 'p/x/2', 'p/y/1');
    const first = listByKey(all, { prefix: 'p/', delimiter: '/', maxKeys: 1 });
    expect(first).toEqual({ objects: [], commonPrefixes: ['p/x/'], isTruncated: true });
    const second = listByKey(all, { prefix: 'p/', delimiter: '/', maxKeys: 1, startAfter: 'p/x/' });
    expect(second).toEqual({ objects: [], commonPrefixes: ['p/y/'], isTruncated: false });
  });

  it('is not truncated when the last page is just full', () => {
    expect(listByKey(objects('a', 'b'), { maxKeys: 2 }).isTruncated).toBe(false);
  });
});
