/**
 * Objects in the folder of a digest whose names tell no time. Whoever may write to the bucket can put them there, so nothing
 * that they say of themselves counts before they hold.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { verifyTrail } from './findings.ts';
import { type DeliveredTrail, deliverTrail, SOUND } from './world/trail-world.ts';

const WHOLE_DAYS = { from: new Date('2026-03-16T22:00:00Z'), until: new Date('2026-03-18T00:00:00Z') };

/** A copy of the last digest that says another end. */
function putOdd({ world: { bucket }, hours }: DeliveredTrail, digestEndTime: string): string {
  const last = hours[4]?.digest ?? '';
  const odd = last.replace(/[^/]*$/, 'x.json.gz');
  const text = JSON.stringify({ ...JSON.parse(bucket.textOf(last)), digestEndTime });
  bucket.put(odd, gzipSync(text), {}, new Date('2026-03-17T04:00:00Z'));
  return odd;
}

describe('one that says it ends in two hundred years', () => {
  const END = '2226-12-31T23:59:59Z';

  it('is named at the end of its day', async () => {
    const trail = await deliverTrail();
    const odd = putOdd(trail, END);
    const { faults, states } = await verifyTrail(trail, { window: WHOLE_DAYS });
    expect(faults).toContain(`digest-moved ${odd}`);
    expect(states).toMatchObject({ ...SOUND, '2026-03-17T22': 'altered' });
  });

  // One that is taken at its word has the hours of centuries counted, until there is no memory left.
  it('changes nothing about other hours', async () => {
    const trail = await deliverTrail();
    putOdd(trail, END);
    const live = { isLive: true, now: new Date('2026-03-17T03:50:00Z') };
    for (const rest of [{}, live]) {
      const found = await verifyTrail(trail, rest);
      expect(found.faults).toEqual([]);
      expect(found.states).toEqual(SOUND);
    }
  });
});
