import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNUSED_PRINCIPALS } from '../../../../lib/audit/ask/findings/unused-principals.ts';
import { ADMIN, MARY, SmallIndex } from './small-index.ts';

/** The clock of the index stands at 2026-06-01T12:00:00Z: ninety days before it begin at this second. */
const CUTOFF = '2026-03-03T12:00:00Z';

describe('unused-principals', () => {
  it('gives users and roles without a call for so many days, the longest unused first', async () => {
    const index = new SmallIndex(4);
    index.store('mary', { eventTime: '2025-06-01T12:00:00Z', sourceIPAddress: '203.0.113.7' });
    index.store('admin-1', { eventTime: '2024-01-01T00:00:00Z', principal: ADMIN });
    index.store('admin-2', { eventTime: '2025-05-30T12:00:01Z', principal: ADMIN });
    index.store('busy-1', { eventTime: '2024-01-01T00:00:00Z', principal: `${ADMIN}2` });
    index.store('busy-2', { eventTime: '2026-05-31T13:00:00Z', principal: `${ADMIN}2` });
    expect(await index.ask(UNUSED_PRINCIPALS)).toEqual({
      rows: [
        {
          principal: ADMIN,
          lastSeen: '2025-05-30T12:00:01Z',
          unusedDays: 366,
          eventName: 'GetObject',
          sourceIPAddress: undefined,
          eventID: 'admin-2',
        },
        {
          principal: MARY,
          lastSeen: '2025-06-01T12:00:00Z',
          unusedDays: 365,
          eventName: 'GetObject',
          sourceIPAddress: '203.0.113.7',
          eventID: 'mary',
        },
      ],
      remarks: [],
      incomplete: false,
    });
  });

  it.each([
    ['in the second before the cutoff', '2026-03-03T11:59:59Z', ['e']],
    ['in the second of the cutoff', CUTOFF, []],
    ['on the day of the cutoff', '2026-03-03T23:59:59Z', []],
    ['on the day before', '2026-03-02T23:59:59Z', ['e']],
    ['on the day after', '2026-03-04T00:00:00Z', []],
  ])('counts to the second: last seen %s', async (_, eventTime, expected) => {
    const index = new SmallIndex();
    index.store('old', { eventTime: '2020-01-01T00:00:00Z', principal: ADMIN });
    index.store('e', { eventTime, principal: ADMIN });
    index.store('other', { eventTime: '2026-06-01T11:00:00Z' });
    const { rows } = await index.ask(UNUSED_PRINCIPALS);
    expect(rows.map(({ eventID }) => eventID)).toEqual(expected);
  });

  it('counts back from the end of the window and sees nothing after it', async () => {
    const index = new SmallIndex();
    index.store('admin', { eventTime: '2026-03-07T09:00:00Z', principal: ADMIN });
    index.store('after', { eventTime: '2026-03-17T09:00:00Z', principal: ADMIN });
    index.store('later', { eventTime: '2026-03-17T09:00:00Z' });
    const ask = async (until: string, days: string) =>
      (await index.ask(UNUSED_PRINCIPALS, { window: { until }, args: { days } })).rows.map(
        (row) => row.eventID,
      );
    expect(await ask('2026-03-17T09:00:00Z', '10')).toEqual([]);
    expect(await ask('2026-03-17T09:00:00Z', '9')).toEqual(['admin']);
    expect(await ask('2026-03-17T09:00:01Z', '9')).toEqual([]);
  });

  it('leaves out root, services and strangers', async () => {
    const index = new SmallIndex();
    const root = 'arn:aws:iam::111122223333:root';
    for (const principal of [root, 'ec2.amazonaws.com', '444455556666:AIDAEXAMPLE', 'anonymous'])
      index.store(principal, { eventTime: '2020-01-01T00:00:00Z', principal });
    const session = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice';
    index.store('alice', { eventTime: '2020-01-01T00:00:00Z', principal: session });
    const { rows } = await index.ask(UNUSED_PRINCIPALS);
    expect(rows.map(({ principal }) => principal)).toEqual([session]);
  });

  it('gives those first of whom only the name is left, because their events have expired', async () => {
    const index = new SmallIndex();
    index.store('gone', { eventTime: '2020-01-01T00:00:00Z', principal: ADMIN }, 1);
    index.store('mary', { eventTime: '2019-01-01T00:00:00Z' });
    const { rows } = await index.ask(UNUSED_PRINCIPALS);
    expect(rows.map(({ principal, lastSeen }) => [principal, lastSeen])).toEqual([
      [ADMIN, undefined],
      [MARY, '2019-01-01T00:00:00Z'],
    ]);
  });

  it('says when the index is too young, has stopped, is empty or has gaps', async () => {
    const index = new SmallIndex();
    const ask = (until?: string) => index.ask(UNUSED_PRINCIPALS, { window: { until }, args: { days: '30' } });
    expect((await ask()).remarks).toEqual(['The index holds no events.']);
    index.store('mary', { eventTime: '2026-03-17T09:00:00Z' });
    expect((await ask()).remarks).toEqual([
      'The last events of the index are of 2026-03-17. Who acted after that is not known.',
    ]);
    expect((await ask('2026-03-18T23:00:00Z')).remarks).toEqual([
      'The index goes back to 2026-03-17, less than 30 days: nobody in it can be unused for so long.',
    ]);
    expect((await ask('2026-04-16T09:00:00Z')).remarks).toEqual([
      'The last events of the index are of 2026-03-17. Who acted after that is not known.',
    ]);
    index.store('april', { eventTime: '2026-04-15T09:00:00Z' });
    expect((await ask('2026-04-16T09:00:00Z')).remarks).toEqual([]);
    expect((await ask()).incomplete).toBe(false);
    index.overflow('principal', '2026');
    expect((await ask()).incomplete).toBe(true);
  });

  it('refuses filters that the catalogue cannot tell', async () => {
    const filters = { recipientAccountId: ['111122223333'] };
    await expect(new SmallIndex().ask(UNUSED_PRINCIPALS, { filters })).rejects.toThrow(
      /^unused-principals cannot be narrowed by recipientAccountId:/,
    );
  });

  it.each(['', '0', '-1', '1.5', 'ninety', '36501', '1e3'])('takes no %j days', (value) => {
    expect(UNUSED_PRINCIPALS.parameters[0]?.complaint?.(value)).toBe(
      `--days takes a whole number from 1 to 36500, not ${JSON.stringify(value)}.`,
    );
  });

  it.each(['1', '90', '36500'])('takes %s days', (value) => {
    expect(UNUSED_PRINCIPALS.parameters[0]?.complaint?.(value)).toBeUndefined();
  });

  it('equals the maximum over all events before the end, where that lies before the cutoff', async () => {
    const start = Date.UTC(2025, 11, 1);
    const at = (second: number) => new Date(start + second * 1_000).toISOString().replace('.000Z', 'Z');
    const day = fc.integer({ min: 0, max: 40 }).map((days) => at(days * 86_400));
    const moment = fc.oneof(day, fc.integer({ min: 0, max: 40 * 86_400 }).map(at));
    const trail = fc.array(fc.record({ eventTime: moment, user: fc.constantFrom('a', 'b', 'c') }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(trail, moment, fc.integer({ min: 1, max: 30 }), async (trail, until, days) => {
        const index = new SmallIndex();
        const lasts = new Map<string, string>();
        for (const [number, { eventTime, user }] of trail.entries()) {
          const principal = `arn:aws:iam::111122223333:user/${user}`;
          index.store(`e${number}`, { eventTime, principal });
          if (eventTime < until && eventTime > (lasts.get(principal) ?? '')) lasts.set(principal, eventTime);
        }
        const cutoff = Date.parse(until) - days * 86_400_000;
        const expected = [...lasts].filter(([, time]) => Date.parse(time) < cutoff);
        const { rows } = await index.ask(UNUSED_PRINCIPALS, {
          window: { until },
          args: { days: String(days) },
        });
        expect(rows.map((row) => [row.principal, row.lastSeen]).sort()).toEqual(expected.sort());
      }),
      { numRuns: 300 },
    );
  });
});
