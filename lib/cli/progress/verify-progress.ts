/**
 * A line on stderr while a trail is verified, and another while what is missing in the index is repaired.
 *
 * Only where somebody watches, and not before it has taken a moment: a day of a few regions is verified sooner.
 */
import type { Writable } from 'node:stream';
import type { SingleBar } from 'cli-progress';
import type { VerifyProgress } from '../../audit/verify/request.ts';
import type { RepairProgress } from '../../operations/repair/repair-and-wait.ts';
import { count, grouped, nounFor } from '../render/count.ts';
import { type BarLook, describeTimeLeft, isWatched, newBar } from './bar.ts';
import { TimeLeft } from './time-left.ts';

const LOOK: BarLook = { format: '{bar} {step} · {left}{rest}', size: 12, inPipes: false };
const QUIET_AT_FIRST_MS = 400;

export interface StepBar<Progress> {
  update(progress: Progress): void;
  /** Clears the line, until the next news: before anything else is written to the terminal, and at the end. */
  stop(): void;
}

export interface ShownStep {
  readonly finished: number;
  readonly total: number;
  readonly step: string;
  readonly rest: string;
}

/** @param milliseconds a clock that only goes forward */
export function showStep<Progress>(
  stderr: Writable,
  quiet: boolean,
  describe: (progress: Progress) => ShownStep,
  milliseconds: () => number = () => performance.now(),
): StepBar<Progress> {
  if (quiet || !isWatched(stderr)) return { update: () => {}, stop: () => {} };
  const startedAt = milliseconds();
  const timeLeft = new TimeLeft();
  let bar: SingleBar | undefined;
  return {
    update(progress) {
      const now = milliseconds();
      const { finished, total, step, rest } = describe(progress);
      const left = describeTimeLeft(timeLeft.at(now, { finished, total }));
      if (total === 0 || now - startedAt < QUIET_AT_FIRST_MS) return;
      const shown = { step, left, rest: rest === '' ? '' : ` · ${rest}` };
      if (bar === undefined) {
        bar = newBar(stderr, LOOK);
        bar.start(total, finished, shown);
        return;
      }
      bar.setTotal(total);
      bar.update(finished, shown);
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}

export function describeVerifying(progress: VerifyProgress): ShownStep {
  const { regions, regionsDone, digests, logFiles, filesRead } = progress;
  return {
    finished: regionsDone,
    total: regions,
    step: `${grouped(regionsDone)} of ${count(regions, 'region')}`,
    rest: [
      count(digests, 'digest'),
      count(logFiles, 'log file'),
      ...(filesRead > 0 ? [`${grouped(filesRead)} read`] : []),
    ].join(' · '),
  };
}

export function describeRepairing({ files, announced, done }: RepairProgress): ShownStep {
  return {
    finished: done,
    total: files,
    step: `${grouped(done)} of ${grouped(files)} ${nounFor(files, 'log file')} repaired`,
    rest: announced < files ? `${grouped(announced)} announced` : '',
  };
}
