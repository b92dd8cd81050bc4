/** A line on stderr while all questions are asked: how many have an answer. Only where somebody watches. */
import type { Writable } from 'node:stream';
import { count } from '../render/count.ts';
import { isWatched, newBar } from './bar.ts';

export interface AskingProgress {
  update(answered: number): void;
  /** Clears the line. */
  stop(): void;
}

export function showAsking(stderr: Writable, quiet: boolean, total: number): AskingProgress {
  if (quiet || !isWatched(stderr)) return { update: () => {}, stop: () => {} };
  const bar = newBar(stderr, { format: `{bar} {value} of ${count(total, 'question')}`, inPipes: false });
  bar.start(total, 0);
  return { update: (answered) => bar.update(answered), stop: () => bar.stop() };
}
