/**
 * Decides, in one place, what a failure means for a log file: named in the ledger and done with, or tried again.
 *
 * Permanent is only what another reading of the same object cannot change: its bytes. Everything else (absent, denied,
 * throttled, cut off, out of time, our own fault) goes back to the queue, because a wrong "permanent" loses events and a
 * wrong "passing" costs some retries and ends in the dead-letter queue.
 */
import { LogFileError, type LogFileErrorCode } from '../../lib/cloudtrail/log-file-error.ts';
import { describeError, toUnreadable } from '../../lib/cloudtrail/unreadable.ts';

/** The invocation has too little time left to go on; the queue delivers the message again. */
export class OutOfTimeError extends Error {
  override readonly name = 'OutOfTimeError';
  readonly code = 'out-of-time';
}

/** DynamoDB's word for a request that will never do. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException';
}

export type FailureDecision = {
  readonly action: 'reject' | 'retry';
  /** For people: what happened, and where it is known what to do about it. */
  readonly reason: string;
};

export function decideFailure(error: unknown): FailureDecision {
  if (error instanceof LogFileError) {
    return { action: 'reject', reason: `${error.message}${REJECT_ADVICE[error.code] ?? ''}` };
  }
  return { action: 'retry', reason: describePassing(error) };
}

function describePassing(error: unknown): string {
  if (error instanceof OutOfTimeError) return error.message;
  const table = error instanceof Error ? TABLE_ADVICE[error.name] : undefined;
  if (table !== undefined) return table;
  const { reason, problem } = toUnreadable(error);
  return reason === 'failed' || reason === 'damaged' ? describeError(error) : problem;
}

/** What to do about it, where another setting would let the file in. */
const REJECT_ADVICE: Partial<Readonly<Record<LogFileErrorCode, string>>> = {
  'too-large': ' The limit is the setting ingest.maxInflatedMiB.',
  'too-many-records': ' The limit is the setting ingest.maxRecords.',
};

/**
 * What DynamoDB answers about the tables, where its own words do not say what to do.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
const TABLE_ADVICE: Readonly<Record<string, string>> = {
  AccessDeniedException:
    'DynamoDB refuses access to a table: the policy of the function or of the KMS key of the tables was changed.',
  KMSAccessDeniedException: "The KMS key of the tables refuses the function: the key's policy was changed.",
  KMSDisabledException: 'The KMS key of the tables is disabled: it has to be enabled again.',
  ResourceNotFoundException: 'A table of the index is not there: the stack has to be deployed again.',
  ProvisionedThroughputExceededException: 'DynamoDB throttles a table of the index.',
  ThrottlingException: 'DynamoDB throttles a table of the index.',
  RequestLimitExceeded: "DynamoDB throttles: the account's limit is reached.",
};
