/**
 * A progress bar on stderr while dead letters are moved, and another while their log files are waited for.
 *
 * How many letters there are is only about known where the queue service moves them, and not at all elsewhere.
 */
import type { Writable } from 'node:stream';
import cliProgress from 'cli-progress';
import type { RedriveProgress } from '../operations/redrive/redrive.ts';

/** Where nobody watches (a log of a build), a line now and then is enough. */
const LINE_EVERY_MS = 5_000;

const FORMAT: Readonly<Record<RedriveProgress['phase'], string>> = {
  moving: '{bar} {value} of {of} dead letters moved',
  waiting: '{bar} {value} of {of} log files dealt with',
};

export interface RedriveProgressBar {
  update(progress: RedriveProgress): void;
  stop(): void;
}

export function showRedrive(stderr: Writable, quiet: boolean): RedriveProgressBar {
  if (quiet) return { update: () => {}, stop: () => {} };
  let shown: { readonly phase: RedriveProgress['phase']; readonly bar: cliProgress.SingleBar } | undefined;
  return {
    update({ phase, done, total }) {
      const of = { of: total === undefined ? '?' : total.toLocaleString('en-US') };
      if (shown?.phase !== phase) {
        shown?.bar.stop();
        shown = { phase, bar: newBar(stderr, FORMAT[phase]) };
        shown.bar.start(Math.max(done, total ?? 0), done, of);
        return;
      }
      shown.bar.setTotal(Math.max(done, total ?? 0));
      shown.bar.update(done, of);
    },
    stop() {
      shown?.bar.stop();
      shown = undefined;
    },
  };
}

function newBar(stderr: Writable, format: string): cliProgress.SingleBar {
  return new cliProgress.SingleBar({
    stream: stderr as NodeJS.WritableStream,
    format,
    barsize: 20,
    barCompleteChar: '━',
    barIncompleteChar: '─',
    formatBar: cliProgress.Format.BarFormat,
    hideCursor: true,
    clearOnComplete: true,
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
  });
}
