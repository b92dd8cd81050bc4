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
