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

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** The further away the end is, the rounder: nobody can know it to the second, and digits that tremble say less. */
export function describeTimeLeft(leftMs: number | undefined): string {
  if (leftMs === undefined) return 'working …';
  const seconds = roundedSeconds(Math.round(leftMs) / 1000);
  if (seconds < MINUTE) return `${seconds}s left`;
  if (seconds < 10 * MINUTE) return `${Math.floor(seconds / MINUTE)}m ${seconds % MINUTE}s left`;
  if (seconds < HOUR) return `${seconds / MINUTE}m left`;
  return `${Math.floor(seconds / HOUR)}h ${(seconds % HOUR) / MINUTE}m left`;
}

function roundedSeconds(seconds: number): number {
  const upTo = (step: number) => Math.ceil(seconds / step) * step;
  if (upTo(1) < MINUTE) return upTo(1);
  if (upTo(5) < 10 * MINUTE) return upTo(5);
  return upTo(MINUTE) < HOUR ? upTo(MINUTE) : upTo(5 * MINUTE);
}
