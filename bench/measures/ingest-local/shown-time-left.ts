/** How true the time left was that a run showed. */
import type { ShownLine } from './watch-run.ts';

export interface ShownTimeLeft {
  /** Of the run's progress, when the line was shown. */
  readonly seconds: number;
  readonly trueSeconds: number;
}

const TIME_LEFT = /(?:(\d+)h )?(?:(\d+)m ?)?(?:(\d+)s )?left/;

/** Of the lines that tell one; the last line of progress is the end. */
export function shownTimesLeft(shown: readonly ShownLine[]): readonly ShownTimeLeft[] {
  const endMs = shown.findLast(({ line }) => line.includes('left'))?.ms ?? 0;
  return shown.flatMap(({ ms, line }) => {
    const match = TIME_LEFT.exec(line);
    if (match === null) return [];
    const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((digits) => Number(digits ?? 0));
    return [{ seconds: (hours * 60 + minutes) * 60 + seconds, trueSeconds: (endMs - ms) / 1000 }];
  });
}

/** A whole number of seconds cannot be nearer than that. */
const ROUNDING_SECONDS = 2;

export function isWithin({ seconds, trueSeconds }: ShownTimeLeft, share: number): boolean {
  return Math.abs(seconds - trueSeconds) <= Math.max(ROUNDING_SECONDS, share * trueSeconds);
}
