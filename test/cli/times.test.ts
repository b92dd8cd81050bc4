import { describe, expect, it } from 'vitest';
import { UsageError } from '../../lib/cli/errors.ts';
import { formatTime, parseTime, parseWindow, parseZone } from '../../lib/cli/times.ts';

const now = new Date('2026-03-18T10:20:30.500Z');
const since = (text: string, zone = 'UTC') => parseTime(text, 'since', { now, zone });
const until = (text: string, zone = 'UTC') => parseTime(text, 'until', { now, zone });

describe('a time in UTC', () => {
  it.each([
    // text, as --since, as --until
    ['15m', '2026-03-18T10:05:31Z', '2026-03-18T10:05:31Z'],
    ['24h', '2026-03-17T10:20:31Z', '2026-03-17T10:20:31Z'],
    ['7d', '2026-03-11T10:20:31Z', '2026-03-11T10:20:31Z'],
    ['12w', '2025-12-24T10:20:31Z', '2025-12-24T10:20:31Z'],
    ['1y', '2025-03-18T10:20:31Z', '2025-03-18T10:20:31Z'],
    ['7D', '2026-03-11T10:20:31Z', '2026-03-11T10:20:31Z'],
    ['2026-03-17', '2026-03-17T00:00:00Z', '2026-03-18T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['2025-12-31', '2025-12-31T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['today', '2026-03-18T00:00:00Z', '2026-03-19T00:00:00Z'],
    ['Yesterday', '2026-03-17T00:00:00Z', '2026-03-18T00:00:00Z'],
    ['2026-03-17T09:30', '2026-03-17T09:30:00Z', '2026-03-17T09:30:00Z'],
    ['2026-03-17 09:30:15', '2026-03-17T09:30:15Z', '2026-03-17T09:30:15Z'],
    ['2026-03-17t09:30:15z', '2026-03-17T09:30:15Z', '2026-03-17T09:30:15Z'],
    ['2026-03-17T09:30:15+02:00', '2026-03-17T07:30:15Z', '2026-03-17T07:30:15Z'],
    ['2026-03-17T09:30:15-0330', '2026-03-17T13:00:15Z', '2026-03-17T13:00:15Z'],
    ['2026-03-17T09:30:15+02', '2026-03-17T07:30:15Z', '2026-03-17T07:30:15Z'],
    ['2026-03-17T24:00:00Z', '2026-03-18T00:00:00Z', '2026-03-18T00:00:00Z'],
    // Events have whole seconds: those of second 15 lie before any fraction of it.
    ['2026-03-17T09:30:15.000Z', '2026-03-17T09:30:15Z', '2026-03-17T09:30:15Z'],
    ['2026-03-17T09:30:15.001Z', '2026-03-17T09:30:16Z', '2026-03-17T09:30:16Z'],
    ['2026-03-17T09:30:59,0000001Z', '2026-03-17T09:31:00Z', '2026-03-17T09:31:00Z'],
  ])('%s', (text, asSince, asUntil) => {
    expect([since(text), until(text)]).toEqual([asSince, asUntil]);
  });

  it.each([
    'tomorrow-ish',
    '',
    '5',
    '7 d',
    '7months',
    '-7d',
    '2026-3-7',
    '2026-03',
    '20260317',
    '2026-W12',
    'T09:30',
    '09:30',
    '2026-03-17T09',
    '2026-03-17T09:30:15+99:00',
    '2026-03-17T09:30:15 Europe/Berlin',
  ])('refuses %j as malformed and names the forms', (text) => {
    expect(() => since(text)).toThrow(`--since ${text} is not a time. Use 15m, 24h, 7d`);
  });

  it.each(['2026-02-30', '2025-02-29', '2026-13-01', '2026-03-17T25:00Z', '2026-03-17T09:30:60Z'])(
    'refuses %s: there is no such time',
    (text) => {
      expect(() => until(text)).toThrow(`--until ${text}: there is no such time.`);
    },
  );

  it('refuses years that a time of CloudTrail cannot have', () => {
    expect(() => since('9000y')).toThrow('--since 9000y lies outside the years 1 to 9999.');
    expect(() => until('9999-12-31')).toThrow('lies outside the years 1 to 9999.');
  });
});

describe('a time in a zone with daylight saving', () => {
  const berlin = 'Europe/Berlin';

  it('takes dates and times as local, and lets an offset outweigh the zone', () => {
    expect(since('2026-03-17', berlin)).toBe('2026-03-16T23:00:00Z');
    expect(until('2026-03-17', berlin)).toBe('2026-03-17T23:00:00Z');
    expect(since('2026-07-17T09:30', berlin)).toBe('2026-07-17T07:30:00Z');
    expect(since('2026-07-17T09:30Z', berlin)).toBe('2026-07-17T09:30:00Z');
  });

  it('knows days of 23 and of 25 hours', () => {
    expect([since('2026-03-29', berlin), until('2026-03-29', berlin)]).toEqual([
      '2026-03-28T23:00:00Z',
      '2026-03-29T22:00:00Z',
    ]);
    expect([since('2026-10-25', berlin), until('2026-10-25', berlin)]).toEqual([
      '2026-10-24T22:00:00Z',
      '2026-10-25T23:00:00Z',
    ]);
  });

  it('takes both passes of an hour that clocks pass twice', () => {
    expect(since('2026-10-25T02:30', berlin)).toBe('2026-10-25T00:30:00Z');
    expect(until('2026-10-25T02:30', berlin)).toBe('2026-10-25T01:30:00Z');
  });

  it('counts on through an hour that clocks skip', () => {
    expect(since('2026-03-29T02:30', berlin)).toBe('2026-03-29T01:30:00Z');
  });

  it('knows a zone whose day begins at one o’clock', () => {
    // Clocks of Beirut went from 00:00 to 01:00 on 2026-03-29.
    expect(since('2026-03-29', 'Asia/Beirut')).toBe('2026-03-28T22:00:00Z');
  });
});

describe('a window', () => {
  it('is open where nothing was typed', () => {
    expect(parseWindow({}, { now, zone: 'UTC' })).toEqual({ since: undefined, until: undefined });
    expect(parseWindow({ since: '2026-03-17', until: '2026-03-17' }, { now, zone: 'UTC' })).toEqual({
      since: '2026-03-17T00:00:00Z',
      until: '2026-03-18T00:00:00Z',
    });
  });

  it.each([
    ['2026-03-18', '2026-03-17'],
    ['2026-03-17T10:00', '2026-03-17T10:00'],
    ['1h', '2h'],
  ])('from %s to %s is refused', (from, to) => {
    const window = () => parseWindow({ since: from, until: to }, { now, zone: 'UTC' });
    expect(window).toThrow(UsageError);
    expect(window).toThrow(`is not before --until ${to}`);
  });
});

describe('a zone', () => {
  it.each([
    ['UTC', 'UTC'],
    ['utc', 'UTC'],
    ['local', 'Asia/Tokyo'],
    ['America/New_York', 'America/New_York'],
  ])('%s is %s', (text, zone) => {
    expect(parseZone(text, 'Asia/Tokyo')).toBe(zone);
  });

  it('is refused with the nearest name', () => {
    expect(() => parseZone('Europe/Berln', 'UTC')).toThrow(
      '--tz Europe/Berln is no time zone. Did you mean Europe/Berlin?',
    );
    expect(() => parseZone('Middle-earth', 'UTC')).toThrow('Use UTC, local or a name such as Europe/Berlin.');
  });
});

describe('a time in a table', () => {
  it.each([
    ['UTC', '2026-07-19 21:33:41'],
    ['Europe/Berlin', '2026-07-19 23:33:41+2'],
    ['Asia/Kolkata', '2026-07-20 03:03:41+5:30'],
  ])('in %s', (zone, text) => {
    expect(formatTime('2026-07-19T21:33:41Z', zone)).toBe(text);
  });

  it('stays as it is when it is none', () => {
    expect(formatTime('soon', 'Europe/Berlin')).toBe('soon');
  });
});
