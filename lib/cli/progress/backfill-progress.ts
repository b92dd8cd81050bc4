/**
 * A progress bar on stderr while a backfill runs: folders compared first, then announced files until they are indexed.
 *
 * What matters most stands first, because a narrow terminal cuts the end.
 */
import type { Writable } from 'node:stream';
import type { SingleBar } from 'cli-progress';
import type { WaitingProgress } from '../../operations/backfill/backfill-and-wait.ts';
import type { BackfillProgress } from '../../operations/backfill/backfill-progress.ts';
import { count, grouped } from '../render/count.ts';
import { type BarLook, describeTimeLeft, newBar } from './bar.ts';
import { TimeLeft } from './time-left.ts';

const LOOK: BarLook = { format: '{bar} {step} · {left} · {rest}', size: 12, inPipes: true };

export interface BackfillBar {
  update(progress: BackfillProgress | WaitingProgress): void;
  stop(): void;
}

/** @param milliseconds a clock that only goes forward */
export function showBackfill(
  stderr: Writable,
  quiet: boolean,
  milliseconds: () => number = () => performance.now(),
): BackfillBar {
  if (quiet) return { update: () => {}, stop: () => {} };
  let step = { isComparing: true, startedAt: milliseconds(), doneBefore: 0, timeLeft: new TimeLeft() };
  let bar: SingleBar | undefined;
  return {
    update(progress) {
      if (progress.folders === 0) return;
      const now = milliseconds();
      const isComparing = !isWaiting(progress);
      if (step.isComparing && !isComparing)
        step = { isComparing, startedAt: now, doneBefore: progress.done, timeLeft: new TimeLeft() };
      const seconds = Math.max(0.001, (now - step.startedAt) / 1000);
      const { finished, total, ...rest } = describeProgress(progress, {
        seconds,
        doneBefore: step.doneBefore,
      });
      const left = describeTimeLeft(step.timeLeft.at(now, { finished, total }));
      const shown = { ...rest, left };
      if (bar === undefined) {
        bar = newBar(stderr, LOOK);
        bar.start(total, finished, shown);
        return;
      }
      bar.setTotal(total);
      bar.update(finished, shown);
    },
    stop: () => bar?.stop(),
  };
}

export interface ShownProgress {
  readonly finished: number;
  readonly total: number;
  /** What the bar is about. */
  readonly step: string;
  readonly rest: string;
}

export interface Pace {
  /** Since the step began. */
  readonly seconds: number;
  /** Announced files that the index had dealt with when the step began. */
  readonly doneBefore: number;
}

/** Of the step that the run is in, from its pace so far. */
export function describeProgress(
  progress: BackfillProgress | WaitingProgress,
  { seconds, doneBefore }: Pace,
): ShownProgress {
  const { folders, foldersDone, listed } = progress;
  const announced = progress.announcedLogFiles + progress.announcedDigests;
  const perSecond = (number: number) => `${grouped(Math.round(number / seconds))}/s`;
  if (isWaiting(progress)) {
    const { done } = progress;
    return {
      finished: done,
      total: announced,
      step: doneOf(done, announced),
      rest: `${perSecond(done - doneBefore)} · ${count(folders, 'folder')} compared`,
    };
  }
  const told = hasOutcome(progress) ? doneOf(progress.done, announced) : `${grouped(announced)} announced`;
  return {
    finished: foldersDone,
    total: folders,
    step: `${grouped(foldersDone)} of ${count(folders, 'folder')}`,
    rest: [count(listed, 'file'), perSecond(listed), ...(announced > 0 ? [told] : [])].join(' · '),
  };
}

/** Everything is compared, and some of what was announced may not be indexed. */
function isWaiting(progress: BackfillProgress | WaitingProgress): progress is WaitingProgress {
  const { folders, foldersDone, announcedLogFiles, announcedDigests } = progress;
  return hasOutcome(progress) && foldersDone === folders && announcedLogFiles + announcedDigests > 0;
}

function hasOutcome(progress: BackfillProgress | WaitingProgress): progress is WaitingProgress {
  return 'done' in progress;
}

function doneOf(done: number, announced: number): string {
  return `${grouped(done)} of ${grouped(announced)} announced are done`;
}
