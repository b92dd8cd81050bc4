import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it, onTestFinished } from 'vitest';
import { openMessageVisibility } from '../../lib/aws/message-visibility.ts';
import { CREDENTIALS, startFaultServer } from '../helpers/fault-server.ts';

const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/111122223333/log-files';
const CHANGES = [
  { receiptHandle: 'one', seconds: 45 },
  { receiptHandle: 'two', seconds: 5_400 },
];

/** `answer` is SQS's; none at all where it is undefined. */
async function queueThatSays(answer?: object) {
  const requests: unknown[] = [];
  const endpoint = await startFaultServer(({ headers, body }, response) => {
    requests.push([headers['x-amz-target'], JSON.parse(body)]);
    if (answer === undefined) return;
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify(answer));
  });
  const client = new SQSClient({ endpoint, region: 'us-east-1', credentials: CREDENTIALS });
  onTestFinished(() => client.destroy());
  return { visibility: openMessageVisibility(client, QUEUE_URL), requests };
}

it('sets the time of each message', async () => {
  const { visibility, requests } = await queueThatSays({ Successful: [{ Id: '0' }, { Id: '1' }] });
  expect(await visibility.change(CHANGES, new AbortController().signal)).toEqual([]);
  expect(requests).toEqual([
    [
      'AmazonSQS.ChangeMessageVisibilityBatch',
      {
        QueueUrl: QUEUE_URL,
        Entries: [
          { Id: '0', ReceiptHandle: 'one', VisibilityTimeout: 45 },
          { Id: '1', ReceiptHandle: 'two', VisibilityTimeout: 5_400 },
        ],
      },
    ],
  ]);
});

it('says why a message of a request that succeeded was refused', async () => {
  const { visibility } = await queueThatSays({
    Successful: [{ Id: '0' }],
    Failed: [{ Id: '1', SenderFault: true, Code: 'ReceiptHandleIsInvalid', Message: 'It has expired.' }],
  });
  expect(await visibility.change(CHANGES, new AbortController().signal)).toEqual([
    'ReceiptHandleIsInvalid: It has expired.',
  ]);
});

it('breaks off when told to', async () => {
  const { visibility } = await queueThatSays();
  await expect(visibility.change(CHANGES, AbortSignal.timeout(10))).rejects.toMatchObject({
    name: 'AbortError',
  });
});
