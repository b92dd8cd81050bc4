import { describe, expect, it } from 'vitest';
import { elementsOf, flagOf, memberOf, textIn, textOf } from '../../lib/cloudtrail/json.ts';

describe('memberOf', () => {
  it('reads own members only', () => {
    expect(memberOf({ name: 'a' }, 'name')).toBe('a');
    expect(memberOf({}, 'constructor')).toBeUndefined();
    expect(memberOf({}, '__proto__')).toBeUndefined();
    expect(memberOf(JSON.parse('{"__proto__":{"name":"b"}}'), 'name')).toBeUndefined();
    expect(memberOf(JSON.parse('{"__proto__":"b"}'), '__proto__')).toBe('b');
  });

  it.each([[null], [undefined], ['text'], [7], [['a']]])('finds nothing in %j', (value) => {
    expect(memberOf(value, 'length')).toBeUndefined();
  });
});

describe('textOf', () => {
  it('replaces lone surrogates', () => {
    expect(textOf('a\ud800b')).toBe('a\ufffdb');
    expect(textIn({ name: '\udc00' }, 'name')).toBe('\ufffd');
  });

  it.each([[''], [null], [1], [true], [{}], [['a']]])('takes %j for absent', (value) => {
    expect(textOf(value)).toBeUndefined();
  });
});

describe('flagOf', () => {
  it.each([
    [true, true],
    ['true', true],
    ['Yes', true],
    [false, false],
    ['False', false],
    ['No', false],
    ['', undefined],
    ['omitted', undefined],
    [1, undefined],
    [null, undefined],
  ])('reads %j as %j', (value, flag) => {
    expect(flagOf(value)).toBe(flag);
  });
});

describe('elementsOf', () => {
  it('bounds an array and finds nothing in anything else', () => {
    expect(elementsOf([1, 2, 3], 2)).toEqual([1, 2]);
    expect(elementsOf([1], 2)).toEqual([1]);
    expect(elementsOf('abc', 2)).toEqual([]);
    expect(elementsOf({ length: 1, 0: 'a' }, 2)).toEqual([]);
  });
});
