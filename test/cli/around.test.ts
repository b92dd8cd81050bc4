import { describe, expect, it } from 'vitest';
import { aroundWindow, parseAround } from '../../lib/cli/around.ts';
import { UsageError } from '../../lib/cli/errors.ts';
import { NOW, World } from './run-cli.ts';

const settings = { now: NOW, zone: 'Europe/Berlin' };
const MINUTE_MS = 60_000;

describe('parseAround', () => {
  it.each([
    ['2026-07-19T10:30Z', { time: '2026-07-19T10:30:00Z' }, 10],
    // Berlin is two hours ahead in summer.
    ['2026-07-19 10:30', { time: '2026-07-19T08:30:00Z' }, 10],
    ['2026-07-19T10:30:05+02:00', { time: '2026-07-19T08:30:05Z' }, 10],
    ['2026-07-19T10:30Z±1h', { time: '2026-07-19T10:30:00Z' }, 60],
    ['2026-07-19T10:30Z+-2H', { time: '2026-07-19T10:30:00Z' }, 120],
    ['2026-07-19T10:30Z +/-30s', { time: '2026-07-19T10:30:00Z' }, 0.5],
    ['2026-07-19T10:30Z±1d', { time: '2026-07-19T10:30:00Z' }, 1_440],
    ['9a1d6c31-6c6f-4c0e', { eventID: '9a1d6c31-6c6f-4c0e' }, 10],
    ['9a1d6c31-6c6f-4c0e±0s', { eventID: '9a1d6c31-6c6f-4c0e' }, 0],
    // A day has no moment that something could be around.
    ['2026-07-19', { eventID: '2026-07-19' }, 10],
  ])('%s', (text, center, minutes) => {
    expect(parseAround(text, settings)).toEqual({ center, marginMs: minutes * MINUTE_MS });
  });

  it.each(['', ' ', '±1h', ' +-5m'])('refuses %j, which names nothing', (text) => {
    expect(() => parseAround(text, settings)).toThrow('--around needs the id of an event or a time.');
  });

  it('refuses a time that there is not', () => {
    expect(() => parseAround('2026-02-30T10:30', settings)).toThrow(UsageError);
  });
});

describe('aroundWindow', () => {
  it('takes the second at its end with it', async () => {
    const around = { center: { time: '2026-07-19T00:05:00Z' }, marginMs: 10 * MINUTE_MS };
    expect(await aroundWindow(around, new World().place())).toEqual({
      since: '2026-07-18T23:55:00Z',
      until: '2026-07-19T00:15:01Z',
    });
  });

  it('looks up when an event was', async () => {
    const world = new World();
    world.store('an-event', { eventTime: '2026-07-19T21:33:41Z' });
    const around = { center: { eventID: 'an-event' }, marginMs: 0 };
    expect(await aroundWindow(around, world.place())).toEqual({
      since: '2026-07-19T21:33:41Z',
      until: '2026-07-19T21:33:42Z',
    });
  });

  it('finds an event whose id was too long for a key', async () => {
    const world = new World();
    const eventID = 'e'.repeat(100);
    world.store(eventID, { eventTime: '2026-07-19T21:33:41Z' });
    const window = await aroundWindow({ center: { eventID }, marginMs: 0 }, world.place());
    expect(window.since).toBe('2026-07-19T21:33:41Z');
  });

  it('refuses an event that the index does not know', async () => {
    const around = { center: { eventID: 'yesterday' }, marginMs: 0 };
    await expect(aroundWindow(around, new World().place())).rejects.toThrow(
      '--around yesterday: the index holds no such event, and it is no time such as 2026-07-19T10:30.',
    );
  });
});
