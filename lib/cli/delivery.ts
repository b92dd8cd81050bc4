/** Runs a delivery for a command: files from disk or elsewhere, a progress bar, a clock; on this machine digests as well. */
import { OPERATION_CLOCK } from '../aws/operation-clock.ts';
import type { Workplace } from '../aws/workplace.ts';
import { workOf } from '../operations/ingest/file-work.ts';
import { ingestLogFiles } from '../operations/ingest/ingest.ts';
import type { IngestSummary } from '../operations/ingest/ingest-progress.ts';
import type { LogFileSource } from '../operations/ports.ts';
import type { SigningSummary } from '../operations/sign-digests/sign-digests.ts';
import { showProgress } from './progress/delivery-progress.ts';
import type { Session } from './session.ts';
import { signDelivery } from './sign-delivery.ts';

export interface DeliveryRequest {
  readonly sources: readonly LogFileSource[];
  readonly readFile: (source: LogFileSource) => Promise<Uint8Array>;
  /** Of the embedded AWS, which answers at once. */
  readonly local: boolean;
}

export interface DeliverySummary extends IngestSummary {
  /** The digests of the embedded AWS; absent where CloudTrail signs its own, and where the delivery was broken off. */
  readonly signing?: SigningSummary;
}

/**
 * Of the embedded AWS. The bucket is on the same machine as the function, and takes files faster than they are indexed:
 * twice what the function has at hand is enough of a lead, and more would only make each look into the ledger longer.
 */
const LOCAL_SETTINGS = { pollIntervalMs: 200, maxOutstanding: 400 } as const;

export async function deliver(
  session: Session,
  place: Workplace,
  request: DeliveryRequest,
): Promise<DeliverySummary> {
  requireSources(request.sources.length);
  const summary = await ingest(session, place, request);
  if (!request.local || summary.end === 'interrupted') return summary;
  return { ...summary, signing: await signDelivery(session, place) };
}

async function ingest(session: Session, place: Workplace, request: DeliveryRequest): Promise<IngestSummary> {
  const { sources } = request;
  const size = { files: sources.length, work: sources.reduce((work, source) => work + workOf(source), 0) };
  const bar = showProgress(session.host.stderr, size, session.quiet);
  try {
    return await ingestLogFiles(iterate(sources), {
      delivery: place.delivery,
      ledger: place.ledger,
      readFile: request.readFile,
      keyPrefix: place.deployment.keyPrefix,
      signal: session.host.interrupt,
      onProgress: (progress) => bar.update(progress),
      clock: OPERATION_CLOCK,
      ...(request.local ? { settings: LOCAL_SETTINGS } : {}),
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

async function* iterate<Element>(elements: Iterable<Element>): AsyncGenerator<Element> {
  yield* elements;
}
