/** Reads a log file to its end for its hash, and, deep, holds its records against the index. */
import { createHash } from 'node:crypto';
import { LogFileError } from '../../cloudtrail/log-file-error.ts';
import { toUnreadable } from '../../cloudtrail/unreadable.ts';
import type { LedgerEntry } from '../../event-index/ledger.ts';
import { EventCensus, type EventFindings, IndexError } from './event-census.ts';
import type { FaultCode } from './report.ts';
import type { PlaceRun } from './run.ts';
import { toSentence } from './sentence.ts';

export type FileReading =
  | {
      readonly kind: 'read';
      /** Hex, of the inflated bytes. */
      readonly sha256: string;
      /** Deep only, and where the bytes are records. */
      readonly events: EventFindings | undefined;
    }
  | { readonly kind: 'fault'; readonly code: FaultCode; readonly message: string };

export async function readLogFile(
  key: string,
  entry: LedgerEntry | undefined,
  run: PlaceRun,
): Promise<FileReading> {
  const { stores, request, signal } = run;
  const sha256 = createHash('sha256');
  const census = request.deep ? new EventCensus(key, entry, run) : undefined;
  run.count('filesRead');
  try {
    for await (const chunk of stores.logFiles.read(key)) {
      signal?.throwIfAborted();
      sha256.update(chunk);
      await census?.take(chunk);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof IndexError) throw error;
    return { kind: 'fault', ...describeFailure(error) };
  }
  return { kind: 'read', sha256: sha256.digest('hex'), events: await census?.end() };
}

function describeFailure(error: unknown): { code: FaultCode; message: string } {
  if (error instanceof LogFileError && error.code === 'data-after-gzip')
    return { code: 'log-file-data-after-gzip', message: `The log file was altered: ${error.message}` };
  const { reason, problem } = toUnreadable(error);
  if (reason === 'damaged') return { code: 'log-file-invalid-format', message: problem };
  if (reason === 'gone')
    return { code: 'log-file-not-found', message: 'The log file was deleted while it was looked at.' };
  return { code: 'log-file-unreadable', message: toSentence(problem) };
}
