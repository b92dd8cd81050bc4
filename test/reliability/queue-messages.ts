/**
 * Messages of the delivery queue as the function gets them, and which of them its answer gives back.
 *
 * One that comes again is the same message, received once more.
 */
import type { Message } from '@aws-sdk/client-sqs';
import type { Outcome } from '../../lib/local/lambda/runtime-api.ts';
import { buildSqsEvent } from '../../lib/local/lambda/sqs-event.ts';
import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from '../../lib/local/services.ts';
import { TRAIL_BUCKET } from './function-under-faults.ts';

export interface QueueMessage {
  readonly id: string;
  readonly body: string;
}

/** As CloudTrail announces log files, delivered raw. */
export function announce(id: string, ...keys: readonly string[]): QueueMessage {
  return { id, body: JSON.stringify({ s3Bucket: TRAIL_BUCKET, s3ObjectKey: keys }) };
}

export function toSqsEvent(messages: readonly QueueMessage[], receiveCount = 1) {
  const received = messages.map(
    ({ id, body }): Message => ({
      MessageId: id,
      ReceiptHandle: `${id}, received ${receiveCount}`,
      Body: body,
      Attributes: { ApproximateReceiveCount: String(receiveCount) },
    }),
  );
  return buildSqsEvent(received, `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT_ID}:deliveries`, LOCAL_REGION);
}

/** Ids of the messages that the function reports as failed. @throws if it did not answer at all. */
export function failedMessages(outcome: Outcome): string[] {
  if (outcome.kind === 'error') {
    throw new Error(`The function did not answer: ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
  }
  const { batchItemFailures } = JSON.parse(outcome.answer) as {
    batchItemFailures: readonly { readonly itemIdentifier: string }[];
  };
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort();
}
