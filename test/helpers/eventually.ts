/** Waits for a condition instead of a time; the last failure is the test's. Patient: a gate runs on slow machines, too. */
import { setTimeout as wait } from 'node:timers/promises';

export async function eventually<T>(look: () => T | Promise<T>, deadlineMs = 45_000): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await wait(20);
  }
}
