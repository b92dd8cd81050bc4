/** A progress bar on stderr while log files are delivered and indexed: how many, how fast, how long still. */
import type { Writable } from 'node:stream';
import cliProgress from 'cli-progress';
import type { IngestProgress } from '../operations/ingest-progress.ts';

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
    format: '{bar} {value}/{total} log files · {records} records · {rate}/s · {eta_formatted} left',
    barsize: 20,
    barCompleteChar: '━',
    barIncompleteChar: '─',
    formatBar: cliProgress.Format.BarFormat,
    hideCursor: true,
    clearOnComplete: true,
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
    etaBuffer: 50,
  });
  bar.start(total, 0, { records: '0', rate: '0' });
  return {
    update({ done, duplicateFiles, markers, events }) {
      const seconds = Math.max(0.001, (performance.now() - startedAt) / 1000);
      bar.update(done + duplicateFiles + markers, {
        records: events.toLocaleString('en-US'),
        rate: Math.round(events / seconds).toLocaleString('en-US'),
      });
    },
    stop: () => bar.stop(),
  };
}
