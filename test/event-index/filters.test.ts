import { describe, expect, it } from 'vitest';
import { askedFilters, fullValuesOf, isUnsatisfiable } from '../../lib/event-index/filters.ts';

describe('fullValuesOf', () => {
  it('gives names as they are, whatever they hold', () => {
    expect(fullValuesOf({ eventName: ['Get*', ''] }, 'eventName')).toEqual(['Get*', '']);
    expect(fullValuesOf({}, 'eventName')).toBeUndefined();
  });

  it.each([
    [['AKIAIOSFODNN7EXAMPLE'], true],
    [['AKIA*'], false],
    [['AKIAIOSFODNN7EXAMPLE', 'AKIA*'], false],
    [['akiaiosfodnn7example'], false],
  ])('takes access keys %j for keys of an index: %s', (accessKeyId, full) => {
    expect(fullValuesOf({ accessKeyId }, 'accessKeyId')).toEqual(full ? accessKeyId : undefined);
  });

  it.each([
    [['203.0.113.7', '2001:db8::7', 'ec2.amazonaws.com'], true],
    [['203.0.113.0/24'], false],
    [['2001:DB8::7'], false],
    [['*.amazonaws.com'], false],
    [['AWS Internal'], true],
    [['aws internal'], false],
    [['Aws Internal'], false],
  ])('takes addresses %j for keys of an index: %s', (sourceIPAddress, full) => {
    expect(fullValuesOf({ sourceIPAddress }, 'sourceIPAddress')).toEqual(full ? sourceIPAddress : undefined);
  });
});

describe('isUnsatisfiable', () => {
  it.each([
    [{}, false],
    [{ eventName: ['A'] }, false],
    [{ eventName: ['A'], eventSource: [] }, true],
    [{ user: [] }, true],
    [{ not: [], where: [] }, false],
    [{ errors: true, succeeded: false }, false],
    [{ errors: true, succeeded: true }, true],
  ])('of %j is %s', (filters, unsatisfiable) => {
    expect(isUnsatisfiable(filters)).toBe(unsatisfiable);
  });
});

describe('askedFilters', () => {
  it('leaves out what asks for nothing', () => {
    const nothing = {
      errors: false,
      succeeded: false,
      not: [],
      where: [],
      eventName: undefined,
      readOnly: undefined,
    };
    expect(askedFilters(nothing)).toEqual([]);
  });

  it('keeps what asks for something, also for calls that may change something, and for no value at all', () => {
    const filters = { readOnly: false, errors: true, eventName: [], where: [{ path: 'a', value: 'b' }] };
    expect(askedFilters(filters)).toEqual(Object.entries(filters));
  });
});
