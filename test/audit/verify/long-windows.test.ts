/**
 * Windows of months begin where bucket or ledger begin: what was deleted at the beginning is missed however far back one
 * asks.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { faults, verifyTrail } from './findings.ts';
import { type DeliveredTrail, deliverTrail } from './world/trail-world.ts';

const UNTIL = new Date('2026-03-20T02:00:00Z');
const NOW = new Date('2026-03-20T09:00:00Z');
const BEGINNINGS = [
  ['just before the first digest', '2026-03-16T22:00:00Z'],
  ['months before', '2025-12-01T00:00:00Z'],
] as const;

/** 76 hours, the first at the end of 16 March. */
let trail: DeliveredTrail;
let deleted: readonly string[];

beforeEach(async () => {
  trail = await deliverTrail({}, Array(76).fill(1), '2026-03-16T22:55:00Z');
  deleted = [...trail.world.bucket.objects.keys()].filter((key) => /\/2026\/03\/1[67]\//.test(key));
});

const missing = (keys: readonly string[]) =>
  faults(...keys.map((key) => [isDigest(key) ? 'digest-not-found' : 'log-file-not-found', key] as const));

const isDigest = (key: string) => key.includes('/CloudTrail-Digest/');

describe.each(BEGINNINGS)('a window that begins %s', (_name, from) => {
  const window = { from: new Date(from), until: UNTIL };

  it('proves no more than there is', async () => {
    const { faults, states } = await verifyTrail(trail, { window, now: NOW });
    expect(faults).toEqual([]);
    expect(Object.entries(states)).toHaveLength(76);
    expect(new Set(Object.values(states))).toEqual(new Set(['proven']));
  });

  it.each([{ deep: false }, { deep: true }])('misses all that the ledger knows: $deep', async ({ deep }) => {
    trail.world.bucket.delete(...deleted);
    const { faults, states } = await verifyTrail(trail, { window, deep, now: NOW });
    expect(deleted).toHaveLength(50);
    expect(faults.filter((fault) => !fault.startsWith('no-digest'))).toEqual(missing(deleted));
    expect([states['2026-03-16T22'], states['2026-03-17T22'], states['2026-03-18T00']]).toEqual([
      'missing',
      'missing',
      'proven',
    ]);
  });

  it('misses the digest that the first one left names, where the ledger was emptied too', async () => {
    trail.world.bucket.delete(...deleted);
    for (const day of ['2026-03-16', '2026-03-17']) trail.world.index.forgetDay(day);
    const { faults } = await verifyTrail(trail, { window, now: NOW });
    expect(faults).toContain(`digest-not-found ${trail.hours[24]?.digest}`);
  });
});

it('is not covered from the day before the first that is known, where the first digest is gone', async () => {
  trail.world.bucket.delete(...deleted);
  const window = { from: new Date('2025-12-01T00:00:00Z'), until: UNTIL };
  const { faults } = await verifyTrail(trail, { window, now: NOW });
  // Nobody knows whether it was the first of all.
  expect(faults.filter((fault) => fault.startsWith('no-digest'))).toEqual([
    'no-digest 2026-03-15T22:00:00Z..2026-03-16T22:55:00Z',
  ]);
});
