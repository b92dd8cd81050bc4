import { isAbsolute, join, normalize } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathOfKey, pathOfKeyHash } from '../../../lib/cli/evidence/key-path.ts';

/** Keys of the characters that are likeliest to hurt. */
const KEY = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('.', '/', '\\', '%', '2', 'E', 'a', '\0', '\n', ':', ' '),
    maxLength: 30,
  }),
);

describe('the path of a key', () => {
  it.each([
    [
      'AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1/2026/07/19/a_b=1+2,3@4.json.gz',
      'AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1/2026/07/19/a_b=1+2,3@4.json.gz',
    ],
    ['../../etc/passwd', '%2E./%2E./etc/passwd'],
    ['/etc//passwd', '%empty/etc/%empty/passwd'],
    ['.', '%2E'],
    ['', '%empty'],
    ['a\\b:c d\n%2E', 'a%5Cb%3Ac%20d%0A%252E'],
    ['größe', 'gr%C3%B6%C3%9Fe'],
  ])('%j is %s', (key, path) => {
    expect(pathOfKey(key)).toBe(path);
  });

  it('never leads out of the folder, and holds only characters that are harmless anywhere', () => {
    fc.assert(
      fc.property(KEY, (key) => {
        const path = pathOfKey(key);
        expect(path).toMatch(/^[\w.=+,@%/-]+$/);
        expect(isAbsolute(path)).toBe(false);
        expect(normalize(join('/case', path))).toBe(`/case/${path}`);
        for (const part of path.split('/')) expect(part.length).toBeLessThanOrEqual(255);
      }),
    );
  });

  it('is that of no other key', () => {
    fc.assert(
      fc.property(KEY, KEY, (one, other) => {
        fc.pre(one !== other);
        expect(pathOfKey(one)).not.toBe(pathOfKey(other));
      }),
    );
  });

  it('stays short enough for a file system, and distinct', () => {
    const long = 'x'.repeat(900);
    expect(pathOfKey(`a/${long}`)).toMatch(/^a\/x{100}%[0-9a-f]{64}$/);
    expect(pathOfKey(`a/${long}`)).not.toBe(pathOfKey(`a/${long}x`));
  });

  it('has a substitute that no key has for its own', () => {
    expect(pathOfKeyHash('a')).toBe(
      '%sha256/ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
    );
    fc.assert(fc.property(KEY, (key) => !pathOfKey(key).startsWith('%sha256')));
  });
});
