import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RETURNED_PRINCIPALS } from '../../../../lib/audit/ask/findings/returned-principals.ts';
import { ADMIN, MARY, SmallIndex } from './small-index.ts';

const WINDOW = { since: '2026-03-17T12:00:00Z', until: '2026-03-18T12:00:00Z' };

describe('returned-principals', () => {
  it('gives who was away for so long, with the last event before and the first one after', async () => {
    const index = new SmallIndex(4);
    index.store('first', { eventTime: '2024-01-01T00:00:00Z' });
    index.store('last', { eventTime: '2025-12-17T12:30:00Z' });
    index.store('again', { eventTime: '2026-03-17T13:00:00Z' });
    index.store('back', { eventTime: '2026-03-17T12:30:00Z', sourceIPAddress: '203.0.113.7' });
    index.store('new', { eventTime: '2026-03-17T12:30:00Z', principal: `${ADMIN}2` });
    index.store('before', { eventTime: '2026-03-17T11:00:00Z', principal: ADMIN });
    index.store('after', { eventTime: '2026-03-17T12:30:00Z', principal: ADMIN });
    expect((await index.ask(RETURNED_PRINCIPALS, { window: WINDOW })).rows).toEqual([
      {
        principal: MARY,
        returned: '2026-03-17T12:30:00Z',
        lastSeen: '2025-12-17T12:30:00Z',
        unusedDays: 90,
        eventName: 'GetObject',
        sourceIPAddress: '203.0.113.7',
        eventID: 'back',
      },
    ]);
  });

  it('measures a pause that ends with the window to the second, over a part of a day', async () => {
    const index = new SmallIndex();
    index.store('last', { eventTime: '2026-03-08T13:00:00Z' });
    index.store('back', { eventTime: '2026-03-18T11:00:00Z' });
    const ask = async (days: string) =>
      (await index.ask(RETURNED_PRINCIPALS, { window: WINDOW, args: { days } })).rows.map(
        (row) => row.unusedDays,
      );
    expect(await ask('9')).toEqual([9]);
    expect(await ask('10')).toEqual([]);
    index.store('later', { eventTime: '2026-03-08T10:00:00Z', principal: ADMIN });
    index.store('back-too', { eventTime: '2026-03-18T11:00:00Z', principal: ADMIN });
    expect(await ask('10')).toEqual([10]);
  });

  it('gives the longest pause first, leaves out services, and can be narrowed to principals', async () => {
    const index = new SmallIndex();
    for (const [principal, year] of [
      [MARY, 2024],
      [ADMIN, 2023],
      ['ec2.amazonaws.com', 2022],
    ] as const) {
      index.store(`${principal}-last`, { eventTime: `${year}-01-01T00:00:00Z`, principal });
      index.store(principal, { eventTime: '2026-03-17T13:00:00Z', principal });
    }
    const ask = async (principal?: string[]) =>
      (await index.ask(RETURNED_PRINCIPALS, { window: WINDOW, filters: { principal } })).rows.map(
        (row) => row.principal,
      );
    expect(await ask()).toEqual([ADMIN, MARY]);
    expect(await ask([MARY])).toEqual([MARY]);
    await expect(index.ask(RETURNED_PRINCIPALS, { filters: { errors: true } })).rejects.toThrow(
      /^returned-principals cannot be narrowed by errors:/,
    );
  });

  it('says that a window needs a beginning, and that the catalogue has gaps', async () => {
    const index = new SmallIndex();
    index.store('e', { eventTime: '2026-03-17T13:00:00Z' });
    expect(await index.ask(RETURNED_PRINCIPALS)).toEqual({
      rows: [],
      remarks: ['A window without a beginning has nothing before it that anybody could return from.'],
      incomplete: false,
    });
    index.overflow('principal', '2026');
    expect((await index.ask(RETURNED_PRINCIPALS, { window: WINDOW })).incomplete).toBe(true);
  });

  it('equals a comparison of the last event before the window with the first one in it', async () => {
    const hour = (hours: number) =>
      new Date(Date.UTC(2025, 11, 28, hours)).toISOString().replace('.000Z', 'Z');
    const moment = fc.integer({ min: 0, max: 8 * 24 }).map(hour);
    const trail = fc.array(fc.record({ eventTime: moment, user: fc.constantFrom('a', 'b', 'c') }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(trail, moment, moment, fc.integer({ min: 1, max: 4 }), async (trail, a, b, days) => {
        const [since, until] = a < b ? [a, b] : [b, a];
        const index = new SmallIndex();
        const times = new Map<string, string[]>();
        for (const [number, { eventTime, user }] of trail.entries()) {
          const principal = `arn:aws:iam::111122223333:user/${user}`;
          index.store(`e${number}`, { eventTime, principal });
          times.set(principal, [...(times.get(principal) ?? []), eventTime].sort());
        }
        const expected = [...times].flatMap(([principal, all]) => {
          const last = all.findLast((time) => time < since);
          const first = all.find((time) => time >= since && time < until);
          if (last === undefined || first === undefined) return [];
          return Date.parse(first) - Date.parse(last) >= days * 86_400_000 ? [[principal, last, first]] : [];
        });
        const asked = { window: { since, until }, args: { days: String(days) } };
        const { rows } = await index.ask(RETURNED_PRINCIPALS, asked);
        const found = rows.map(({ principal, lastSeen, returned }) => [principal, lastSeen, returned]);
        expect(found.sort()).toEqual(expected.sort());
      }),
      { numRuns: 300 },
    );
  });
});
