import { beforeEach, describe, expect, it } from 'vitest';
import { estimateSweep, readCounters, SweepTooLargeError } from '../../lib/audit/sweep-estimate.ts';
import { AuditWorld } from './audit-world.ts';

let world: AuditWorld;

beforeEach(() => {
  world = new AuditWorld();
  for (const day of ['2025-12-31', '2026-03-16', '2026-03-17']) {
    world.store(day, { eventTime: `${day}T09:00:00Z` });
    for (let hour = 0; hour < 24; hour++) world.count(`${day}T${String(hour).padStart(2, '0')}`, 10);
  }
});

describe('readCounters', () => {
  it('gives the hours of the window ascending, those at its edges whole', async () => {
    const window = { since: '2026-03-16T22:30:00Z', until: '2026-03-17T01:00:00Z' };
    expect(await readCounters(window, world.context())).toEqual([
      { hour: '2026-03-16T22', events: 10 },
      { hour: '2026-03-16T23', events: 10 },
      { hour: '2026-03-17T00', events: 10 },
    ]);
    const later = await readCounters({ ...window, until: '2026-03-17T01:00:01Z' }, world.context());
    expect(later.at(-1)).toEqual({ hour: '2026-03-17T01', events: 10 });
  });

  it('reads every day of every year without a window, each in one request', async () => {
    const { readSection } = world.index;
    const counted: string[] = [];
    world.index.readSection = (request) => {
      if (request.section.startsWith('event-counts')) counted.push(request.section);
      return readSection.call(world.index, request);
    };
    expect(await readCounters({}, world.context())).toHaveLength(72);
    expect(counted).toEqual([
      'event-counts#2025-12-31',
      'event-counts#2026-03-16',
      'event-counts#2026-03-17',
    ]);
  });
});

describe('estimateSweep', () => {
  it('says what the events take, rounded up', async () => {
    // 720 entries of 517 bytes, half a unit for every 4 KB.
    expect(await estimateSweep({}, world.context())).toEqual({
      events: 720,
      readUnits: 46,
      seconds: 1,
      usd: 0.00000575,
    });
  });

  it('grows with what there is', async () => {
    world.count('2026-03-17T12', 10_000_000);
    const { events, readUnits, seconds, usd } = await estimateSweep(
      { since: '2026-03-17T12:00:00Z' },
      world.context(),
    );
    expect([events, readUnits, seconds]).toEqual([10_000_110, 631_111, 501]);
    expect(usd).toBeCloseTo(0.0789, 4);
  });

  it('is nothing for an empty window', async () => {
    const window = { since: '2027-01-01T00:00:00Z' };
    expect(await estimateSweep(window, world.context())).toEqual({
      events: 0,
      readUnits: 0,
      seconds: 0,
      usd: 0,
    });
  });
});

it('a sweep that is too large says how large', () => {
  const estimate = { events: 300_000, readUnits: 1, seconds: 2, usd: 3 };
  const error = new SweepTooLargeError(estimate);
  expect([error.estimate, error.code]).toEqual([estimate, 'sweep-too-large']);
  expect(error.message).toBe('No index serves this question: it would read up to 300000 events.');
});
