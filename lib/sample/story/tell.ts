/**
 * Telling a story: what somebody did on this one day, call by call, at a fixed time of day. Stories are in every trail of
 * the same size or larger, at the same moments whatever the seed, so that a demonstration knows what there is to find.
 */

import type { Stage } from '../stage.ts';

export interface Story {
  /** Seconds after midnight of the first day. */
  readonly startsAt: number;
  readonly tell: (stage: Stage) => void;
}

/** `13:41` as seconds after midnight. */
export function clock(time: string): number {
  return Number(time.slice(0, 2)) * 3600 + Number(time.slice(3, 5)) * 60;
}
