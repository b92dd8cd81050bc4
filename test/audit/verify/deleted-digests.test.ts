/**
 * Whichever digests are deleted, with their log files and without a trace in the ledger: as long as a later one is left,
 * each of them is missed, and nothing else.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { verifyTrail } from './findings.ts';
import { CLOUDTRAIL_KEY } from './world/signing-key.ts';
import type { Delivered } from './world/trail-chain.ts';
import { TrailWorld } from './world/trail-world.ts';

const BEGINNING_MS = Date.parse('2026-03-16T18:00:00Z');
const HOUR_MS = 3_600_000;

/** Hours of a trail in each of the folders that it delivers to, one after the other; and which of them are deleted. */
const PARTS = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 4,
});

/** The trail is converted to an organisation's, and back, and so on. */
async function deliverParts(minute: number, parts: readonly (readonly boolean[])[]) {
  const world = new TrailWorld();
  world.publish('eu-west-1', CLOUDTRAIL_KEY.published);
  let chain = world.startChain();
  let atMs = BEGINNING_MS + minute * 60_000;
  const hours: Delivered[] = [];
  for (const [index, part] of parts.entries()) {
    if (index > 0) chain = chain.convert({ organizationId: index % 2 === 1 ? 'o-abcdefghij' : undefined });
    const start = `${new Date(atMs).toISOString().slice(0, 19)}Z`;
    hours.push(
      ...chain.deliver(
        start,
        part.map(() => 1),
      ),
    );
    atMs += part.length * HOUR_MS;
  }
  await world.indexAll();
  return { world, hours, until: new Date(atMs) };
}

it('are all missed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 59 }), PARTS, async (minute, parts) => {
      const trail = await deliverParts(minute, parts);
      const isDeleted = [...parts.flat().slice(0, -1), false];
      const gone = trail.hours.filter((_, index) => isDeleted[index]);
      for (const { digest, logFiles } of gone) {
        trail.world.bucket.delete(digest, ...logFiles);
        for (const key of [digest, ...logFiles]) trail.world.index.forgetFile(key);
      }
      const window = { from: new Date(BEGINNING_MS), until: trail.until };
      const { faults, states } = await verifyTrail(trail, { window, now: trail.until });
      expect(faults.map((fault) => fault.split(' ')[0])).toEqual(gone.map(() => 'digest-not-found'));
      const missing = Object.keys(states).filter((hour) => states[hour] === 'missing');
      expect(missing).toEqual(gone.map(({ hour }) => hour));
      expect(new Set(Object.values(states))).not.toContain('not-covered');
    }),
    { numRuns: 150 },
  );
});
