import { describe, expect, it } from 'vitest';
import {
  type Cursor,
  CursorError,
  fingerprintOf,
  formatCursor,
  parseCursor,
} from '../../lib/event-index/cursor.ts';
import type { EventFilters } from '../../lib/event-index/filters.ts';

const FILTERS = { eventSource: ['s3'], errors: true } as const;
const CURSOR: Cursor = {
  position: { sortKey: '2026-03-17T09:00:00Z#9a1d', given: ['a/00', 'b/11'] },
  window: { since: '2026-03-01T00:00:00Z', until: undefined },
  order: 'oldest-first',
  fingerprint: fingerprintOf(FILTERS),
};

describe('a cursor', () => {
  it.each([
    CURSOR,
    {
      ...CURSOR,
      order: 'newest-first' as const,
      window: { since: undefined, until: '2026-04-01T00:00:00Z' },
    },
    { ...CURSOR, position: { sortKey: '2026-03-17T09:00:00Z#9a1d', given: [] } },
  ])('comes back as it was, as one word of a shell: %#', (cursor) => {
    const text = formatCursor(cursor);
    expect(text).toMatch(/^[\w-]+$/);
    expect(parseCursor(text, FILTERS)).toEqual(cursor);
  });

  it.each([
    ['nothing', ''],
    ['no base64', '%%'],
    ['no JSON', Buffer.from('x').toString('base64url')],
    ['an object', Buffer.from('{"0":1}').toString('base64url')],
    ['another version', Buffer.from('[2,0,"f","","","k",[]]').toString('base64url')],
    ['a part of one', formatCursor(CURSOR).slice(0, -8)],
    ['a window of numbers', Buffer.from('[1,0,"f",1,2,"k",[]]').toString('base64url')],
    ['no list of events given', Buffer.from('[1,0,"f","","","k"]').toString('base64url')],
  ])('is refused where it is %s', (_, text) => {
    expect(() => parseCursor(text, FILTERS)).toThrow(CursorError);
    expect(() => parseCursor(text, FILTERS)).toThrow(
      'This cursor is not one that traildex printed; copy it whole.',
    );
  });

  it('is refused with other filters', () => {
    expect(() => parseCursor(formatCursor(CURSOR), { eventSource: ['s3'] })).toThrow(
      'This cursor belongs to a listing with other filters; repeat them as they were.',
    );
  });
});

describe('fingerprintOf', () => {
  it('does not depend on the order of flags, nor on what asks for nothing', () => {
    const not = [
      { field: 'eventSource', value: 's3' },
      { field: 'userAgent', value: '*x*' },
    ] as const;
    const filters: EventFilters = { eventSource: ['a', 'b'], readOnly: true, not };
    const reordered: EventFilters = {
      not: not.toReversed(),
      errors: false,
      user: undefined,
      where: [],
      readOnly: true,
      eventSource: ['b', 'a'],
    };
    expect(fingerprintOf(reordered)).toBe(fingerprintOf(filters));
  });

  it('tells apart what asks for something else', () => {
    const different: EventFilters[] = [
      {},
      { errors: true },
      { succeeded: true },
      { readOnly: true },
      { readOnly: false },
      { eventSource: ['a'] },
      { eventSource: ['a', 'b'] },
      { eventSource: ['a,b'] },
      { eventName: ['a'] },
      { user: ['a'] },
      { not: [{ field: 'eventName', value: 'a' }] },
      { not: [{ field: 'eventSource', value: 'a' }] },
      { where: [{ path: 'eventName', value: 'a' }] },
    ];
    expect(new Set(different.map(fingerprintOf)).size).toBe(different.length);
  });
});
