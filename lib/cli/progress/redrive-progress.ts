/**
 * A progress bar on stderr while dead letters are moved, and another while their log files are waited for.
 *
 * How many letters there are is only about known where the queue service moves them, and not at all elsewhere.
 */
import type { Writable } from 'node:stream';
import type { SingleBar } from 'cli-progress';
import type { RedriveProgress } from '../../operations/redrive/redrive.ts';
import { grouped } from '../render/count.ts';
import { newBar } from './bar.ts';

const WHAT: Readonly<Record<RedriveProgress['phase'], string>> = {
  moving: 'dead letters moved',
  waiting: 'log files dealt with',
};

export interface RedriveProgressBar {
  update(progress: RedriveProgress): void;
  stop(): void;
}

export function showRedrive(stderr: Writable, quiet: boolean): RedriveProgressBar {
  if (quiet) return { update: () => {}, stop: () => {} };
  let shown: { readonly phase: RedriveProgress['phase']; readonly bar: SingleBar } | undefined;
  return {
    update({ phase, done, total }) {
      const of = { of: grouped(total ?? 0) };
      if (shown?.phase !== phase) {
        shown?.bar.stop();
        shown = { phase, bar: newBar(stderr, { format: formatFor(phase, total), inPipes: true }) };
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

/** Of an unknown number there is no share to draw. */
function formatFor(phase: RedriveProgress['phase'], total: number | undefined): string {
  return total === undefined ? `{value} ${WHAT[phase]}` : `{bar} {value} of {of} ${WHAT[phase]}`;
}
