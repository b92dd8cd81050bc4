/**
 * Nothing lost, nothing doubled: a trail of 100,000 events is delivered while a seeded schedule of faults befalls
 * everything that the function asks of AWS. See test/reliability/trial.ts; another seed or size:
 *
 *     FAULT_SEED=7 FAULT_EVENTS=20000 npx vitest run test/integration/faults.test.ts
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeDirectory } from '../helpers/temporary-directory.ts';
import { runTrial, type TrialResult } from '../reliability/trial.ts';
import { makeTrialDirectory } from '../reliability/trial-directory.ts';
import { describeTrial } from '../reliability/trial-report.ts';

const SEED = Number(process.env.FAULT_SEED ?? 20260317);
const EVENT_COUNT = Number(process.env.FAULT_EVENTS ?? 100_000);
/** Two minutes where nothing else runs. */
const PATIENCE_MS = 15 * 60_000;

let directory: string;
let result: TrialResult;

beforeAll(async () => {
  directory = await makeTrialDirectory(EVENT_COUNT);
  result = await runTrial({ seed: SEED, eventCount: EVENT_COUNT, directory });
  process.stdout.write(`${describeTrial(result)}\n`);
}, PATIENCE_MS);

afterAll(() => removeDirectory(directory));

it('has exactly the delivered events in the index, a complete ledger and an explained dead-letter queue', () => {
  expect(result.differences, describeTrial(result)).toEqual([]);
  expect(result.events).toBeGreaterThanOrEqual(EVENT_COUNT);
});

// A small trial may miss the rare ones.
it.runIf(EVENT_COUNT >= 100_000)('went through faults of every kind', () => {
  const kinds = new Set([...result.faults.keys()].map((name) => name.split(' ')[1]));
  expect([...kinds].sort()).toEqual([
    'disconnect',
    'partial',
    'refuse',
    'repeat',
    'silence',
    'slow',
    'truncate',
  ]);
});
