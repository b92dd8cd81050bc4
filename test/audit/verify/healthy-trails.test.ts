/**
 * Whatever a trail goes through that nobody has tampered with, and whatever time of it is looked at: no object is accused.
 * Only time without digests is said to be without.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkReports, faultsIn } from './findings.ts';
import { CLOUDTRAIL_KEY, FOREIGN_KEY } from './world/signing-key.ts';
import type { TrailChain } from './world/trail-chain.ts';
import { TrailWorld } from './world/trail-world.ts';

const HOUR_MS = 3_600_000;
const BEGINNING_MS = Date.parse('2026-03-16T18:00:00Z');

/** What a trail does next: deliver some hours, stop and start again, be converted, get a new key. */
const STEPS = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ deliver: fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 4 }) }),
    },
    { weight: 1, arbitrary: fc.record({ restartAfterMinutes: fc.integer({ min: 5, max: 200 }) }) },
    { weight: 1, arbitrary: fc.constant({ convert: true }) },
    { weight: 1, arbitrary: fc.constant({ newKey: true }) },
  ),
  { minLength: 1, maxLength: 8 },
);

const TRAIL = fc.record({ minute: fc.nat({ max: 59 }), steps: STEPS });

type Trail = typeof TRAIL extends fc.Arbitrary<infer Value> ? Value : never;

/** @returns when its last digest ends */
function live(world: TrailWorld, trailName: string, { minute, steps }: Trail): number {
  let chain: TrailChain = world.startChain({ trailName });
  let atMs = BEGINNING_MS + minute * 60_000;
  for (const step of steps) {
    if ('deliver' in step) {
      chain.deliver(`${new Date(atMs).toISOString().slice(0, 19)}Z`, step.deliver);
      atMs += step.deliver.length * HOUR_MS;
    } else if ('restartAfterMinutes' in step) {
      chain.restart();
      atMs += step.restartAfterMinutes * 60_000;
    } else if ('convert' in step) {
      const isOrganization = chain.settings.organizationId !== undefined;
      chain = chain.convert({ organizationId: isOrganization ? undefined : 'o-abcdefghij' });
    } else chain.signWith(FOREIGN_KEY);
  }
  return atMs;
}

it.each([{ deep: false }, { deep: true }])('are never accused, with deep: $deep', async ({ deep }) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(TRAIL, { minLength: 1, maxLength: 2 }),
      fc.integer({ min: -3, max: 12 }),
      fc.integer({ min: 1, max: 30 }),
      async (trails, fromHour, hours) => {
        const world = new TrailWorld();
        for (const { published } of [CLOUDTRAIL_KEY, FOREIGN_KEY]) world.publish('eu-west-1', published);
        const ends = trails.map((trail, index) => live(world, `trail-${index}`, trail));
        await world.indexAll();
        const from = new Date(BEGINNING_MS + fromHour * HOUR_MS);
        const window = { from, until: new Date(from.getTime() + hours * HOUR_MS) };
        const now = new Date(Math.max(...ends, window.until.getTime()) + 2 * HOUR_MS);
        const reports = await world.verify({ window, now, deep });
        checkReports(reports);
        expect(faultsIn(reports).filter((fault) => !fault.startsWith('no-digest'))).toEqual([]);
      },
    ),
    { numRuns: 100 },
  );
});
