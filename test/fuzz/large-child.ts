/**
 * A process of its own for one announcement of large files, as the function would take it: reads them from the disk as
 * streams, forgets the events as soon as they are written, and says how much memory it ever had.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import pLimit from 'p-limit';
import { DEFAULT_MAX_RECORD_BYTES } from '../../lambdas/ingest/env.ts';
import { ingestMessage } from '../../lambdas/ingest/ingest.ts';
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';
import { keyOf, notification, World } from '../lambdas/ingest/world.ts';

export interface LargeReport {
  readonly entries: readonly LedgerEntry[];
  /** Events written, equal copies counted each time. */
  readonly written: number;
  readonly peakMiB: number;
}

/** As in the function's handler. */
const CONCURRENT_LOG_FILES = 8;

const [maxInflatedBytes, ...paths] = process.argv.slice(2);
const world = new World();
const keys = paths.map((_, index) => keyOf(`large${index}`));
let written = 0;
world.onPutBatch = (items) => {
  written += items.length;
  world.index.events.items.clear();
  return items.length;
};

const context = world.context();
await ingestMessage(notification(...keys), {
  ...context,
  limits: {
    ...context.limits,
    maxInflatedBytes: Number(maxInflatedBytes),
    maxRecordBytes: DEFAULT_MAX_RECORD_BYTES,
  },
  gate: pLimit(CONCURRENT_LOG_FILES),
  bucket: {
    open: async (key) => {
      const path = paths[keys.indexOf(key)] ?? '';
      return {
        eTag: key,
        sizeBytes: (await stat(path)).size,
        notAsDelivered: false,
        originalName: undefined,
        chunks: createReadStream(path),
        discard: () => {},
      };
    },
  },
});
const entries = await Promise.all(keys.map((key) => world.index.readEntry('2026-03-17', key)));
const report: LargeReport = {
  entries: entries.filter((entry) => entry !== undefined),
  written,
  peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
};
process.stdout.write(JSON.stringify(report));
