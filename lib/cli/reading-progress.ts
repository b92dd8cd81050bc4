/**
 * A line on stderr while a question reads a whole window: how much, how fast, how long still.
 *
 * Only where somebody watches, and not before it has taken a moment: most questions are answered sooner. How much there
 * is to read is known for sweeps, by counters that count deliveries: rather too many.
 */
import type { Writable } from 'node:stream';
import cliProgress from 'cli-progress';
import type { ReadProgress } from '../audit/read-all.ts';
import { describeTimeLeft } from './delivery-progress.ts';
import { grouped } from './render/count.ts';

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
  if (quiet || Reflect.get(stderr, 'isTTY') !== true) return { update: () => {}, stop: () => {} };
  const startedAt = milliseconds();
  let bar: cliProgress.SingleBar | undefined;
  return {
    update({ entries, expected }) {
      const elapsedMs = milliseconds() - startedAt;
      if (elapsedMs < QUIET_AT_FIRST_MS) return;
      const total = Math.max(entries, expected ?? 0);
      const shown = describe({ entries, expected }, elapsedMs / 1000);
      if (bar === undefined) {
        bar = newBar(stderr, expected !== undefined);
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

function newBar(stderr: Writable, isTotalKnown: boolean): cliProgress.SingleBar {
  return new cliProgress.SingleBar({
    stream: stderr as NodeJS.WritableStream,
    format: isTotalKnown
      ? '{bar} {read} of up to {expected} index entries · {rate}/s · {left}'
      : '{read} index entries · {rate}/s',
    barsize: 20,
    barCompleteChar: '━',
    barIncompleteChar: '─',
    formatBar: cliProgress.Format.BarFormat,
    hideCursor: true,
    clearOnComplete: true,
  });
}

function describe({ entries, expected }: ReadProgress, seconds: number): Readonly<Record<string, string>> {
  return {
    read: grouped(entries),
    expected: grouped(expected ?? 0),
    rate: grouped(Math.round(entries / seconds)),
    left: describeTimeLeft(seconds, entries, Math.max(entries, expected ?? 0)),
  };
}
