/**
 * The dead-letter queue and the delivery queue that its letters came from, as redriving sees them.
 *
 * Whether the service can move them itself is told by its answer, not by where it runs: an embedded SQS says that it has
 * no such operation.
 */

import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { batchesOf } from '../batches.ts';
import { type DeadLetter, type DeadLetterQueue, RELEASE_MS } from '../operations/redrive/dead-letters.ts';
import { startOrJoinMove } from './message-move-task.ts';

export interface QueueAddresses {
  /** URL of the queue that the function is fed from. */
  readonly queue: string;
  readonly deadLetterQueue: string;
}

/** What SQS gives, deletes or changes at once. */
const SQS_BATCH = 10;
/** Long enough for all of SQS's servers to be asked: a short poll of a small queue often gives nothing. */
const POLL_SECONDS = 2;

/** What services say that do not know the operation: fauxqs, others that speak SQS. */
const UNKNOWN_OPERATION: ReadonlySet<string> = new Set([
  'InvalidAction',
  'UnknownOperationException',
  'UnsupportedOperation',
]);

export function openDeadLetterQueue(client: SQSClient, addresses: QueueAddresses): DeadLetterQueue {
  const { queue, deadLetterQueue } = addresses;
  return {
    async count() {
      const visible = 'ApproximateNumberOfMessages';
      const hidden = 'ApproximateNumberOfMessagesNotVisible';
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: deadLetterQueue, AttributeNames: [visible, hidden] }),
      );
      return { visible: Number(Attributes[visible] ?? 0), hidden: Number(Attributes[hidden] ?? 0) };
    },

    async receive(hiddenSeconds) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: deadLetterQueue,
          MaxNumberOfMessages: SQS_BATCH,
          WaitTimeSeconds: POLL_SECONDS,
          VisibilityTimeout: hiddenSeconds,
          MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
          MessageAttributeNames: ['All'],
        }),
      );
      return Messages.map(toDeadLetter);
    },

    async release(letters) {
      for (const some of batchesOf(letters, SQS_BATCH)) {
        const Entries = some.map(({ receipt }, index) => ({
          Id: String(index),
          ReceiptHandle: receipt,
          VisibilityTimeout: RELEASE_MS / 1_000,
        }));
        // One that is not released comes back by itself.
        await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: deadLetterQueue, Entries }));
      }
    },

    async sendBack({ body, attributes }) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queue,
          MessageBody: body,
          ...(attributes === undefined
            ? {}
            : { MessageAttributes: attributes as Record<string, MessageAttributeValue> }),
        }),
      );
    },

    async delete(letters) {
      for (const some of batchesOf(letters, SQS_BATCH)) {
        const Entries = some.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }));
        // One that stays was sent already, and is sent once more by the next run.
        await client.send(new DeleteMessageBatchCommand({ QueueUrl: deadLetterQueue, Entries }));
      }
    },

    async startMove() {
      try {
        return await startOrJoinMove(client, { from: deadLetterQueue, to: queue });
      } catch (error) {
        if (error instanceof Error && UNKNOWN_OPERATION.has(error.name)) return undefined;
        throw error;
      }
    },
  };
}

function toDeadLetter({
  MessageId = '',
  Body = '',
  ReceiptHandle = '',
  Attributes,
  MessageAttributes,
}: Message): DeadLetter {
  const sentMs = Number(Attributes?.SentTimestamp);
  return {
    id: MessageId,
    body: Body,
    sentAt: sentMs > 0 ? new Date(sentMs) : undefined,
    receives: Number(Attributes?.ApproximateReceiveCount ?? 0),
    receipt: ReceiptHandle,
    ...(MessageAttributes === undefined ? {} : { attributes: MessageAttributes }),
  };
}
