/** The clock of operations: this process's own, whose waits end early, and without a fault, when the work is broken off. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationClock } from '../operations/ports.ts';

export const OPERATION_CLOCK: OperationClock = {
  now: () => performance.now(),
  async wait(ms, signal) {
    try {
      await sleep(ms, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  },
};
