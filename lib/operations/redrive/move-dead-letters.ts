/**
 * Moves the dead letters back into the delivery queue: by the queue service itself, or one by one.
 *
 * One by one, a letter is deleted only after it was sent: sent twice is harmless, because what is indexed is acknowledged
 * at once; not sent would be lost. A move that somebody else has started is watched to its end; one of our own follows,
 * for letters that were hidden while it ran.
 */
import type { OperationClock } from '../ports.ts';
import type { DeadLetter, DeadLetterQueue, MoveState, QueueMove } from './dead-letters.ts';
import { RedriveError } from './redrive-error.ts';

export interface MoveContext {
  readonly queue: DeadLetterQueue;
  readonly clock: OperationClock;
  /** Stops the move; what was moved stays moved. */
  readonly signal: AbortSignal;
  readonly pollIntervalMs: number;
  readonly onMoved: (moved: number, total: number | undefined) => void;
}

export interface MoveEnd {
  /** Dead letters; about so many where the service moves them. */
  readonly moved: number;
  readonly isDone: boolean;
}

/** Longer than ten sends take, short enough for the next run to find what this one did not finish. */
const HIDDEN_WHILE_MOVED_SECONDS = 30;

export async function moveDeadLetters(context: MoveContext): Promise<MoveEnd> {
  let before = 0;
  for (;;) {
    const move = await context.queue.startMove();
    if (move === undefined) return moveOneByOne(context);
    const { status, moved, reason } = await watch(move, context, before);
    const end = { moved: before + moved, isDone: status === 'done' };
    if (context.signal.aborted) return end;
    if (!move.isJoined) {
      if (status === 'failed') throw gaveUp(end.moved, reason);
      return end;
    }
    before = end.moved;
  }
}

function gaveUp(moved: number, reason: string | undefined): RedriveError {
  const why = reason === undefined ? '' : `: ${reason.replace(/\.$/, '')}`;
  return new RedriveError(
    `The queue service gave up moving after ${moved} dead letters${why}. The others are where they were: ` +
      'run it again as the operator role (output OperatorRoleArn of the stack).',
  );
}

async function watch(move: QueueMove, context: MoveContext, before: number): Promise<MoveState> {
  const { clock, signal, pollIntervalMs, onMoved } = context;
  for (;;) {
    const state = await move.read();
    onMoved(before + state.moved, state.total === undefined ? undefined : before + state.total);
    if (state.status !== 'running') return state;
    if (signal.aborted) {
      await move.cancel();
      return { ...(await move.read()), status: 'cancelled' };
    }
    await clock.wait(pollIntervalMs, signal);
  }
}

async function moveOneByOne({ queue, signal, onMoved }: MoveContext): Promise<MoveEnd> {
  let moved = 0;
  while (!signal.aborted) {
    const letters = await queue.receive(HIDDEN_WHILE_MOVED_SECONDS);
    if (letters.length === 0) return { moved, isDone: true };
    moved += await moveSome(queue, letters);
    onMoved(moved, undefined);
  }
  return { moved, isDone: false };
}

async function moveSome(queue: DeadLetterQueue, letters: readonly DeadLetter[]): Promise<number> {
  const sends = await Promise.allSettled(letters.map((letter) => queue.sendBack(letter)));
  const sent = letters.filter((_, index) => sends[index]?.status === 'fulfilled');
  if (sent.length > 0) await queue.delete(sent);
  const failed = sends.find((send) => send.status === 'rejected');
  if (failed === undefined) return sent.length;
  // Why it was not sent says more than that it stays hidden for half a minute.
  await queue.release(letters.filter((letter) => !sent.includes(letter))).catch(() => {});
  throw failed.reason;
}
