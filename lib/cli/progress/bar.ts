/**
 * The bar of every command that takes long: on stderr, gone when it is done, cut to the terminal.
 *
 * A number of what is left is only told where there has been a pace: a wrong one is worse than none.
 */
import type { Writable } from 'node:stream';
import cliProgress from 'cli-progress';

/** Where nobody watches (a log of a build), a line now and then is enough. */
const LINE_EVERY_MS = 5_000;

export interface BarLook {
  /** cli-progress's format: `{bar}`, `{value}` and the names of what is shown. */
  readonly format: string;
  /** @default 20 */
  readonly size?: number;
  /** Whether lines are also written where nobody watches. */
  readonly inPipes: boolean;
}

export function newBar(stderr: Writable, { format, size = 20, inPipes }: BarLook): cliProgress.SingleBar {
  return new cliProgress.SingleBar({
    stream: stderr as NodeJS.WritableStream,
    format,
    barsize: size,
    barCompleteChar: '━',
    barIncompleteChar: '─',
    formatBar: cliProgress.Format.BarFormat,
    hideCursor: true,
    clearOnComplete: true,
    ...(inPipes ? { noTTYOutput: true, notTTYSchedule: LINE_EVERY_MS } : {}),
  });
}

/** Whether somebody sees what is written there at once. */
export function isWatched(stderr: Writable): boolean {
  return Reflect.get(stderr, 'isTTY') === true;
}

/** From the pace so far. */
export function describeTimeLeft(elapsedSeconds: number, finished: number, total: number): string {
  if (finished === 0) return 'working …';
  const seconds = Math.ceil((elapsedSeconds * (total - finished)) / finished);
  if (seconds < 60) return `${seconds}s left`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s left`;
  return `${Math.floor(seconds / 3_600)}h ${Math.floor((seconds % 3_600) / 60)}m left`;
}
