/** A trail that was converted delivers to other folders, and goes on with its chain: the first digest there names the last here. */
import { describe, expect, it } from 'vitest';
import { faults, verifyTrail } from './findings.ts';
import { CLOUDTRAIL_KEY } from './world/signing-key.ts';
import { FIRST_START, SOUND, TrailWorld } from './world/trail-world.ts';

describe.each([
  ['to that of an organisation', { organizationId: 'o-abcdefghij' }, {}],
  ['to another key prefix', { keyPrefix: 'new/home' }, { keyPrefix: '*' }],
])('a trail that was converted %s', (_name, settings, folders) => {
  async function deliverConverted() {
    const world = new TrailWorld();
    world.publish('eu-west-1', CLOUDTRAIL_KEY.published);
    const chain = world.startChain();
    const before = chain.deliver(FIRST_START, [2, 2]);
    const after = chain.convert(settings).deliver('2026-03-17T00:13:52Z', [0, 1, 2]);
    await world.indexAll();
    return { world, before, after };
  }

  it('is one chain', async () => {
    const trail = await deliverConverted();
    const { faults, states, notices } = await verifyTrail(trail, { folders });
    expect(faults).toEqual([]);
    expect(states).toEqual(SOUND);
    // Only the very first is a beginning, and nothing has ended.
    expect(notices).toEqual([`chain-started ${trail.before[0]?.digest}`]);
  });

  it.each([1, 2])('lacks its last digests before, where nobody recorded them: %d', async (count) => {
    const trail = await deliverConverted();
    const gone = trail.before.slice(-count).map(({ digest }) => digest);
    trail.world.bucket.delete(...gone);
    for (const key of gone) trail.world.index.forgetFile(key);
    const { faults: found } = await verifyTrail(trail, { folders });
    expect(found).toEqual(faults(...gone.map((key) => ['digest-not-found', key] as const)));
  });

  it('vouches for what it delivered before', async () => {
    const trail = await deliverConverted();
    const last = trail.before[1]?.digest ?? '';
    trail.world.bucket.setMetadata(last, { signature: undefined });
    const { faults, notices } = await verifyTrail(trail, { folders });
    expect(faults).toEqual([]);
    expect(notices).toContain(`digest-vouched ${last}`);
  });
});

describe('the border of a conversion', () => {
  const window = { from: new Date('2026-03-16T20:00:00Z'), until: new Date('2026-03-17T06:00:00Z') };

  /** Four hours here, then five there. */
  async function deliverConverted(goesOnAt = '2026-03-17T00:13:52Z') {
    const world = new TrailWorld();
    world.publish('eu-west-1', CLOUDTRAIL_KEY.published);
    const chain = world.startChain();
    const before = chain.deliver('2026-03-16T20:13:52Z', [1, 1, 1, 1]);
    const converted = chain.convert({ organizationId: 'o-abcdefghij' });
    const after = converted.deliver(goesOnAt, [1, 1, 1, 1, 1]);
    await world.indexAll();
    return { world, before, after };
  }

  it.each([
    ['the first there', 0, 1],
    ['the first two there', 0, 2],
    ['the last here and the first there', 1, 1],
    ['two here and two there', 2, 2],
  ])('lacks only what is gone: %s', async (_name, here, there) => {
    const trail = await deliverConverted();
    const gone = [...trail.before.slice(4 - here), ...trail.after.slice(0, there)];
    for (const { digest, logFiles } of gone) {
      trail.world.bucket.delete(digest, ...logFiles);
      for (const key of [digest, ...logFiles]) trail.world.index.forgetFile(key);
    }
    const { faults: found, states } = await verifyTrail(trail, { window });
    expect(found).toHaveLength(gone.length);
    expect(found.every((fault) => fault.startsWith('digest-not-found'))).toBe(true);
    const missing = Object.keys(states).filter((hour) => states[hour] === 'missing');
    expect(missing).toEqual(gone.map(({ hour }) => hour));
    expect(new Set(Object.values(states))).toEqual(new Set(['proven', 'missing']));
  });

  it('is not covered where the trail was silent for a time between', async () => {
    const trail = await deliverConverted('2026-03-17T02:13:52Z');
    const later = { ...window, until: new Date('2026-03-17T08:00:00Z') };
    const { faults: found, states } = await verifyTrail(trail, { window: later, now: later.until });
    expect(found).toEqual(['no-digest 2026-03-17T00:13:52Z..2026-03-17T02:13:52Z']);
    expect([states['2026-03-17T00'], states['2026-03-17T01']]).toEqual(['not-covered', 'not-covered']);
  });
});
