/**
 * What cannot be done, beside others in the same invocation: the others are indexed by it and acknowledged, only what
 * must come again is reported, and the answer comes before Lambda would end the function.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decide, FrontRequest } from '../helpers/fault-front.ts';
import {
  type DeliveredFile,
  logFile,
  logFileKey,
  makeCrashTrail,
  recordText,
} from '../reliability/crash-trail.ts';
import { type FunctionUnderFaults, openFunctionUnderFaults } from '../reliability/function-under-faults.ts';
import { readIndex } from '../reliability/index-contents.ts';
import { brokenPromises } from '../reliability/index-promises.ts';
import { announce, failedMessages, type QueueMessage, toSqsEvent } from '../reliability/queue-messages.ts';

const TIMEOUT_MS = 10_000;
/** Later than this, a machine a little slower would have had a timeout. */
const LATEST_ANSWER_MS = TIMEOUT_MS - 500;

const GOOD = ['first', 'second', 'third', 'fourth'].map((name, index) =>
  logFile(name, [recordText(index * 2), recordText(index * 2 + 1)]),
);
const [FIRST, SECOND, THIRD, FOURTH] = GOOD as [DeliveredFile, DeliveredFile, DeliveredFile, DeliveredFile];
const BAD = logFile('bad', [recordText(900), recordText(901)]);
const DAMAGED: DeliveredFile = { ...logFile('cut', [recordText(910)]), status: 'rejected' };
const DIGEST = makeCrashTrail().files.filter(({ status }) => status === 'recorded');
const FILES = [...GOOD, BAD, DAMAGED, ...DIGEST];

let world: FunctionUnderFaults;

beforeAll(async () => {
  world = await openFunctionUnderFaults();
  for (const { key, body, status } of FILES) {
    await world.putObject(key, status === 'rejected' ? body.subarray(0, -9) : body);
  }
});

afterAll(() => world?.close());

async function invoke(batch: readonly QueueMessage[], decide: Decide = () => undefined) {
  const tables = await world.makeTables();
  const started = await world.start({ tables, timeoutMs: TIMEOUT_MS });
  world.front.decide = decide;
  const from = performance.now();
  const outcome = await started.invoke(toSqsEvent(batch));
  const tookMs = performance.now() - from;
  world.front.decide = () => undefined;
  await started.kill();
  const contents = await readIndex(world.dynamodb, tables);
  expect(brokenPromises(FILES, contents)).toEqual([]);
  expect(tookMs).toBeLessThan(LATEST_ANSWER_MS);
  return { outcome, ledger: contents.ledger, log: started.log() };
}

async function deliver(batch: readonly QueueMessage[], decide?: Decide) {
  const { outcome, ...rest } = await invoke(batch, decide);
  return { ...rest, failed: failedMessages(outcome) };
}

/** Before it, after it, and two that share a message. */
function amongNeighbours(...messages: readonly QueueMessage[]): QueueMessage[] {
  return [
    announce('one', FIRST.key),
    ...messages,
    announce('two', SECOND.key),
    announce('three', THIRD.key, FOURTH.key),
  ];
}

type Ledger = Awaited<ReturnType<typeof deliver>>['ledger'];

const statusOf = (ledger: Ledger, files: readonly DeliveredFile[]) =>
  files.map(({ key }) => ledger.get(key)?.status);
const ALL_INDEXED = GOOD.map(() => 'indexed');

const readsBad = ({ operation, url }: FrontRequest) => operation === 'GetObject' && url.includes('bad00');
const writesEvents = ({ operation, body }: FrontRequest) =>
  operation === 'BatchWriteItem' && body.includes('"Events-');
const isItemOfBad = (item: string) => item.includes('000000000900');

describe('beside a file that', () => {
  const cases: readonly { what: string; decide: Decide; reason: RegExp }[] = [
    {
      what: 'S3 denies',
      decide: (request) =>
        readsBad(request) ? { kind: 'refuse', status: 403, code: 'AccessDenied' } : undefined,
      reason: /^S3 refuses access to the log file/,
    },
    {
      what: 'is cut off on the way',
      decide: (request) => (readsBad(request) ? { kind: 'truncate', share: 0.5 } : undefined),
      reason: /^TruncatedBodyError: Reading from S3 ended after \d+ of \d+ bytes/,
    },
    {
      what: 'S3 never answers about',
      decide: (request) => (readsBad(request) ? { kind: 'silence' } : undefined),
      reason: /^The invocation ran out of time/,
    },
    {
      what: 'trickles',
      decide: (request) => (readsBad(request) ? { kind: 'slow', pieces: 100, pauseMs: 1_000 } : undefined),
      reason: /^The invocation ran out of time/,
    },
    {
      what: 'holds an event that the table refuses',
      decide: ({ operation, body }) =>
        operation === 'BatchWriteItem' && isItemOfBad(body.toString())
          ? { kind: 'refuse', status: 400, code: 'ValidationException' }
          : undefined,
      reason: /^ValidationException: Injected/,
    },
    {
      what: 'holds an event of a key that the table has no room for',
      decide: ({ operation }) =>
        operation === 'BatchWriteItem'
          ? { kind: 'partial', room: (put) => !isItemOfBad(JSON.stringify(put)) }
          : undefined,
      reason: /^The (table had no room|invocation ran out of time)/,
    },
  ];

  it.each(cases)('$what, the others are indexed', async ({ decide, reason }) => {
    const { failed, ledger, log } = await deliver(amongNeighbours(announce('bad', BAD.key)), decide);
    expect(statusOf(ledger, GOOD), log).toEqual(ALL_INDEXED);
    expect(failed).toEqual(['bad']);
    expect(ledger.get(BAD.key)).toMatchObject({ status: 'pending', attempts: 1 });
    expect(ledger.get(BAD.key)?.reason).toMatch(reason);
  });

  it('is not there, the others are indexed, those of its own message too', async () => {
    const missing = logFileKey('missing');
    const { failed, ledger } = await deliver([
      announce('bad', FIRST.key, missing, SECOND.key),
      announce('good', THIRD.key, FOURTH.key),
    ]);
    expect(failed).toEqual(['bad']);
    expect(statusOf(ledger, GOOD)).toEqual(ALL_INDEXED);
    expect(ledger.get(missing)).toMatchObject({ status: 'pending', attempts: 1 });
  });

  it('is damaged, all are acknowledged', async () => {
    const { failed, ledger } = await deliver(amongNeighbours(announce('damaged', DAMAGED.key)));
    expect(failed).toEqual([]);
    expect(statusOf(ledger, GOOD)).toEqual(ALL_INDEXED);
    expect(ledger.get(DAMAGED.key)?.status).toBe('rejected');
  });
});

describe('beside a message that', () => {
  it('nobody understands, the others are indexed', async () => {
    const { failed, ledger } = await deliver(
      amongNeighbours({ id: 'broken', body: `{"s3Bucket":"trail","s3ObjectKey":["${BAD.key}` }),
    );
    expect(failed).toEqual(['broken']);
    expect(statusOf(ledger, GOOD)).toEqual(ALL_INDEXED);
  });

  it('announces ten thousand log files that are not there, the others are indexed', async () => {
    const keys = Array.from({ length: 10_000 }, (_, number) => logFileKey(`no${number}`));
    const { failed, ledger } = await deliver(amongNeighbours(announce('many', ...keys)));
    expect(failed).toEqual(['many']);
    expect(statusOf(ledger, GOOD)).toEqual(ALL_INDEXED);
  });
});

describe('an events table that', () => {
  const everything = amongNeighbours(
    announce('damaged', DAMAGED.key),
    announce('digest', ...DIGEST.map(({ key }) => key)),
  );

  const cases: readonly { what: string; decide: Decide; reason: RegExp }[] = [
    {
      what: 'never answers',
      decide: (request) => (writesEvents(request) ? { kind: 'silence' } : undefined),
      reason: /^The invocation ran out of time/,
    },
    {
      what: 'has no room at all',
      decide: (request) => (writesEvents(request) ? { kind: 'partial', room: 0 } : undefined),
      reason: /^The (table had no room|invocation ran out of time)/,
    },
    {
      what: 'throttles every request',
      decide: (request) =>
        writesEvents(request) ? { kind: 'refuse', status: 400, code: 'ThrottlingException' } : undefined,
      reason: /^The (table had no room|invocation ran out of time)/,
    },
  ];

  it.each(cases)('$what fails what needs it, in time and with its cause', async ({ decide, reason }) => {
    const { failed, ledger } = await deliver(everything, decide);
    expect(failed).toEqual(['one', 'three', 'two']);
    expect(statusOf(ledger, [...GOOD, DAMAGED, ...DIGEST])).toEqual([
      ...GOOD.map(() => 'pending'),
      'rejected',
      'recorded',
    ]);
    for (const { key } of GOOD) expect(ledger.get(key)?.reason).toMatch(reason);
  });
});

it('does in the next invocation of the same process what a silent table kept it from', async () => {
  const tables = await world.makeTables();
  const started = await world.start({ tables, timeoutMs: TIMEOUT_MS });
  world.front.decide = (request) => (writesEvents(request) ? { kind: 'silence' } : undefined);
  expect(failedMessages(await started.invoke(toSqsEvent(amongNeighbours())))).toEqual([
    'one',
    'three',
    'two',
  ]);
  world.front.decide = () => undefined;
  expect(failedMessages(await started.invoke(toSqsEvent(amongNeighbours(), 2))), started.log()).toEqual([]);
  await started.kill();
  const { ledger } = await readIndex(world.dynamodb, tables);
  expect(statusOf(ledger, GOOD)).toEqual(ALL_INDEXED);
});

it('gives everything back in time when no table answers at all', async () => {
  const { outcome, ledger } = await invoke(amongNeighbours(), ({ service }) =>
    service === 'dynamodb' ? { kind: 'silence' } : undefined,
  );
  // Where the function has thrown, Lambda gives back all messages.
  expect(outcome).toMatchObject({ kind: 'error', error: { errorType: 'OutOfTimeError' } });
  expect(ledger.size).toBe(0);
});
