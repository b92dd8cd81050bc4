/** A progress bar on stderr while log files are delivered and indexed: how many, how fast, how long still. */
import type { Writable } from 'node:stream';
import type { IngestProgress } from '../../operations/ingest/ingest-progress.ts';
import { count } from '../render/count.ts';
import { describeTimeLeft, newBar } from './bar.ts';

export interface DeliveryProgress {
  update(progress: IngestProgress): void;
  stop(): void;
}

/** `total`: files to deliver, where that is known beforehand. */
export function showProgress(stderr: Writable, total: number, quiet: boolean): DeliveryProgress {
  if (quiet || total === 0) return { update: () => {}, stop: () => {} };
  const startedAt = performance.now();
  const format = '{bar} {value} of {files} · {records} · {rate}/s · {left}';
  const bar = newBar(stderr, { format, inPipes: true });
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
