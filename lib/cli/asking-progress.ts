/** A line on stderr while all questions are asked: how many have an answer. Only where somebody watches. */
import type { Writable } from 'node:stream';
import cliProgress from 'cli-progress';
import { count } from './render/count.ts';

export interface AskingProgress {
  update(answered: number): void;
  /** Clears the line. */
  stop(): void;
}

export function showAsking(stderr: Writable, quiet: boolean, total: number): AskingProgress {
  if (quiet || Reflect.get(stderr, 'isTTY') !== true) return { update: () => {}, stop: () => {} };
  const bar = new cliProgress.SingleBar({
    stream: stderr as NodeJS.WritableStream,
    format: `{bar} {value} of ${count(total, 'question')}`,
    barsize: 20,
    barCompleteChar: '━',
    barIncompleteChar: '─',
    formatBar: cliProgress.Format.BarFormat,
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(total, 0);
  return { update: (answered) => bar.update(answered), stop: () => bar.stop() };
}
