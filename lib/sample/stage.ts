/**
 * The stage on which activities play: the moment, the random numbers, the sessions that are open, and the records made
 * so far. An activity performs calls as somebody and lets time pass between them; nothing else changes the trail.
 */

import type { Random } from './random.ts';
import { type ApiCall, buildRecord, type Caller, type SampleRecord } from './record.ts';

export interface OpenSession {
  readonly caller: Caller;
  /** Seconds since 1970, after which the credentials are no longer used. */
  readonly usableUntil: number;
}

export interface Stage {
  readonly random: Random;
  /** By the name of who holds the session: bounded, since a renewed session replaces the old one. */
  readonly sessions: Map<string, OpenSession>;
  /** Seconds since 1970; never after `end`. */
  at: number;
  /** The last second of the trail. */
  readonly end: number;
  /**
   * Before this moment everyday activities leave people alone. Opening a session takes people some seconds; nobody may
   * begin to use it meanwhile.
   */
  nextPersonAt: number;
  records: SampleRecord[];
}

export function createStage(random: Random, start: number, end: number): Stage {
  return { random, sessions: new Map(), at: start, end, nextPersonAt: start, records: [] };
}

export function perform(stage: Stage, caller: Caller, call: ApiCall): void {
  stage.records.push(buildRecord(call, caller, stage.at, stage.random));
}

/** Lets some seconds pass. At the end of the trail time stands still, so that no event falls out of its day. */
export function wait(stage: Stage, least: number, most: number): void {
  stage.at = Math.min(stage.at + stage.random.between(least, most), stage.end);
}

/** The session that this holder has open, or a new one. Sessions are opened when first needed, as SDKs do. */
export function useSession(stage: Stage, holder: string, seconds: number, open: () => Caller): Caller {
  const known = stage.sessions.get(holder);
  if (known !== undefined && known.usableUntil > stage.at) return known.caller;
  // Counted from before the opening: credentials must not be used after they expire.
  const usableUntil = stage.at + seconds;
  const caller = open();
  stage.sessions.set(holder, { caller, usableUntil });
  return caller;
}
