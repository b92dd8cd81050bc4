/**
 * A line on stderr while a question reads a whole window: how much, how fast, how long still.
 *
 * Only where somebody watches, and not before it has taken a moment: most questions are answered sooner. How much there
 * is to read is known for sweeps, by counters that count deliveries: rather too many.
 */
import type { Writable } from 'node:stream';
import type { SingleBar } from 'cli-progress';
import type { ReadProgress } from '../../audit/read-all.ts';
import { grouped } from '../render/count.ts';
import { describeTimeLeft, isWatched, newBar } from './bar.ts';
import { TimeLeft } from './time-left.ts';

const QUIET_AT_FIRST_MS = 400;

export interface ReadingProgress {
  update(progress: ReadProgress): void;
  /** Clears the line, until the next page: before anything else is written to the terminal, and at the end. */
  stop(): void;
}

/** @param milliseconds a clock that only goes forward */
export function showReading(
  stderr: Writable,
  quiet: boolean,
  milliseconds: () => number = () => performance.now(),
): ReadingProgress {
  if (quiet || !isWatched(stderr)) return { update: () => {}, stop: () => {} };
  const startedAt = milliseconds();
  const timeLeft = new TimeLeft();
  let bar: SingleBar | undefined;
  return {
    update({ entries, expected }) {
      const now = milliseconds();
      const elapsedMs = now - startedAt;
      const leftMs = timeLeft.at(now, { finished: entries, total: Math.max(entries, expected ?? 0) });
      if (elapsedMs < QUIET_AT_FIRST_MS) return;
      const total = Math.max(entries, expected ?? 0);
      const shown = describe({ entries, expected }, { seconds: elapsedMs / 1000, leftMs });
      if (bar === undefined) {
        bar = newBar(stderr, { format: formatFor(expected), inPipes: false });
        bar.start(total, entries, shown);
      } else {
        bar.setTotal(total);
        bar.update(entries, shown);
      }
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}

function formatFor(expected: number | undefined): string {
  if (expected === undefined) return '{read} index entries · {rate}/s';
  return '{bar} {read} of up to {expected} index entries · {rate}/s · {left}';
}

function describe(
  { entries, expected }: ReadProgress,
  { seconds, leftMs }: { readonly seconds: number; readonly leftMs: number | undefined },
): Readonly<Record<string, string>> {
  return {
    read: grouped(entries),
    expected: grouped(expected ?? 0),
    rate: grouped(Math.round(entries / seconds)),
    left: describeTimeLeft(leftMs),
  };
}
