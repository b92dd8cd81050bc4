/** Names that somebody gave: a log file's tells another day than its folder, a digest's a time to come. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { faults, verifyTrail } from './findings.ts';
import { type DeliveredTrail, deliverTrail, SOUND } from './world/trail-world.ts';

const DAY = { from: new Date('2026-03-17T00:00:00Z'), until: new Date('2026-03-18T00:00:00Z') };
const NOON = { from: new Date('2026-03-17T12:00:00Z'), until: new Date('2026-03-17T15:00:00Z') };
const NOW = new Date('2026-07-01T00:00:00Z');

/** A log file of the day under another name in the same folder. */
async function forge({ world, hours }: DeliveredTrail, name: string): Promise<string> {
  const real = hours[5]?.logFiles[0] ?? '';
  const forged = real.replace(/[^/]*$/, name);
  world.bucket.put(forged, world.bucket.object(real).stored, {}, new Date('2026-06-17T04:00:00Z'));
  await world.index.index(forged);
  return forged;
}

describe('a log file whose name tells another day than its folder', () => {
  it.each([
    '111122223333_CloudTrail_eu-west-1_20200101T0000Z_Fake.json.gz',
    '111122223333_CloudTrail_eu-west-1_20300101T0000Z_Fake.json.gz',
    '111122223333_CloudTrail_eu-west-1_20260316T2350Z_Fake.json.gz',
    '111122223333_CloudTrail_eu-west-1_20260318T0000Z_Fake.json.gz',
    'x.json.gz',
  ])('is named in whatever window touches the day of its folder: %s', async (name) => {
    const trail = await deliverTrail({}, Array(26).fill(1));
    const forged = await forge(trail, name);
    for (const window of [DAY, NOON]) {
      const found = await verifyTrail(trail, { window, now: NOW });
      expect(found.faults).toEqual(faults(['log-file-not-listed', forged]));
    }
  });

  it('is named on the first day of a trail, whose time before is not lacking for it', async () => {
    const trail = await deliverTrail({}, Array(10).fill(1));
    const day = { from: new Date('2026-03-16T00:00:00Z'), until: new Date('2026-03-17T00:00:00Z') };
    const forged = (trail.hours[0]?.logFiles[0] ?? '').replace(/[^/]*$/, 'x.json.gz');
    trail.world.bucket.put(
      forged,
      trail.world.bucket.object(trail.hours[0]?.logFiles[0] ?? '').stored,
      {},
      NOW,
    );
    await trail.world.index.index(forged);
    const found = await verifyTrail(trail, { window: day, now: NOW });
    expect(found.faults).toEqual(faults(['log-file-not-listed', forged]));
  });

  it('is missed where it is gone and the ledger knows it', async () => {
    const trail = await deliverTrail({}, Array(26).fill(1));
    const forged = await forge(trail, 'x.json.gz');
    trail.world.bucket.delete(forged);
    const found = await verifyTrail(trail, { window: DAY, now: NOW });
    expect(found.faults).toEqual(faults(['log-file-not-found', forged]));
  });
});

describe('a digest that ends in a time to come', () => {
  const now = new Date('2026-03-17T06:30:00Z');
  const live = { isLive: true, now, window: { from: new Date('2026-03-16T22:00:00Z'), until: now } };

  it.each(['audit_trail-1', 'zz'])('hides nothing and invents nothing: %s', async (trailName) => {
    const trail = await deliverTrail();
    const before = await verifyTrail(trail, live);
    expect(before.faults).toEqual(['digest-overdue 2026-03-17T03:13:52Z..2026-03-17T05:13:52Z']);
    const last = trail.hours[4]?.digest ?? '';
    const junk = last.replace('audit_trail-1', trailName).replace(/_\d{8}T\d{6}Z/, '_20260317T082000Z');
    trail.world.bucket.put(junk, gzipSync('{}'), {}, now);
    expect(await verifyTrail(trail, live)).toEqual(before);
  });

  it('is named where the hour before its end is looked at', async () => {
    const trail = await deliverTrail();
    const last = trail.hours[4]?.digest ?? '';
    const junk = last.replace(/_\d{8}T\d{6}Z/, '_20260317T071500Z');
    trail.world.bucket.put(junk, gzipSync('{}'), {}, now);
    const { faults: found, states } = await verifyTrail(trail, live);
    expect(found).toContain(`digest-invalid-format ${junk}`);
    expect(states).toMatchObject({ ...SOUND, '2026-03-17T06': 'altered' });
  });

  it('makes no gaps in a copy either, long after, where it lies beyond what is looked at', async () => {
    const trail = await deliverTrail({}, [1, 1, 1]);
    const last = trail.hours[2]?.digest ?? '';
    trail.world.bucket.put(last.replace(/_\d{8}T\d{6}Z/, '_20260317T062000Z'), gzipSync('{}'), {}, NOW);
    const window = { from: new Date('2026-03-16T22:00:00Z'), until: new Date('2026-03-17T05:00:00Z') };
    expect((await verifyTrail(trail, { window, now: NOW })).faults).toEqual([]);
  });
});
