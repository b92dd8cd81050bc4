/**
 * Spreads what several workers do evenly over time: each asks before it begins and waits for its turn.
 *
 * Turns are given in the order in which they are asked for; time in which nobody asked is not made up for later.
 */
import type { OperationClock } from './ports.ts';

/** Resolves when `amount` more may be done, or as soon as `signal` aborts. */
export type Pacer = (amount: number, signal: AbortSignal) => Promise<void>;

export function createPacer(perSecond: number, clock: OperationClock): Pacer {
  let freeAt = clock.now();
  return async (amount, signal) => {
    const now = clock.now();
    const turn = Math.max(freeAt, now);
    freeAt = turn + (amount / perSecond) * 1_000;
    if (turn > now) await clock.wait(turn - now, signal);
  };
}
