import { describe, expect, it } from 'vitest';
import { createPacer } from '../../lib/operations/pacer.ts';

const { signal } = new AbortController();

/** Time that passes only when the test says so; who waits is told how long. */
function world() {
  const waits: number[] = [];
  const clock = { nowMs: 1_000, now: () => clock.nowMs, wait: async (ms: number) => void waits.push(ms) };
  return { clock, waits };
}

describe('a pacer', () => {
  it('lets the first begin at once and each other when those before it have had their time', async () => {
    const { clock, waits } = world();
    const pace = createPacer(20, clock);
    await pace(10, signal);
    await Promise.all([pace(10, signal), pace(5, signal), pace(1, signal)]);
    expect(waits).toEqual([500, 1_000, 1_250]);
  });

  it('lets nobody wait who comes late enough, and makes nothing up for an idle time', async () => {
    const { clock, waits } = world();
    const pace = createPacer(20, clock);
    await pace(10, signal);
    clock.nowMs += 10_000;
    await pace(10, signal);
    expect(waits).toEqual([]);
    await pace(10, signal);
    expect(waits).toEqual([500]);
  });
});
