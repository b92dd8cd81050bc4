/** Why a backfill ended early, with what to check: by the step that failed, because each needs another right. */
const CHECK = {
  list: 'Check that the bucket is there and that you may list it (s3:ListBucket).',
  compare: 'Check that you may list the bucket (s3:ListBucket) and query the ledger (dynamodb:Query).',
  announce: 'Check that the delivery topic is there and that you may publish to it (sns:Publish).',
} as const;

/** The bucket, the ledger or the topic refused, and would refuse the next folder as well. */
export class BackfillError extends Error {
  override readonly name = 'BackfillError';
  readonly code = 'backfill-failed';
}

/** `what` is the beginning of the message. What is a BackfillError already stays as it is. */
export function toBackfillError(cause: unknown, step: keyof typeof CHECK, what: string): BackfillError {
  if (cause instanceof BackfillError) return cause;
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new BackfillError(
    `${what}: ${reason.replace(/\.$/, '')}. ${CHECK[step]} Run it again: what is indexed is not announced again.`,
    { cause },
  );
}
