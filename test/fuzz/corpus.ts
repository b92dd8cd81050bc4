/**
 * Runs a range of cases in threads.
 *
 * A case that hangs, crashes or runs out of memory takes its thread with it, never the run: it is a fault like any other,
 * and a new thread goes on behind it.
 */
import { Worker } from 'node:worker_threads';
import type { CaseResult } from './run-case.ts';

export interface CaseReport extends CaseResult {
  readonly number: number;
  readonly family: string;
}

export interface CaseRange {
  readonly from: number;
  /** Excluded. */
  readonly to: number;
}

export interface CorpusOptions extends CaseRange {
  readonly seed: number;
  readonly threads: number;
  /** No further cases begin after it. */
  readonly signal?: AbortSignal | undefined;
  readonly onReport: (report: CaseReport) => void;
}

/** Many times what the slowest case takes on a busy machine. */
const HANGING_SECONDS = 60;
/** Of a thread: the case, what the oracle makes of it, and two tables. */
const HEAP_MIB = 512;
const CASES_AT_A_TIME = 100;

export async function runCorpus({ seed, from, to, threads, signal, onReport }: CorpusOptions): Promise<void> {
  let next = from;
  const interrupted: CaseRange[] = [];
  const take = (): CaseRange | undefined => {
    if (signal?.aborted) return undefined;
    const left = interrupted.pop();
    if (left !== undefined || next >= to) return left;
    const start = next;
    next = Math.min(to, start + CASES_AT_A_TIME);
    return { from: start, to: next };
  };
  const lane = async () => {
    for (
      let death = await runThread(seed, take, onReport);
      death;
      death = await runThread(seed, take, onReport)
    ) {
      const { number, problem, rest } = death;
      onReport({ number, family: 'unknown', outcome: 'neither', records: 0, faults: [problem] });
      interrupted.push(rest);
    }
  };
  await Promise.all(Array.from({ length: threads }, lane));
}

interface Death {
  readonly number: number;
  readonly problem: string;
  /** What the thread had taken and not begun. */
  readonly rest: CaseRange;
}

/** Ends when nothing is left to take, or with the case that ended the thread. */
function runThread(
  seed: number,
  take: () => CaseRange | undefined,
  onReport: (report: CaseReport) => void,
): Promise<Death | undefined> {
  return new Promise((resolve) => {
    const current = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(new URL('./corpus-worker.ts', import.meta.url), {
      workerData: { seed, current },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
    let range: CaseRange | undefined;
    let problem = 'the thread ended';
    const watch = watchProgress(current, () => {
      problem = `not done after ${HANGING_SECONDS} seconds`;
      void worker.terminate();
    });
    worker.on('message', (report: CaseReport | undefined) => {
      if (report !== undefined) return onReport(report);
      range = take();
      if (range === undefined) void worker.terminate();
      else worker.postMessage(range);
    });
    worker.on('error', (error) => {
      problem = error instanceof Error ? `${error.stack}` : String(error);
    });
    worker.on('exit', () => {
      clearInterval(watch);
      const number = current[0] ?? 0;
      resolve(range && { number, problem, rest: { from: number + 1, to: range.to } });
    });
  });
}

/** Calls once the number has stood still for too long. */
function watchProgress(current: Int32Array, onStandstill: () => void): NodeJS.Timeout {
  let seen = -1;
  let seconds = 0;
  return setInterval(() => {
    seconds = current[0] === seen ? seconds + 1 : 0;
    seen = current[0] ?? 0;
    if (seconds === HANGING_SECONDS) onStandstill();
  }, 1_000);
}
