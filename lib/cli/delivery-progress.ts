/** A progress bar on stderr while log files are delivered and indexed: how many, how fast, how long still. */
import type { Writable } from 'node:stream';
import cliProgress from 'cli-progress';
import type { IngestProgress } from '../operations/ingest/ingest-progress.ts';
import { count } from './render/count.ts';

/** Where nobody watches (a log of a build), a line now and then is enough. */
const LINE_EVERY_MS = 5_000;

export interface DeliveryProgress {
  update(progress: IngestProgress): void;
  stop(): void;
}

/** `total`: files to deliver, where that is known beforehand. */
export function showProgress(stderr: Writable, total: number, quiet: boolean): DeliveryProgress {
  if (quiet || total === 0) return { update: () => {}, stop: () => {} };
  const startedAt = performance.now();
  const bar = new cliProgress.SingleBar({
    stream: stderr as NodeJS.WritableStream,
    format: '{bar} {value} of {files} · {records} · {rate}/s · {left}',
    barsize: 20,
    barCompleteChar: '━',
    barIncompleteChar: '─',
    formatBar: cliProgress.Format.BarFormat,
    hideCursor: true,
    clearOnComplete: true,
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
  });
  bar.start(total, 0, { files: count(total, 'log file'), records: count(0, 'record'), rate: '0', left: '' });
  return {
    update({ done, duplicateFiles, markers, events }) {
      const seconds = Math.max(0.001, (performance.now() - startedAt) / 1000);
      const finished = done + duplicateFiles + markers;
      bar.update(finished, {
        records: count(events, 'record'),
        rate: Math.round(events / seconds).toLocaleString('en-US'),
        left: describeTimeLeft(seconds, finished, total),
      });
    },
    stop: () => bar.stop(),
  };
}

/** From the pace so far. Nothing while there is no pace: a wrong number is worse than none. */
export function describeTimeLeft(elapsedSeconds: number, finished: number, total: number): string {
  if (finished === 0) return 'working …';
  const seconds = Math.ceil((elapsedSeconds * (total - finished)) / finished);
  if (seconds < 60) return `${seconds}s left`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s left`;
  return `${Math.floor(seconds / 3_600)}h ${Math.floor((seconds % 3_600) / 60)}m left`;
}
