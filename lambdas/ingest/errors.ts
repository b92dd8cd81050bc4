/**
 * Decides, in one place, what a failure means for a log file: named in the ledger and done with, or tried again.
 *
 * Permanent is only what another reading of the same object cannot change: its bytes. Everything else (absent, denied,
 * throttled, cut off, out of time, our own fault) goes back to the queue, because a wrong "permanent" loses events and a
 * wrong "passing" costs some retries and ends in the dead-letter queue.
 */
import { LogFileError } from '../../lib/cloudtrail/log-file-error.ts';

/** The invocation has too little time left to go on; the queue delivers the message again. */
export class OutOfTimeError extends Error {
  override readonly name = 'OutOfTimeError';
  readonly code = 'out-of-time';
}

/** A message about an object that this function must not fetch: another bucket, prefix or organisation. */
export class ForeignObjectError extends Error {
  override readonly name = 'ForeignObjectError';
  readonly code = 'foreign-object';
}

export type FailureDecision = { readonly action: 'reject' | 'retry'; readonly reason: string };

export function decideFailure(error: unknown): FailureDecision {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof LogFileError) return { action: 'reject', reason };
  const name = error instanceof Error && error.name !== 'Error' ? `${error.name}: ` : '';
  return { action: 'retry', reason: `${name}${reason}` };
}
