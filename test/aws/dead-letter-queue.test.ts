import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDeadLetterQueue } from '../../lib/aws/dead-letter-queue.ts';
import type { DeadLetterQueue } from '../../lib/operations/redrive/dead-letters.ts';
import { CREDENTIALS, startFaultServer } from '../helpers/fault-server.ts';

const QUEUE = 'https://sqs.us-east-1.amazonaws.com/111122223333/ingest';
const DEAD = 'https://sqs.us-east-1.amazonaws.com/111122223333/dead';
const DEAD_ARN = 'arn:aws:sqs:us-east-1:111122223333:dead';
const QUEUE_ARN = 'arn:aws:sqs:us-east-1:111122223333:ingest';

type Input = Readonly<Record<string, unknown>>;
/** Members of the answer, or the name of an error. */
type Answers = Readonly<Record<string, (input: Input, number: number) => object | string>>;

const ARNS: Answers = {
  GetQueueAttributes: ({ QueueUrl }) => ({
    Attributes: { QueueArn: QueueUrl === DEAD ? DEAD_ARN : QUEUE_ARN },
  }),
};

async function openQueue(
  answers: Answers,
): Promise<{ readonly queue: DeadLetterQueue; readonly calls: readonly (readonly [string, Input])[] }> {
  const calls: [string, Input][] = [];
  const endpoint = await startFaultServer(({ headers, body }, response) => {
    const operation = String(headers['x-amz-target']).split('.')[1] ?? '';
    const input = JSON.parse(body) as Input;
    const number = calls.filter(([name]) => name === operation).length;
    calls.push([operation, input]);
    const said = answers[operation]?.(input, number) ?? {};
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    if (typeof said === 'object') response.end(JSON.stringify(said));
    else {
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: `com.amazonaws.sqs#${said}`, message: `This is ${said}.` }));
    }
  });
  const client = new SQSClient({
    endpoint,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    useQueueUrlAsEndpoint: false,
    md5: false,
  });
  onTestFinished(() => client.destroy());
  return { queue: openDeadLetterQueue(client, { queue: QUEUE, deadLetterQueue: DEAD }), calls };
}

const LETTER = { id: 'm', body: '{}', sentAt: undefined, receives: 1, receipt: 'r' };

describe('dead letters', () => {
  it('are received with what is told of them, hidden for as long as was asked', async () => {
    const attributes = { a: { DataType: 'String', StringValue: 'x' } };
    const { queue, calls } = await openQueue({
      ReceiveMessage: () => ({
        Messages: [
          {
            MessageId: 'm',
            ReceiptHandle: 'r',
            Body: 'text',
            Attributes: { SentTimestamp: '1784368800000', ApproximateReceiveCount: '39' },
            MessageAttributes: attributes,
          },
        ],
      }),
    });
    expect(await queue.receive(120)).toEqual([
      {
        id: 'm',
        body: 'text',
        sentAt: new Date('2026-07-18T10:00:00Z'),
        receives: 39,
        receipt: 'r',
        attributes,
      },
    ]);
    expect(calls[0]?.[1]).toMatchObject({
      QueueUrl: DEAD,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 120,
      MessageAttributeNames: ['All'],
    });
  });

  it('are sent to the delivery queue as they are', async () => {
    const { queue, calls } = await openQueue({});
    const attributes = { a: { DataType: 'String', StringValue: 'x' } };
    await queue.sendBack({ ...LETTER, body: 'ü', attributes });
    await queue.sendBack(LETTER);
    expect(calls.map(([, input]) => input)).toEqual([
      { QueueUrl: QUEUE, MessageBody: 'ü', MessageAttributes: attributes },
      { QueueUrl: QUEUE, MessageBody: '{}' },
    ]);
  });

  it('are released and deleted ten in a request, and not released at once', async () => {
    const { queue, calls } = await openQueue({});
    const letters = Array.from({ length: 12 }, (_, number) => ({ ...LETTER, receipt: `r${number}` }));
    await queue.release(letters);
    await queue.delete(letters);
    const entries = calls.map(([name, { Entries }]) => [name, (Entries as object[]).length]);
    expect(entries).toEqual([
      ['ChangeMessageVisibilityBatch', 10],
      ['ChangeMessageVisibilityBatch', 2],
      ['DeleteMessageBatch', 10],
      ['DeleteMessageBatch', 2],
    ]);
    expect(calls[1]?.[1].Entries).toEqual([
      { Id: '0', ReceiptHandle: 'r10', VisibilityTimeout: 1 },
      { Id: '1', ReceiptHandle: 'r11', VisibilityTimeout: 1 },
    ]);
  });

  it('are counted, those that somebody has received apart', async () => {
    const { queue } = await openQueue({
      GetQueueAttributes: () => ({
        Attributes: { ApproximateNumberOfMessages: '54000', ApproximateNumberOfMessagesNotVisible: '3' },
      }),
    });
    expect(await queue.count()).toEqual({ visible: 54_000, hidden: 3 });
  });
});

describe('a move by the queue service', () => {
  it('is started with its destination and followed until it is done', async () => {
    const old = { Status: 'COMPLETED', StartedTimestamp: 1, ApproximateNumberOfMessagesMoved: 99 };
    const own = { StartedTimestamp: 2, ApproximateNumberOfMessagesToMove: 5 };
    const { queue, calls } = await openQueue({
      ...ARNS,
      StartMessageMoveTask: () => ({ TaskHandle: 'handle' }),
      ListMessageMoveTasks: (_input, number) => ({
        Results: [
          [
            old,
            // The list does not know of the new one yet.
            old,
            { ...own, Status: 'RUNNING', ApproximateNumberOfMessagesMoved: 2, TaskHandle: 'handle' },
            // Counts come late.
            { ...own, Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 2 },
          ][number],
        ],
      }),
    });
    const move = await queue.startMove();
    expect(move?.isJoined).toBe(false);
    expect([await move?.read(), await move?.read(), await move?.read()]).toEqual([
      { status: 'running', moved: 0, total: undefined },
      { status: 'running', moved: 2, total: 5 },
      { status: 'done', moved: 5, total: 5 },
    ]);
    expect(calls).toContainEqual([
      'StartMessageMoveTask',
      { SourceArn: DEAD_ARN, DestinationArn: QUEUE_ARN },
    ]);
  });

  it.each(['RUNNING', 'CANCELLING'])('that is %s is joined, and not cancelled', async (Status) => {
    const { queue, calls } = await openQueue({
      ...ARNS,
      ListMessageMoveTasks: () => ({ Results: [{ Status }] }),
    });
    const move = await queue.startMove();
    expect(move?.isJoined).toBe(true);
    await move?.cancel();
    expect(await move?.read()).toMatchObject({ status: 'running' });
    expect(calls.map(([name]) => name)).not.toContain('StartMessageMoveTask');
    expect(calls.map(([name]) => name)).not.toContain('CancelMessageMoveTask');
  });

  it('that begins just before ours is joined', async () => {
    const { queue } = await openQueue({
      ...ARNS,
      StartMessageMoveTask: () => 'InvalidParameterValue',
      ListMessageMoveTasks: (_input, number) => ({ Results: number === 0 ? [] : [{ Status: 'RUNNING' }] }),
    });
    expect((await queue.startMove())?.isJoined).toBe(true);
  });

  it('can be cancelled, also when it is over already', async () => {
    const task = { Status: 'CANCELLED', StartedTimestamp: 2, ApproximateNumberOfMessagesMoved: 1 };
    const { queue, calls } = await openQueue({
      ...ARNS,
      StartMessageMoveTask: () => ({ TaskHandle: 'handle' }),
      CancelMessageMoveTask: (_input, number) => (number === 0 ? {} : 'ResourceNotFoundException'),
      ListMessageMoveTasks: (_input, number) => ({ Results: number === 0 ? [] : [task] }),
    });
    const move = await queue.startMove();
    await move?.cancel();
    await move?.cancel();
    expect(calls).toContainEqual(['CancelMessageMoveTask', { TaskHandle: 'handle' }]);
    expect(await move?.read()).toEqual({ status: 'cancelled', moved: 1, total: undefined });
  });

  it('that failed says why', async () => {
    const task = { Status: 'FAILED', StartedTimestamp: 2, FailureReason: 'AccessDenied' };
    const { queue } = await openQueue({
      ...ARNS,
      StartMessageMoveTask: () => ({ TaskHandle: 'handle' }),
      ListMessageMoveTasks: (_input, number) => ({ Results: number === 0 ? [] : [task] }),
    });
    const move = await queue.startMove();
    expect(await move?.read()).toEqual({
      status: 'failed',
      moved: 0,
      total: undefined,
      reason: 'AccessDenied',
    });
  });

  it.each(['InvalidAction', 'UnknownOperationException', 'UnsupportedOperation'])(
    'is none where the service says %s',
    async (error) => {
      const { queue } = await openQueue({ ...ARNS, ListMessageMoveTasks: () => error });
      expect(await queue.startMove()).toBeUndefined();
    },
  );

  it('is refused as the service refuses it', async () => {
    const { queue } = await openQueue({ ...ARNS, ListMessageMoveTasks: () => 'AccessDenied' });
    await expect(queue.startMove()).rejects.toThrow('This is AccessDenied.');
  });
});
