import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/sample/random.ts';

describe('random numbers', () => {
  it('are the same for the same seed and label', () => {
    const random = createRandom(7, 'test');
    expect([random.below(1000), random.below(1000), random.below(1000)]).toEqual([779, 237, 436]);
    expect(random.uuid()).toBe('f713ce3e-f920-4107-9a2b-67733d12a986');
  });

  it('differ between labels and between neighbouring seeds', () => {
    const first = [createRandom(7, 'a'), createRandom(7, 'b'), createRandom(8, 'a')].map((random) =>
      random.uuid(),
    );
    expect(new Set(first).size).toBe(3);
  });

  it('stay within their bounds and reach both ends', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: -5, max: 5 }), fc.nat({ max: 6 }), (seed, low, span) => {
        const random = createRandom(seed, 'bounds');
        const drawn = new Set(Array.from({ length: 400 }, () => random.between(low, low + span)));
        expect([...drawn].sort((one, other) => one - other)).toEqual(
          Array.from({ length: span + 1 }, (_, index) => low + index),
        );
      }),
    );
  });

  it('make version 4 UUIDs that do not repeat', () => {
    const random = createRandom(1, 'uuid');
    const drawn = new Set(Array.from({ length: 20_000 }, () => random.uuid()));
    expect(drawn.size).toBe(20_000);
    for (const uuid of drawn)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
