/**
 * SQS's own task that moves a dead-letter queue: started, or joined where one is at work, since a queue has one at a time.
 *
 * It is given its destination, so that a letter that somebody sent to the dead-letter queue directly goes there as well.
 * Counts are approximate and come late: a task may be completed before it says how many it has moved.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasksResultEntry.html
 */
import {
  CancelMessageMoveTaskCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry as MoveTask,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { MoveState, QueueMove } from '../operations/redrive/dead-letters.ts';

const ACTIVE: ReadonlySet<string | undefined> = new Set(['RUNNING', 'CANCELLING']);

export async function startOrJoinMove(
  client: SQSClient,
  queues: { readonly from: string; readonly to: string },
): Promise<QueueMove> {
  const SourceArn = await arnOf(client, queues.from);
  const readLatest = async () => {
    const { Results = [] } = await client.send(new ListMessageMoveTasksCommand({ SourceArn }));
    return Results[0];
  };
  const before = await readLatest();
  if (ACTIVE.has(before?.Status)) return joinedMove(readLatest);
  try {
    const DestinationArn = await arnOf(client, queues.to);
    const { TaskHandle } = await client.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
    return ownMove(client, { TaskHandle, before, readLatest });
  } catch (error) {
    // Somebody else was faster.
    if (ACTIVE.has((await readLatest())?.Status)) return joinedMove(readLatest);
    throw error;
  }
}

type ReadLatest = () => Promise<MoveTask | undefined>;

function joinedMove(readLatest: ReadLatest): QueueMove {
  return {
    isJoined: true,
    read: async () => toState(await readLatest()),
    // Who started it decides when it ends.
    cancel: async () => {},
  };
}

interface OwnTask {
  readonly TaskHandle: string | undefined;
  /** The newest task before this one. */
  readonly before: MoveTask | undefined;
  readonly readLatest: ReadLatest;
}

function ownMove(client: SQSClient, { TaskHandle, before, readLatest }: OwnTask): QueueMove {
  return {
    isJoined: false,
    async read() {
      const latest = await readLatest();
      // The list may lag behind the start.
      const isListed = latest !== undefined && latest.StartedTimestamp !== before?.StartedTimestamp;
      return isListed ? toState(latest) : { status: 'running', moved: 0, total: undefined };
    },
    async cancel() {
      try {
        await client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
      } catch (error) {
        // It was over before it could be stopped.
        if (ACTIVE.has((await readLatest())?.Status)) throw error;
      }
    },
  };
}

function toState(task: MoveTask | undefined): MoveState {
  const moved = Number(task?.ApproximateNumberOfMessagesMoved ?? 0);
  const total = task?.ApproximateNumberOfMessagesToMove;
  switch (task?.Status) {
    case 'RUNNING':
    case 'CANCELLING':
      return { status: 'running', moved, total };
    case 'FAILED':
      return { status: 'failed', moved, total, reason: task.FailureReason };
    case 'CANCELLED':
      return { status: 'cancelled', moved, total };
    default:
      return { status: 'done', moved: Math.max(moved, total ?? 0), total };
  }
}

async function arnOf(client: SQSClient, queueUrl: string): Promise<string> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );
  return Attributes?.QueueArn ?? '';
}
