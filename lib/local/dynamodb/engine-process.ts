/**
 * An engine in a child process: waits until it says on which port it listens, keeps its words for the error message.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { LocalEnvironmentError } from '../local-error.ts';
import { spawnTethered, type TetheredChild, type TetheredChildOptions } from '../tethered-child.ts';
import type { RunningEngine } from './engine.ts';

export interface EngineProcessOptions extends TetheredChildOptions {
  readonly name: string;
  /** The directory of the tables. */
  readonly files: string;
  /** The port by what the process is doing and what it has said so far; undefined while there is none. */
  readonly findPort: (child: TetheredChild, said: string) => Promise<number | undefined>;
}

/** SQLite and LevelDB both need milliseconds to close; they survive SIGKILL, too. */
const STOP_GRACE_MS = 5_000;
/** dynalite reads a large log first. */
const START_DEADLINE_MS = 60_000;
const POLL_MS = 5;

export async function startEngineProcess(options: EngineProcessOptions): Promise<RunningEngine> {
  const child = await spawnTethered(options);
  let said = '';
  const listen = (text: string) => {
    said = (said + text).slice(-4_096);
  };
  child.process.stdout?.setEncoding('utf8').on('data', listen);
  child.process.stderr?.setEncoding('utf8').on('data', listen);
  let isRunning = true;
  void child.exited.then(() => {
    isRunning = false;
  });
  const deadline = Date.now() + START_DEADLINE_MS;
  while (isRunning && Date.now() < deadline) {
    const port = await options.findPort(child, said).catch(() => undefined);
    if (port !== undefined) return running(child, port);
    await wait(POLL_MS);
  }
  await child.stop(STOP_GRACE_MS);
  throw new LocalEnvironmentError(
    'engine',
    `The DynamoDB engine ${options.name} did not start over ${options.files}. It said: ${said.trim() || 'nothing'}`,
  );
}

function running(child: TetheredChild, port: number): RunningEngine {
  return { endpoint: `http://127.0.0.1:${port}`, pid: child.pid, stop: () => child.stop(STOP_GRACE_MS) };
}
