/**
 * The function's process is killed around every write that it makes, and anywhere else, and the messages come again.
 *
 * At the moment of the kill the index may be unfinished, but what it says must be true; after the next delivery it holds
 * every record once, as if nothing had happened. The kill is SIGKILL, between the front's taking a request and its
 * giving an answer: before the table hears of the write, or when it has done it and the function does not know.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../lib/sample/random.ts';
import type { FrontRequest } from '../helpers/fault-front.ts';
import { makeCrashTrail } from '../reliability/crash-trail.ts';
import {
  type FunctionUnderFaults,
  openFunctionUnderFaults,
  type StartedFunction,
  type TableNames,
} from '../reliability/function-under-faults.ts';
import { readIndex } from '../reliability/index-contents.ts';
import { brokenPromises, unfinished } from '../reliability/index-promises.ts';
import { failedMessages, type QueueMessage, toSqsEvent } from '../reliability/queue-messages.ts';

const { files, messages } = makeCrashTrail();
const WRITES = new Set(['BatchWriteItem', 'PutItem', 'UpdateItem']);
/** Far above what the trail takes. */
const MOST_WRITES = 100;
const RANDOM_ROUNDS = 6;
/** Every round starts two or more processes, on machines that do other things as well. */
const PATIENCE_MS = 300_000;
const SEED = Number(process.env.CRASH_SEED ?? 5);

let world: FunctionUnderFaults;

beforeAll(async () => {
  world = await openFunctionUnderFaults();
  for (const { key, body } of files) await world.putObject(key, body);
});

afterAll(() => world?.close());

/** Where a process is killed: around the `number`th of some requests. */
interface Boundary {
  readonly counts: (request: FrontRequest) => boolean;
  readonly number: number;
  readonly when: 'before' | 'after';
}

const isWrite = ({ operation }: FrontRequest) => WRITES.has(operation);

/** One invocation in a process of its own. False where the process was killed before it could answer. */
async function deliver(
  batch: readonly QueueMessage[],
  tables: TableNames,
  disturb: (started: StartedFunction) => void = () => {},
): Promise<boolean> {
  const started = await world.start({ tables });
  disturb(started);
  const outcome = await started.invoke(toSqsEvent(batch));
  world.front.decide = () => undefined;
  await started.kill();
  if (outcome.kind === 'error') {
    expect(outcome.error.errorMessage).toContain('signal: SIGKILL');
    return false;
  }
  expect(failedMessages(outcome), started.log()).toEqual([]);
  return true;
}

function killAt({ counts, number, when }: Boundary) {
  return (started: StartedFunction) => {
    let counted = 0;
    world.front.decide = (request) =>
      counts(request) && counted++ === number ? { kind: 'interrupt', when, act: started.kill } : undefined;
  };
}

async function expectTrue(tables: TableNames, where: string): Promise<void> {
  expect(brokenPromises(files, await readIndex(world.dynamodb, tables)), where).toEqual([]);
}

async function expectDone(tables: TableNames, where: string): Promise<void> {
  expect(unfinished(files, await readIndex(world.dynamodb, tables)), where).toEqual([]);
}

it('indexes the trail when nothing happens', async () => {
  const tables = await world.makeTables();
  expect(await deliver(messages, tables)).toBe(true);
  await expectDone(tables, 'undisturbed');
});

describe('killed', () => {
  it('before its first write, leaves everything to the next delivery', async () => {
    const tables = await world.makeTables();
    expect(await deliver(messages, tables, killAt({ counts: isWrite, number: 0, when: 'before' }))).toBe(
      false,
    );
    await expectTrue(tables, 'killed before write 0');
    expect(await deliver(messages, tables)).toBe(true);
    await expectDone(tables, 'killed before write 0');
  });

  // Before each of the others the tables are as they are after the one before it.
  it(
    'after a write, says nothing untrue, and has everything once after the next delivery, whichever it was',
    async () => {
      let boundaries = 0;
      for (let number = 0; number < MOST_WRITES; number++) {
        const where = `killed after write ${number}`;
        const tables = await world.makeTables();
        // Until one invocation is through before it comes to that write.
        if (await deliver(messages, tables, killAt({ counts: isWrite, number, when: 'after' }))) break;
        boundaries++;
        await expectTrue(tables, where);
        expect(await deliver(messages, tables), where).toBe(true);
        await expectDone(tables, where);
      }
      expect(boundaries).toBeGreaterThan(10);
      expect(boundaries).toBeLessThan(MOST_WRITES);
    },
    PATIENCE_MS,
  );
});

it(
  `survives several kills in a row, anywhere (CRASH_SEED=${SEED})`,
  async () => {
    const random = createRandom(SEED, 'crashes');
    let kills = 0;
    for (let round = 0; round < RANDOM_ROUNDS; round++) {
      const tables = await world.makeTables();
      for (let delivery = 0; delivery < 3; delivery++) {
        const batch = messages.filter(() => random.chance(700));
        if (batch.length === 0) continue;
        if (!(await deliver(batch, tables, killSomewhere(random)))) kills++;
        await expectTrue(tables, `CRASH_SEED=${SEED}, round ${round}, delivery ${delivery}`);
      }
      expect(await deliver(messages, tables)).toBe(true);
      await expectDone(tables, `CRASH_SEED=${SEED}, round ${round}`);
    }
    expect(kills).toBeGreaterThan(RANDOM_ROUNDS);
  },
  PATIENCE_MS,
);

/** Around a request of any kind, or at a moment that no request marks. */
function killSomewhere(random: Random): (started: StartedFunction) => void {
  if (random.chance(300)) {
    const afterMs = random.below(250);
    return (started) => void wait(afterMs).then(() => started.kill());
  }
  const when = random.pick(['before', 'after']);
  return killAt({ counts: () => true, number: random.below(30), when });
}
