/**
 * Looks at the dead letters without taking them: who looks receives, and lets go again.
 *
 * A letter that was received stays hidden until the look is over, so that none is seen twice and the end is reached. The
 * look is bounded in letters, log files and time; the time is half of what the letters stay hidden for, so that the first
 * do not come again before the last. Breaking off, or failing, lets go as well.
 */
import type { TrailScope } from '../../event-index/trail-scope.ts';
import type { OperationClock } from '../ports.ts';
import type { Announced } from './announced-files.ts';
import { readAnnounced } from './announced-files.ts';
import type { DeadLetterQueue, HeldLetter } from './dead-letters.ts';

export interface LookLimits {
  readonly letters: number;
  /** Log files announced in them. */
  readonly files: number;
  readonly hiddenSeconds: number;
}

export const DEFAULT_LOOK_LIMITS: LookLimits = { letters: 1_000, files: 20_000, hiddenSeconds: 120 };

/** A dead letter as far as people are told about it. */
export interface SeenLetter {
  readonly id: string;
  readonly sentAt: Date | undefined;
  readonly receives: number;
  readonly announced: readonly Announced[];
}

export interface Look {
  /** The oldest first. */
  readonly letters: readonly SeenLetter[];
  /** There was nothing more to be had. */
  readonly isWhole: boolean;
}

export interface LookContext {
  readonly queue: DeadLetterQueue;
  readonly trail: TrailScope;
  /** @default what the function takes where no setting says otherwise */
  readonly maxKeysPerNotification?: number | undefined;
  readonly clock: OperationClock;
  readonly signal: AbortSignal;
  readonly limits: LookLimits;
}

export async function lookAtDeadLetters(context: LookContext): Promise<Look> {
  const held: HeldLetter[] = [];
  let seen: Look;
  try {
    seen = await look(context, held);
  } catch (error) {
    // Why the look failed says more than that the letters stay hidden for a while.
    await context.queue.release(held).catch(() => {});
    throw error;
  }
  await context.queue.release(held);
  return seen;
}

async function look(context: LookContext, held: HeldLetter[]): Promise<Look> {
  const { queue, trail, maxKeysPerNotification, clock, signal, limits } = context;
  const letters = new Map<string, SeenLetter>();
  const endsAt = clock.now() + (limits.hiddenSeconds * 1_000) / 2;
  let files = 0;
  let isWhole = false;
  while (!signal.aborted && letters.size < limits.letters && files < limits.files && clock.now() < endsAt) {
    const received = await queue.receive(limits.hiddenSeconds);
    if (received.length === 0) {
      isWhole = true;
      break;
    }
    held.push(...received.map(({ receipt }) => ({ receipt })));
    for (const { id, body, sentAt, receives } of received) {
      if (letters.has(id)) continue;
      const announced = readAnnounced(body, trail, maxKeysPerNotification);
      files += announced.length;
      letters.set(id, { id, sentAt, receives, announced });
    }
  }
  return { letters: [...letters.values()].sort(byAge), isWhole };
}

function byAge(a: SeenLetter, b: SeenLetter): number {
  return (a.sentAt?.getTime() ?? 0) - (b.sentAt?.getTime() ?? 0);
}
