/** An organisation's trail and an account's may have one name, and deliver to one account and region, each to its folder. */
import { expect, it } from 'vitest';
import { faults, verifyTrail } from './findings.ts';
import { CLOUDTRAIL_KEY } from './world/signing-key.ts';
import { TrailWorld } from './world/trail-world.ts';

async function deliverTwo() {
  const world = new TrailWorld();
  world.publish('eu-west-1', CLOUDTRAIL_KEY.published);
  const one = world.startChain().deliver('2026-03-16T22:13:52Z', [1, 1, 1, 1, 1]);
  const other = world.startChain({ organizationId: 'o-abcdefghij' });
  other.deliver('2026-03-16T22:40:10Z', [1, 1, 1, 1, 1]);
  await world.indexAll();
  return { world, hours: one };
}

it('are both proven', async () => {
  expect((await verifyTrail(await deliverTwo())).faults).toEqual([]);
});

it('do not stand in for each other: of two digests in a row that one lost both are named', async () => {
  const trail = await deliverTwo();
  const gone = [trail.hours[1], trail.hours[2]].flatMap((hour) => hour ?? []);
  for (const { digest, logFiles } of gone) {
    trail.world.bucket.delete(digest, ...logFiles);
    for (const key of [digest, ...logFiles]) trail.world.index.forgetFile(key);
  }
  const { faults: found, states } = await verifyTrail(trail);
  expect(found).toEqual(faults(...gone.map(({ digest }) => ['digest-not-found', digest] as const)));
  expect([states['2026-03-16T23'], states['2026-03-17T00']]).toEqual(['missing', 'missing']);
});
