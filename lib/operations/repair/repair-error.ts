/** Why a repair ended early, with what to check: by the step that failed, because each needs another right. */
const CHECK = {
  look: 'Check that you may read the log files (s3:GetObject) and the ledger (dynamodb:BatchGetItem).',
  mark: 'Check that you may change ledger entries (dynamodb:UpdateItem).',
  announce: 'Check that the delivery topic is there and that you may publish to it (sns:Publish).',
} as const;

const DENIED = /access.?denied|not authorized/i;
const OPERATOR = ' The operator role (output OperatorRoleArn of the stack) may: assume it with --profile.';

/** The bucket, the ledger or the topic refused, and would refuse the next file as well. */
export class RepairError extends Error {
  override readonly name = 'RepairError';
  readonly code = 'repair-failed';
}

/** `what` is the beginning of the message. */
export function toRepairError(cause: unknown, step: keyof typeof CHECK, what: string): RepairError {
  const { name, message } = cause instanceof Error ? cause : { name: '', message: String(cause) };
  const reason = (message || name).replace(/\.$/, '');
  const operator = DENIED.test(`${name} ${reason}`) ? OPERATOR : '';
  return new RepairError(
    `${what}: ${reason}. ${CHECK[step]}${operator} Run it again: what is mended is not announced again.`,
    { cause },
  );
}
