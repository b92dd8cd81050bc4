/**
 * DynamoDB by dynalite: plain JavaScript over LevelDB, on any platform.
 *
 * It gets a process of its own: it holds an index of everything in memory, blocks the event loop while it works, and
 * throws from callbacks where nobody could catch it.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../child-environment.ts';
import { siblingScript } from '../tethered-child.ts';
import type { Engine, RunningEngine } from './engine.ts';
import { startEngineProcess } from './engine-process.ts';

export const dynalite: Engine = { name: 'dynalite', start };

async function start({ directory }: { readonly directory: string }): Promise<RunningEngine> {
  await mkdir(directory, { recursive: true });
  return startEngineProcess({
    name: 'dynalite',
    files: directory,
    command: process.execPath,
    args: [fileURLToPath(siblingScript(import.meta.url, 'dynalite-server')), directory],
    environment: childEnvironment({}),
    findPort: async (_child, said) => {
      const port = /^port (\d+)$/m.exec(said)?.[1];
      return port === undefined ? undefined : Number(port);
    },
  });
}
