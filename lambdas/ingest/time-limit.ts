/**
 * How an invocation ends by itself before Lambda ends it: what is kept of its time, and for what.
 *
 * Nothing is waited for beyond its end, neither a body that trickles nor a table that does not answer: the wait is given
 * up, what was begun may finish or not, and the message comes again. That is safe because every write may be repeated.
 */
import { OutOfTimeError } from './errors.ts';
import type { Clock } from './ports.ts';

/** Milliseconds of an invocation that are kept at each step for the next. */
export const KEPT_MS = {
  /** When the work on log files ends: for the ledger entries that say how far it got. */
  afterFiles: 6_000,
  /** When the messages are answered: for setting when the failed ones come again. */
  afterLedger: 3_500,
  /** When everything has ended but the metrics. */
  afterAnswer: 1_000,
} as const;

const OUT_OF_TIME = 'The invocation ran out of time.';

/** As `work` ends, unless `end` aborts before: then an OutOfTimeError, and nobody listens to `work` any more. */
export async function endingAt<Result>(
  end: AbortSignal,
  work: Promise<Result>,
  problem: () => string = () => OUT_OF_TIME,
): Promise<Result> {
  let forget = () => {};
  const ended = new Promise<never>((_resolve, reject) => {
    const giveUp = () => reject(new OutOfTimeError(problem()));
    if (end.aborted) giveUp();
    end.addEventListener('abort', giveUp, { once: true });
    forget = () => end.removeEventListener('abort', giveUp);
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    forget();
  }
}

/** @throws OutOfTimeError when nothing more may be begun. */
export function requireTime(clock: Clock): void {
  if (clock.remainingMs() < KEPT_MS.afterFiles)
    throw new OutOfTimeError('The invocation ran out of time before this log file was done.');
}
