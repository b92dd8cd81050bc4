import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEventTime } from '../../lib/cloudtrail/event-time.ts';

describe('parseEventTime', () => {
  it.each([
    ['2023-07-19T21:33:41Z', '2023-07-19T21:33:41Z'],
    ['20131102T010628Z', '2013-11-02T01:06:28Z'],
    ['2023-07-19T21:33:41.999Z', '2023-07-19T21:33:41Z'],
    ['2023-07-19T21:33:41,5Z', '2023-07-19T21:33:41Z'],
    ['20230719T213341.123456789Z', '2023-07-19T21:33:41Z'],
    ['2023-07-19T21:33:41+02:00', '2023-07-19T19:33:41Z'],
    ['2023-07-19T21:33:41-0330', '2023-07-20T01:03:41Z'],
    ['2023-12-31T23:30:00-01', '2024-01-01T00:30:00Z'],
    ['2023-07-19T21:33:41', '2023-07-19T21:33:41Z'],
    ['2023-07-19t21:33:41z', '2023-07-19T21:33:41Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
  ])('reads %s as %s', (written, utc) => {
    expect(parseEventTime(written)).toBe(utc);
  });

  it.each([
    '',
    'yesterday',
    '2023-07-19',
    '2023-07-19 21:33:41',
    ' 2023-07-19T21:33:41Z',
    '2023-07-19T21:33:41Z\n',
    '2023-07-19T21:33Z',
    '2023-7-19T21:33:41Z',
    '2023-0719T21:33:41Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2023-04-31T00:00:00Z',
    '2023-13-01T00:00:00Z',
    '2023-00-01T00:00:00Z',
    '2023-01-00T00:00:00Z',
    '2023-01-01T24:00:00Z',
    '2023-01-01T00:60:00Z',
    '2016-12-31T23:59:60Z',
    '2023-01-01T00:00:00+24:00',
    '2023-01-01T00:00:00+01:60',
    '0000-12-31T23:59:59Z',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '12023-01-01T00:00:00Z',
    '1689802421',
  ])('finds no time in %j', (text) => {
    expect(parseEventTime(text)).toBeUndefined();
  });

  it('agrees with Date on every moment and offset', () => {
    const moments = fc.date({
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    });
    const offsets = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 });
    fc.assert(
      fc.property(moments, offsets, (moment, minutesAhead) => {
        const local = new Date(moment.getTime() + minutesAhead * 60_000).toISOString().slice(0, -1);
        const ahead = Math.abs(minutesAhead);
        const two = (number: number) => String(number).padStart(2, '0');
        const zone = `${minutesAhead < 0 ? '-' : '+'}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`;
        expect(parseEventTime(local + zone)).toBe(`${moment.toISOString().slice(0, 19)}Z`);
      }),
    );
  });
});
