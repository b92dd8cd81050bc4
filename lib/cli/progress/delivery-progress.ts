/**
 * A progress bar on stderr while log files are delivered and indexed: how many, how fast, how long still.
 *
 * Bar and time left go by the work that files are, because a hundred small ones take as long as a large one.
 */
import type { Writable } from 'node:stream';
import type { IngestProgress } from '../../operations/ingest/ingest-progress.ts';
import { count, grouped } from '../render/count.ts';
import { describeTimeLeft, newBar } from './bar.ts';
import { TimeLeft } from './time-left.ts';

/** Processes of the function start, and their code is compiled while it runs: at first half as fast as later. */
const WARM_UP_MS = 8_000;

export interface DeliveryProgress {
  update(progress: IngestProgress): void;
  stop(): void;
}

/** What there is to deliver. */
export interface DeliverySize {
  readonly files: number;
  readonly work: number;
}

/** @param milliseconds a clock that only goes forward */
export function showProgress(
  stderr: Writable,
  total: DeliverySize,
  quiet: boolean,
  milliseconds: () => number = () => performance.now(),
): DeliveryProgress {
  if (quiet || total.files === 0) return { update: () => {}, stop: () => {} };
  const startedAt = milliseconds();
  const timeLeft = new TimeLeft(WARM_UP_MS);
  const bar = newBar(stderr, {
    format: '{bar} {done} of {files} · {records} · {rate}/s · {left}',
    inPipes: true,
  });
  const files = count(total.files, 'log file');
  bar.start(total.work, 0, {
    done: '0',
    files,
    records: count(0, 'record'),
    rate: '0',
    left: describeTimeLeft(undefined),
  });
  return {
    update({ done, duplicateFiles, markers, events, finishedWork }) {
      const now = milliseconds();
      const seconds = Math.max(0.001, (now - startedAt) / 1000);
      const left = timeLeft.at(now, { finished: finishedWork, total: total.work });
      bar.update(finishedWork, {
        done: grouped(done + duplicateFiles + markers),
        records: count(events, 'record'),
        rate: grouped(Math.round(events / seconds)),
        left: describeTimeLeft(left),
      });
    },
    stop: () => bar.stop(),
  };
}
