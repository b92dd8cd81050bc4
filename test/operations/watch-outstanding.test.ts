import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { OutcomeTally } from '../../lib/operations/backfill/backfill-outcome.ts';
import { createOutstandingFiles } from '../../lib/operations/outstanding-files.ts';
import { watchOutstanding } from '../../lib/operations/watch-outstanding.ts';

/** A file that the index never deals with, announced by work that goes on until `finish`. */
function watching(underWay: number) {
  let nowMs = 0;
  const outstanding = createOutstandingFiles({ readEntries: async () => [] }, new OutcomeTally(), 10);
  const file = { path: 'a', key: 'a', deliveryDay: '2026-03-17', isDigest: false, eTag: 'e' };
  outstanding.add({ ...file, originalName: undefined, previous: undefined });
  const movement = { at: 0, underWay };
  const stop = new AbortController();
  let finish = () => {};
  const work = new Promise<void>((resolve) => (finish = resolve));
  const looks: number[] = [];
  const ended = watchOutstanding(work, {
    outstanding,
    movement,
    stop,
    clock: {
      now: () => nowMs,
      wait: async (ms) => {
        await nextTurn();
        nowMs += ms;
      },
    },
    settings: { pollIntervalMs: 1_000, giveUpAfterMs: 5_000 },
    onLook: () => {
      looks.push(nowMs);
      if (nowMs === 20_000) movement.underWay = 0;
    },
  });
  return { ended, looks, stop, finish };
}

describe('the watch over outstanding files', () => {
  it('gives up when nothing moves, and ends the announcing with it', async () => {
    const { ended, looks, stop } = watching(0);
    expect(await ended).toBe('stalled');
    expect(looks).toEqual([1_000, 2_000, 3_000, 4_000, 5_000]);
    expect(stop.signal.aborted).toBe(true);
  });

  it('does not give up while something is on its way into the bucket, however slowly', async () => {
    const { ended, looks } = watching(1);
    expect(await ended).toBe('stalled');
    expect(looks.at(-1)).toBe(20_000);
  });

  it('ends at once when it is told to stop', async () => {
    const { ended, looks, stop, finish } = watching(0);
    stop.abort();
    finish();
    expect(await ended).toBe('done');
    expect(looks).toEqual([]);
  });
});
