/**
 * An index that answers at once: the busiest day of the corpus behind DynamoDB's and CloudFormation's interfaces, in a
 * process of its own. Pages are put together once and then sent as they are.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface IndexedDay {
  readonly endpoint: string;
  /** `2026-03-17` */
  readonly day: string;
  /** Different events of that day. */
  readonly events: number;
}

export interface InstantIndex extends IndexedDay {
  /** Before each answer. */
  setDelay(delayMs: number): void;
  stop(): Promise<void>;
}

/** `folder`: log files, by their keys. */
export async function startInstantIndex(folder: string): Promise<InstantIndex> {
  const child = fork(fileURLToPath(new URL('instant-index-process.ts', import.meta.url)), [folder]);
  const [indexed] = (await once(child, 'message')) as [IndexedDay];
  return {
    ...indexed,
    setDelay: (delayMs) => void child.send(delayMs),
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
