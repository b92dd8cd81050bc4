/**
 * A thread that runs cases one after the other and writes each one's number down before it begins: whoever watches knows
 * which case hangs, runs out of memory or ends the thread with an error that nobody caught.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { caseOf } from './cases.ts';
import type { CaseRange, CaseReport } from './corpus.ts';
import { runCase } from './run-case.ts';

const { seed, current }: { seed: number; current: Int32Array } = workerData;

async function reportOf(number: number): Promise<CaseReport> {
  const fuzzCase = caseOf(seed, number);
  return { number, family: fuzzCase.family, ...(await runCase(fuzzCase)) };
}

/** Answers every range with the reports of its cases, then asks for the next with `undefined`. */
parentPort?.on('message', async ({ from, to }: CaseRange) => {
  for (let number = from; number < to; number++) {
    current[0] = number;
    parentPort?.postMessage(await reportOf(number));
  }
  parentPort?.postMessage(undefined);
});
parentPort?.postMessage(undefined);
