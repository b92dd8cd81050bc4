/**
 * Sends messages to the queue of the verify function, ten in a request.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { VerifyQueue } from '../../lambdas/verify-plan/ports.ts';

export function openVerifyQueue(client: SQSClient, queueUrl: string): VerifyQueue {
  return {
    async send(bodies) {
      const Entries = bodies.map((body, index) => ({ Id: String(index), MessageBody: body }));
      const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries });
      // Also a request that succeeds names entries that did not.
      const { Failed = [] } = await client.send(command);
      return Failed.flatMap(({ Id, Code, Message }) => {
        const body = bodies[Number(Id)];
        return body === undefined ? [] : [{ body, reason: Message ?? Code ?? 'no reason given' }];
      });
    },
  };
}
