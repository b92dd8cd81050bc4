/** Why dead letters could not be looked at or moved, with the right that each step takes. */
const CHECK = {
  look: 'sqs:ReceiveMessage, sqs:ChangeMessageVisibility and sqs:GetQueueAttributes on the dead-letter queue',
  move:
    'sqs:StartMessageMoveTask, sqs:ListMessageMoveTasks, sqs:ReceiveMessage, sqs:DeleteMessage and ' +
    'sqs:GetQueueAttributes on the dead-letter queue, sqs:SendMessage on the delivery queue',
} as const;

const DENIED = /access.?denied|not authorized/i;

/** A queue refused. No letter is lost with it. */
export class RedriveError extends Error {
  override readonly name = 'RedriveError';
  readonly code = 'redrive-failed';
}

/** `what` is the beginning of the message. What is a RedriveError already stays as it is. */
export function toRedriveError(cause: unknown, step: keyof typeof CHECK, what: string): RedriveError {
  if (cause instanceof RedriveError) return cause;
  const { name, message } = cause instanceof Error ? cause : { name: '', message: String(cause) };
  const reason = (message || name).replace(/\.$/, '');
  const advice = DENIED.test(`${name} ${reason}`)
    ? 'Dead letters are moved by the operator role only (output OperatorRoleArn of the stack): name a profile that ' +
      `assumes it with --profile. It takes ${CHECK[step]}.`
    : 'No dead letter is lost: run it again.';
  return new RedriveError(`${what}: ${reason}. ${advice}`, { cause });
}
