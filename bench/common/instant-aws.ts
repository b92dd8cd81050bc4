/**
 * S3 and DynamoDB that answer at once, in a process of their own: what is then measured of a function is the function.
 *
 * S3 serves the files of a folder, after a delay where one is asked for. DynamoDB takes everything, knows nothing, and
 * counts what it was given.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Served, Settings } from './instant-aws-process.ts';

export interface InstantAws {
  readonly endpoint: string;
  /** What was served since the last time it was asked. */
  served(): Promise<Served>;
  set(settings: Settings): Promise<void>;
  stop(): Promise<void>;
}

export async function startInstantAws(folder: string): Promise<InstantAws> {
  const child = fork(fileURLToPath(new URL('instant-aws-process.ts', import.meta.url)), [folder]);
  const ended = once(child, 'exit').then(() => {
    throw new Error('The process that stands for AWS has ended.');
  });
  // Whoever asks afterwards is told; until then its end is no unhandled error.
  ended.catch(() => {});
  const answer = async () => ((await Promise.race([once(child, 'message'), ended])) as [unknown])[0];
  const endpoint = (await answer()) as string;
  const ask = async (request: 'served' | Settings) => {
    const answered = answer();
    child.send(request);
    return answered;
  };
  return {
    endpoint,
    served: async () => (await ask('served')) as Served,
    set: async (settings) => {
      await ask(settings);
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
