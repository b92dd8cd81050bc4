/** A small handler in a process of its own, fed by a queue as Lambda's event source mapping feeds it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { DeclaredFunction } from '../../lib/local/declared-function.ts';
import {
  type EventSourceMappingOptions,
  startEventSourceMapping,
} from '../../lib/local/lambda/event-source-mapping.ts';
import { openFunctionPool } from '../../lib/local/lambda/function-pool.ts';
import type { buildSqsEvent } from '../../lib/local/lambda/sqs-event.ts';
import { type RunningServices, startServices } from '../../lib/local/services.ts';
import { eventually } from '../helpers/eventually.ts';
import { processesWith } from '../helpers/processes.ts';
import {
  makeTemporaryDirectory,
  removeDirectory,
  temporaryDirectory,
} from '../helpers/temporary-directory.ts';

/** Does what the messages say, and writes down each invocation. */
const HANDLER = `
  import { appendFileSync } from 'node:fs';
  let invocations = 0;
  console.log('module loaded');
  export const handler = async (event, context) => {
    invocations += 1;
    const records = event.Records ?? [];
    const bodies = records.map(({ body }) => body);
    appendFileSync(process.env.SEEN, JSON.stringify({ pid: process.pid, invocations, bodies }) + '\\n');
    console.log('served ' + bodies.join(' '));
    if (bodies.includes('throw')) throw new RangeError('out of range');
    if (bodies.includes('throw text')) throw 'just a text';
    if (bodies.includes('exit')) process.exit(7);
    if (bodies.includes('hang')) for (;;);
    if (bodies.includes('wait')) await new Promise((resolve) => setTimeout(resolve, 60_000));
    if (bodies.includes('hoard')) { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); }
    if (bodies.includes('crash')) {
      setImmediate(() => { throw new TypeError('from a callback'); });
      await new Promise(() => {});
    }
    if (bodies.includes('reject')) {
      Promise.reject(new Error('nobody looked'));
      await new Promise(() => {});
    }
    if (bodies.includes('unknown')) return { batchItemFailures: [{ itemIdentifier: 'nobody' }] };
    if (event.what === 'environment') return { ...process.env };
    if (event.what === 'context') {
      const left = context.getRemainingTimeInMillis();
      return { ...context, leftIsRight: left > 1_000 && left <= 2_000 };
    }
    const failed = records.filter(({ body, attributes }) =>
      body === 'fail' || (body === 'fail once' && attributes.ApproximateReceiveCount === '1'));
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
`;

const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

let servicesDirectory: string;
let services: RunningServices;
let sqs: SQSClient;

beforeAll(async () => {
  servicesDirectory = await makeTemporaryDirectory();
  services = await startServices({ directory: servicesDirectory });
  sqs = new SQSClient({ endpoint: services.endpoint, region: 'us-east-1', credentials: CREDENTIALS });
});

afterAll(async () => {
  sqs.destroy();
  await services.stop();
  await removeDirectory(servicesDirectory);
});

async function openFunction(
  files: Record<string, string> = { 'index.mjs': HANDLER },
  change: Partial<DeclaredFunction> = {},
) {
  const directory = await temporaryDirectory();
  const codeDirectory = join(directory, 'code');
  await mkdir(codeDirectory);
  for (const [name, content] of Object.entries(files)) await writeFile(join(codeDirectory, name), content);
  const seen = join(directory, 'seen.jsonl');
  await writeFile(seen, '');
  const logDirectory = join(directory, 'logs');
  const pool = await openFunctionPool({
    function: {
      name: 'ingest',
      handler: 'index.handler',
      codeDirectory,
      environment: { SEEN: seen, COLOUR: 'from the template', SIZE: 'from the template' },
      memoryMiB: 256,
      timeoutMs: 2_000,
      runtime: 'nodejs24.x',
      ...change,
    },
    place: {
      region: 'us-east-1',
      accountId: '000000000000',
      credentials: CREDENTIALS,
      temporaryDirectory: join(directory, 'tmp'),
      environment: { AWS_ENDPOINT_URL: services.endpoint, SIZE: 'from the laptop' },
    },
    logDirectory,
  });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= pool.stop();
    return stopping;
  };
  onTestFinished(stop);
  return {
    directory,
    pool: { invoke: pool.invoke, stop },
    seen: async (): Promise<{ pid: number; invocations: number; bodies: string[] }[]> =>
      (await readFile(seen, 'utf8'))
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    log: () => readFile(join(logDirectory, 'ingest.log'), 'utf8'),
  };
}

const sqsEvent = (...bodies: string[]) => ({
  Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })),
});

describe('a function process', () => {
  it('starts once and is used again', async () => {
    const { pool, seen } = await openFunction();
    await pool.invoke(sqsEvent('a'));
    await pool.invoke(sqsEvent('b'));
    const [first, second] = await seen();
    expect(second).toEqual({ pid: first?.pid, invocations: 2, bodies: ['b'] });
  });

  it('is one of several where invocations overlap', async () => {
    const { pool, seen } = await openFunction();
    await Promise.all([pool.invoke(sqsEvent('a')), pool.invoke(sqsEvent('b'))]);
    expect(new Set((await seen()).map(({ pid }) => pid)).size).toBe(2);
  });

  it("has Lambda's environment, the template's variables and nothing of this process's", async () => {
    const { pool, directory } = await openFunction();
    const outcome = await pool.invoke({ what: 'environment' });
    if (outcome.kind !== 'success') throw new Error(outcome.error.errorMessage);
    const environment = JSON.parse(outcome.answer);
    expect(environment).toMatchObject({
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_ENDPOINT_URL: services.endpoint,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: 'ingest',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      LAMBDA_TASK_ROOT: join(directory, 'code'),
      TMPDIR: join(directory, 'tmp'),
      TZ: 'UTC',
      COLOUR: 'from the template',
      SIZE: 'from the laptop',
    });
    expect(environment.VITEST).toBeUndefined();
  });

  it("gives the handler Lambda's context", async () => {
    const { pool } = await openFunction();
    const outcome = await pool.invoke({ what: 'context' });
    if (outcome.kind !== 'success') throw new Error(outcome.error.errorMessage);
    expect(JSON.parse(outcome.answer)).toMatchObject({
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionName: 'ingest',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:ingest',
      memoryLimitInMB: '256',
      leftIsRight: true,
    });
  });

  it.each([
    ['a thrown error', 'throw', 'RangeError', 'out of range'],
    ['a thrown text', 'throw text', 'string', 'just a text'],
    [
      'an exit',
      'exit',
      'Runtime.ExitError',
      /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 7$/,
    ],
    ['an error in a callback', 'crash', 'Runtime.UncaughtException', 'from a callback'],
    ['a rejection that nobody looks at', 'reject', 'Runtime.UnhandledPromiseRejection', 'nobody looked'],
    [
      'a loop beyond the timeout',
      'hang',
      'Sandbox.Timedout',
      /^RequestId: [0-9a-f-]{36} Error: Task timed out after 2.00 seconds$/,
    ],
    ['a wait beyond the timeout', 'wait', 'Sandbox.Timedout', /Task timed out after 2.00 seconds$/],
  ])('reports %s as Lambda does, and the next invocation works', async (_what, body, errorType, message) => {
    const { pool, log } = await openFunction();
    const outcome = await pool.invoke(sqsEvent(body));
    expect(outcome).toMatchObject({
      kind: 'error',
      error: {
        errorType,
        errorMessage: typeof message === 'string' ? message : expect.stringMatching(message),
      },
    });
    expect(await pool.invoke(sqsEvent('fine'))).toEqual({
      kind: 'success',
      answer: '{"batchItemFailures":[]}',
    });
    await eventually(async () => expect(await log()).toContain(errorType));
  });

  it('ends when it needs more memory than it has', async () => {
    const { pool } = await openFunction({ 'index.mjs': HANDLER }, { memoryMiB: 64, timeoutMs: 60_000 });
    expect(await pool.invoke(sqsEvent('hoard'))).toMatchObject({
      kind: 'error',
      error: { errorType: 'Runtime.ExitError' },
    });
    expect((await pool.invoke(sqsEvent('fine'))).kind).toBe('success');
  });

  it.each([
    ['a CommonJS module', { 'index.js': 'exports.handler = async () => "old style";' }, '"old style"'],
    ['a handler that is not a promise', { 'index.mjs': 'export const handler = () => 1;' }, '1'],
    ['a handler without an answer', { 'index.mjs': 'export const handler = async () => {};' }, 'null'],
  ])('takes %s', async (_what, files, answer) => {
    const { pool } = await openFunction(files);
    expect(await pool.invoke({})).toEqual({ kind: 'success', answer });
  });

  it.each([
    ['there is no such file', {}, 'Runtime.ImportModuleError'],
    ['there is no such export', { 'index.mjs': 'export const other = 1;' }, 'Runtime.HandlerNotFound'],
    ['the module does not parse', { 'index.mjs': 'export const handler = ;' }, 'Runtime.UserCodeSyntaxError'],
    ['the module throws', { 'index.mjs': 'throw new TypeError("TABLE is not set");' }, 'TypeError'],
    ['the module ends the process', { 'index.mjs': 'process.exit(1);' }, 'Runtime.ExitError'],
    [
      'the handler takes a callback',
      { 'index.mjs': 'export const handler = (e, c, done) => done();' },
      'Runtime.CallbackHandlerDeprecated',
    ],
  ])('says so when %s', async (_what, files, errorType) => {
    const { pool } = await openFunction(files);
    expect(await pool.invoke({})).toMatchObject({ kind: 'error', error: { errorType } });
  });

  it('writes what it prints to the log of the function', async () => {
    const { pool, log } = await openFunction();
    await pool.invoke(sqsEvent('a'));
    await pool.stop();
    const lines = (await log()).split('\n');
    expect(lines).toHaveLength(5);
    expect(lines).toEqual(
      expect.arrayContaining([
        'module loaded',
        'served a',
        expect.stringMatching(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST$/),
        expect.stringMatching(/^END RequestId: [0-9a-f-]{36} after \d+ ms$/),
      ]),
    );
  });

  it('leaves no process behind when it is stopped, not even a busy one', async () => {
    const { pool, directory, seen } = await openFunction({ 'index.mjs': HANDLER }, { timeoutMs: 60_000 });
    const busy = pool.invoke(sqsEvent('hang'));
    await eventually(async () => expect(await seen()).toHaveLength(1));
    expect(processesWith(directory)).not.toEqual([]);
    await pool.stop();
    expect((await busy).kind).toBe('error');
    await eventually(() => expect(processesWith(directory)).toEqual([]));
  });
});

let queues = 0;

async function mapQueue({
  isHurried = true,
  ...options
}: Partial<EventSourceMappingOptions> & { isHurried?: boolean } = {}) {
  queues += 1;
  const make = async (QueueName: string, Attributes: Record<string, string>) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  const deadLetterUrl = await make(`dead-${queues}`, {});
  const queueUrl = await make(`queue-${queues}`, {
    VisibilityTimeout: '3600',
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:dead-${queues}`,
      maxReceiveCount: 2,
    }),
  });
  const opened = await openFunction();
  const log: string[] = [];
  const start = () => {
    const mapping = startEventSourceMapping({
      client: sqs,
      queueUrl,
      queueArn: `arn:aws:sqs:us-east-1:000000000000:queue-${queues}`,
      region: 'us-east-1',
      pool: opened.pool,
      batchSize: 10,
      batchingWindowMs: 0,
      maximumConcurrency: 2,
      reportsBatchItemFailures: true,
      ...(isHurried ? { redeliverAfterMs: 1_000 } : {}),
      log: (line) => log.push(line),
      ...options,
    });
    onTestFinished(async () => {
      await mapping.stop(0);
    });
    return mapping;
  };
  return {
    ...opened,
    log,
    start,
    send: async (...bodies: string[]) => {
      for (let at = 0; at < bodies.length; at += 10) {
        const Entries = bodies
          .slice(at, at + 10)
          .map((MessageBody, index) => ({ Id: String(index), MessageBody }));
        await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      }
    },
    counts: async () => {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
      );
      return {
        waiting: Number(Attributes.ApproximateNumberOfMessages),
        inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
      };
    },
    dead: async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: deadLetterUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
      );
      return Messages.map(({ Body }) => Body);
    },
  };
}

const EMPTY = { waiting: 0, inFlight: 0 };

async function postponeAndFail(event: unknown) {
  const { Records } = event as ReturnType<typeof buildSqsEvent>;
  for (const { eventSourceARN, receiptHandle } of Records) {
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: `${services.endpoint}/000000000000/${eventSourceARN.split(':').at(-1)}`,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: 3_000,
      }),
    );
  }
  const batchItemFailures = Records.map(({ messageId }) => ({ itemIdentifier: messageId }));
  return { kind: 'success', answer: JSON.stringify({ batchItemFailures }) } as const;
}

describe('an event source mapping', () => {
  it('deletes what succeeded', async () => {
    const { start, send, seen, counts } = await mapQueue();
    await send('a', 'b', 'c');
    start();
    await eventually(async () => expect(await counts()).toEqual(EMPTY));
    expect((await seen()).flatMap(({ bodies }) => bodies).sort()).toEqual(['a', 'b', 'c']);
  });

  it('fills batches beyond what SQS gives at once, and no further', async () => {
    const { start, send, seen, counts } = await mapQueue({ batchSize: 25, batchingWindowMs: 5_000 });
    await send(...Array.from({ length: 50 }, (_, index) => `m${index}`));
    start();
    await eventually(async () => expect(await counts()).toEqual(EMPTY));
    expect((await seen()).map(({ bodies }) => bodies.length)).toEqual([25, 25]);
  });

  it('waits for more messages, as long as its window is', async () => {
    const { start, send, seen, counts } = await mapQueue({ batchingWindowMs: 3_000 });
    start();
    await send('first');
    await eventually(async () => expect((await counts()).inFlight).toBe(1));
    await send('second');
    await eventually(async () => expect(await counts()).toEqual(EMPTY));
    expect((await seen()).map(({ bodies }) => bodies)).toEqual([['first', 'second']]);
  });

  it('brings back what was reported as failed, and nothing else', async () => {
    const { start, send, seen, counts } = await mapQueue();
    await send('a', 'fail once', 'b');
    start();
    await eventually(async () => expect(await counts()).toEqual(EMPTY));
    const [first, second] = (await seen()).map(({ bodies }) => [...bodies].sort());
    expect([first, second]).toEqual([['a', 'b', 'fail once'], ['fail once']]);
  });

  it('brings it back as soon, where the function has set a longer wait', async () => {
    const { start, send, counts, dead } = await mapQueue({ pool: { invoke: postponeAndFail } });
    await send('a');
    start();
    await eventually(async () => expect(await dead()).toEqual(['a']));
    expect(await counts()).toEqual(EMPTY);
  });

  it.each(['throw', 'crash', 'exit', 'hang', 'unknown'])(
    'brings the whole batch back after "%s", and sets it aside when it was received often enough',
    async (fault) => {
      const { start, send, seen, counts, dead } = await mapQueue();
      await send('innocent', fault);
      start();
      await eventually(async () => expect([...(await dead())].sort()).toEqual([fault, 'innocent'].sort()));
      expect(await counts()).toEqual(EMPTY);
      const served = (await seen()).flatMap(({ bodies }) => bodies);
      expect(served.filter((body) => body === fault)).toHaveLength(2);
      expect(served.filter((body) => body === 'innocent')).toHaveLength(2);
    },
  );

  it('takes any answer for a success where failures are not reported', async () => {
    const { start, send, counts, dead } = await mapQueue({ reportsBatchItemFailures: false });
    await send('fail', 'unknown');
    start();
    await eventually(async () => expect(await counts()).toEqual(EMPTY));
    expect(await dead()).toEqual([]);
  });

  it("leaves redelivery to the queue's own timeout unless told otherwise", async () => {
    const { start, send, seen, counts, log } = await mapQueue({ isHurried: false });
    await send('fail once');
    const mapping = start();
    await eventually(() => expect(log).toEqual(['The function reported 1 of 1 messages as failed.']));
    await mapping.stop(5_000);
    expect(await seen()).toHaveLength(1);
    expect(await counts()).toEqual({ waiting: 0, inFlight: 1 });
  });

  it('runs no more invocations at once than it may', async () => {
    const { start, send, seen, counts } = await mapQueue({ batchSize: 1, maximumConcurrency: 2 });
    await send(...Array.from({ length: 12 }, (_, index) => `m${index}`));
    start();
    await eventually(async () => expect(await counts()).toEqual(EMPTY));
    const processes = new Set((await seen()).map(({ pid }) => pid));
    expect(processes.size).toBeLessThanOrEqual(2);
    expect(await seen()).toHaveLength(12);
  });

  it('finishes the batch at hand when it is stopped, and takes no other', async () => {
    const { start, send, seen, counts } = await mapQueue({ batchSize: 1, maximumConcurrency: 1 });
    await send('a');
    const mapping = start();
    await eventually(async () =>
      expect((await counts()).inFlight + (await seen()).length).toBeGreaterThan(0),
    );
    expect(await mapping.stop(10_000)).toBe(true);
    expect(await counts()).toEqual(EMPTY);
    await send('later');
    expect(await counts()).toEqual({ waiting: 1, inFlight: 0 });
  });

  it('gives up on a batch that takes longer than the grace', async () => {
    const { start, send, seen, counts } = await mapQueue();
    await send('wait');
    const mapping = start();
    await eventually(async () => expect(await seen()).toHaveLength(1));
    expect(await mapping.stop(10)).toBe(false);
    expect((await counts()).inFlight).toBe(1);
  });
});
