import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openVerifyQueue } from '../../lib/aws/verify-queue.ts';
import { CREDENTIALS, startFaultServer } from '../helpers/fault-server.ts';

const QUEUE = 'https://sqs.us-east-1.amazonaws.com/111122223333/verify';

async function queueThat(output: object) {
  const requests: unknown[] = [];
  const endpoint = await startFaultServer(({ body }, response) => {
    requests.push(JSON.parse(body));
    response.setHeader('content-type', 'application/x-amz-json-1.0').end(JSON.stringify(output));
  });
  const client = new SQSClient({
    endpoint,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    useQueueUrlAsEndpoint: false,
    // The answers here name no checksums.
    md5: false,
  });
  onTestFinished(() => client.destroy());
  return { ...openVerifyQueue(client, QUEUE), requests };
}

describe('the verify queue', () => {
  it('takes messages in one request', async () => {
    const { send, requests } = await queueThat({ Successful: [], Failed: [] });
    expect(await send(['one', 'two'])).toEqual([]);
    expect(requests).toEqual([
      {
        QueueUrl: QUEUE,
        Entries: [
          { Id: '0', MessageBody: 'one' },
          { Id: '1', MessageBody: 'two' },
        ],
      },
    ]);
  });

  it('names the messages that it did not take, and why', async () => {
    const { send } = await queueThat({
      Successful: [],
      Failed: [
        { Id: '1', Code: 'InternalError', Message: 'Try again.', SenderFault: false },
        { Id: '2', Code: 'Throttled', SenderFault: false },
      ],
    });
    expect(await send(['one', 'two', 'three'])).toEqual([
      { body: 'two', reason: 'Try again.' },
      { body: 'three', reason: 'Throttled' },
    ]);
  });
});
