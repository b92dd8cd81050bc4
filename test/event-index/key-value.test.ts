import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clipUtf8,
  fromShardKey,
  isCutKey,
  shardOf,
  toKeyValue,
  toShardKey,
} from '../../lib/event-index/key-value.ts';

describe('toKeyValue', () => {
  it.each([
    ['a missing value is a dash', undefined, '-'],
    ['an empty value is a dash', '', '-'],
    ['an ordinary value stays as it is', 's3.amazonaws.com', 's3.amazonaws.com'],
    [
      'control characters are replaced, the separator of write shards among them',
      'a\tb\u0000c',
      'a\ufffdb\ufffdc',
    ],
    ['lone surrogates are replaced', 'a\ud800b', 'a\ufffdb'],
    ['exactly the limit stays', 'x'.repeat(64), 'x'.repeat(64)],
    [
      'one byte over the limit is cut and told apart by its hash',
      'x'.repeat(65),
      `${'x'.repeat(47)}~9537c5fdf120482f`,
    ],
  ])('%s', (_, value, key) => {
    expect(toKeyValue('eventSource', value)).toBe(key);
  });

  it('keeps long values with the same beginning apart', () => {
    const [a, b] = ['a', 'b'].map((end) => toKeyValue('eventName', 'x'.repeat(300) + end));
    expect(a).not.toBe(b);
  });

  it('makes a valid key of any text, and the same key again of that key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const key = toKeyValue('principal', text);
        expect(Buffer.byteLength(key)).toBeGreaterThan(0);
        expect(Buffer.byteLength(key)).toBeLessThanOrEqual(200);
        expect(key.isWellFormed()).toBe(true);
        expect(key).not.toContain('\t');
        expect(toKeyValue('principal', key)).toBe(key);
      }),
    );
  });
});

describe('isCutKey', () => {
  it('tells a key that was cut from one that was not', () => {
    expect(isCutKey(toKeyValue('userName', 'x'.repeat(97)))).toBe(true);
    expect(isCutKey(toKeyValue('userName', 'x'.repeat(96)))).toBe(false);
    expect(isCutKey('alice~backup')).toBe(false);
  });
});

describe('clipUtf8', () => {
  it('does not cut a character in two', () => {
    expect(clipUtf8('aé', 2)).toBe('a');
    expect(clipUtf8('aé', 3)).toBe('aé');
    expect(clipUtf8('😀', 3)).toBe('');
  });
});

describe('write shards', () => {
  it('leave shard 0 bare and come off again', () => {
    expect(toShardKey('s3.amazonaws.com', 0)).toBe('s3.amazonaws.com');
    expect(toShardKey('s3.amazonaws.com', 3)).toBe('s3.amazonaws.com\t3');
    expect(fromShardKey('s3.amazonaws.com\t3')).toBe('s3.amazonaws.com');
    expect(fromShardKey('s3.amazonaws.com')).toBe('s3.amazonaws.com');
  });

  it('are chosen by the event id alone and all of them are used', () => {
    const shards = Array.from({ length: 100 }, (_, index) => shardOf(`event-${index}`, 4));
    expect(new Set(shards)).toEqual(new Set([0, 1, 2, 3]));
    expect(shardOf('event-1', 4)).toBe(shardOf('event-1', 4));
    expect(shardOf('event-1', 1)).toBe(0);
  });
});
