import { describe, expect, it } from 'vitest';
import type { MessageVisibility, VisibilityChange } from '../../../lambdas/ingest/ports.ts';
import {
  type PostponeContext,
  postponingFailures,
  type QueueMessage,
} from '../../../lambdas/ingest/postpone.ts';

class Queue implements MessageVisibility {
  readonly requests: (readonly VisibilityChange[])[] = [];
  /** Of each request. */
  answer: (changes: readonly VisibilityChange[], signal: AbortSignal) => Promise<readonly string[]> =
    async () => [];

  change(changes: readonly VisibilityChange[], signal: AbortSignal): Promise<readonly string[]> {
    this.requests.push(changes);
    return this.answer(changes, signal);
  }
}

function world({ remainingMs = 100_000, random = 0.5 } = {}) {
  const visibility = new Queue();
  const warnings: unknown[] = [];
  /** Milliseconds after which requests are broken off: here at once. */
  const limits: number[] = [];
  const context = {
    visibility,
    clock: { remainingMs: () => remainingMs, random: () => random },
    log: {
      warn: (message: string, fields: Readonly<Record<string, unknown>>) =>
        warnings.push([message, fields.reason]),
    },
    signalAfter: (ms: number) => {
      limits.push(ms);
      return AbortSignal.abort(new Error('The time is up.'));
    },
  };
  return { visibility, warnings, limits, context };
}

const message = (receiptHandle: string, receives = 1) => ({
  messageId: `id of ${receiptHandle}`,
  receiptHandle,
  attributes: { ApproximateReceiveCount: String(receives) },
});

const many = (count: number) => Array.from({ length: count }, (_, index) => message(`m${index}`));

const failing = (messages: readonly QueueMessage[]) => ({
  batchItemFailures: messages.map(({ messageId }) => ({ itemIdentifier: messageId })),
});

/** A batch of which every message fails. */
async function fail(messages: readonly QueueMessage[], context: PostponeContext): Promise<void> {
  const answer = await postponingFailures(messages, context, async () => failing(messages));
  expect(answer).toEqual(failing(messages));
}

const WARNING = "Messages that failed wait the queue's own visibility timeout";

/** Settles when the request is broken off, and not before. */
function noAnswer(_: readonly VisibilityChange[], signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
  });
}

describe('messages that failed', () => {
  it('wait each by how often it was received, and by chance', async () => {
    const { visibility, context } = world({ random: 0.5 });
    await fail([message('first', 1), message('fifth', 5), message('fortieth', 40)], context);
    expect(visibility.requests).toEqual([
      [
        { receiptHandle: 'first', seconds: 45 },
        { receiptHandle: 'fifth', seconds: 720 },
        { receiptHandle: 'fortieth', seconds: 5_400 },
      ],
    ]);
  });

  it('are told to SQS ten at a time, all requests at once', async () => {
    const { visibility, context } = world({ remainingMs: 1_010 });
    visibility.answer = noAnswer;
    await fail(many(23), context);
    expect(visibility.requests.map((changes) => changes.length)).toEqual([10, 10, 3]);
    expect(visibility.requests.flat().map(({ receiptHandle }) => receiptHandle)).toEqual(
      many(23).map(({ receiptHandle }) => receiptHandle),
    );
  });

  it('are those of the answer, not their neighbours', async () => {
    const { visibility, context } = world();
    const [first, second, third] = [message('first'), message('second'), message('third')];
    await postponingFailures([first, second, third], context, async () => failing([second]));
    expect(visibility.requests).toEqual([[{ receiptHandle: 'second', seconds: 45 }]]);
  });

  it('are all of them when the invocation fails as a whole', async () => {
    const { visibility, context } = world();
    const work = async () => {
      throw new Error('The table is away.');
    };
    await expect(postponingFailures(many(2), context, work)).rejects.toThrow('The table is away.');
    expect(visibility.requests.flat().map(({ receiptHandle }) => receiptHandle)).toEqual(['m0', 'm1']);
  });

  it('cost no request where there are none', async () => {
    const { visibility, warnings, context } = world({ remainingMs: 0 });
    await postponingFailures(many(2), context, async () => failing([]));
    expect(visibility.requests).toEqual([]);
    expect(warnings).toEqual([]);
  });
});

describe('a wait that cannot be set', () => {
  it('is logged and forgotten, where SQS refuses the request', async () => {
    const { visibility, warnings, context } = world();
    visibility.answer = async ([first]) => {
      if (first?.receiptHandle === 'm0') throw new Error('AccessDenied');
      return [];
    };
    await fail(many(11), context);
    expect(visibility.requests).toHaveLength(2);
    expect(warnings).toEqual([[WARNING, 'Error: AccessDenied']]);
  });

  it('is logged, where SQS refuses one message', async () => {
    const { visibility, warnings, context } = world();
    visibility.answer = async () => ['InvalidParameterValue: The receipt handle has expired.'];
    await fail(many(2), context);
    expect(warnings).toEqual([[WARNING, 'InvalidParameterValue: The receipt handle has expired.']]);
  });

  it('holds up the answer no longer than the invocation has time for it', async () => {
    const hurried = world({ remainingMs: 1_010 });
    hurried.visibility.answer = noAnswer;
    await fail(many(1), hurried.context);
    expect(hurried.limits).toEqual([10]);
    expect(hurried.warnings).toEqual([[WARNING, 'Error: The time is up.']]);
    const unhurried = world({ remainingMs: 100_000 });
    await fail(many(1), unhurried.context);
    expect(unhurried.limits).toEqual([2_000]);
  });

  it('is not tried when the invocation is about to end', async () => {
    const { visibility, warnings, context } = world({ remainingMs: 1_000 });
    await fail(many(1), context);
    expect(visibility.requests).toEqual([]);
    expect(warnings).toEqual([[WARNING, 'No time left.']]);
  });
});
