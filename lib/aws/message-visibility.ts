/**
 * Sets when messages in flight are visible again, ten in a request.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html
 */
import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageVisibility } from '../../lambdas/ingest/ports.ts';

export function openMessageVisibility(client: SQSClient, queueUrl: string): MessageVisibility {
  return {
    async change(changes, signal) {
      const Entries = changes.map(({ receiptHandle, seconds }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }));
      const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries });
      // Also a request that succeeds names entries that did not.
      const { Failed = [] } = await client.send(command, { abortSignal: signal });
      return Failed.map(({ Code, Message }) => `${Code}: ${Message}`);
    },
  };
}
