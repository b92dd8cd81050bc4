/** Runs a delivery for a command: files from disk or elsewhere, a progress bar, a clock. */
import { OPERATION_CLOCK } from '../aws/operation-clock.ts';
import type { Workplace } from '../aws/workplace.ts';
import { ingestLogFiles } from '../operations/ingest/ingest.ts';
import type { IngestSummary } from '../operations/ingest/ingest-progress.ts';
import type { LogFileSource } from '../operations/ports.ts';
import { showProgress } from './progress/delivery-progress.ts';
import type { Session } from './session.ts';

export interface DeliveryRequest {
  readonly sources: AsyncIterable<LogFileSource> | Iterable<LogFileSource>;
  /** Number of sources. */
  readonly total: number;
  readonly readFile: (source: LogFileSource) => Promise<Uint8Array>;
  /** Of the embedded AWS, which answers at once. */
  readonly local: boolean;
}

const LOCAL_POLL_MS = 200;

export async function deliver(
  session: Session,
  place: Workplace,
  request: DeliveryRequest,
): Promise<IngestSummary> {
  requireSources(request.total);
  const bar = showProgress(session.host.stderr, request.total, session.quiet);
  try {
    return await ingestLogFiles(iterate(request.sources), {
      delivery: place.delivery,
      ledger: place.ledger,
      readFile: request.readFile,
      keyPrefix: place.deployment.keyPrefix,
      signal: session.host.interrupt,
      onProgress: (progress) => bar.update(progress),
      clock: OPERATION_CLOCK,
      ...(request.local ? { settings: { pollIntervalMs: LOCAL_POLL_MS } } : {}),
    });
  } finally {
    bar.stop();
  }
}

/** @throws NoLogFilesError when there is nothing to deliver: somebody named the wrong folder. */
export function requireSources(total: number): void {
  if (total > 0) return;
  throw new NoLogFilesError(
    'No log file was found there (.json.gz, .gz, .json, .jsonl, .ndjson). Nothing was done.',
  );
}

export class NoLogFilesError extends Error {
  override readonly name = 'NoLogFilesError';
  readonly code = 'no-log-files';
}

async function* iterate<Element>(
  elements: AsyncIterable<Element> | Iterable<Element>,
): AsyncGenerator<Element> {
  yield* elements;
}
