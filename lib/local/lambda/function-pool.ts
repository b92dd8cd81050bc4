/**
 * A function's processes: reused when idle, started when all are busy, replaced when they have ended.
 *
 * Its log is one file per function, as the log group would be one: `<logs>/<function>.log`.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeclaredFunction } from '../declared-function.ts';
import { type FunctionPlace, type FunctionProcess, startFunctionProcess } from './function-process.ts';
import { InitError, type Outcome } from './runtime-api.ts';

export interface FunctionPool {
  /** Never throws for anything that the function does. */
  invoke(event: unknown): Promise<Outcome>;
  /** Kills what runs; an invocation at hand ends as an error. */
  stop(): Promise<void>;
}

export interface FunctionPoolOptions {
  readonly function: DeclaredFunction;
  readonly place: Omit<FunctionPlace, 'log'>;
  readonly logDirectory: string;
}

/** A log that is larger than this is put aside at the next start. */
const LONGEST_LOG_BYTES = 10 * 1024 * 1024;

export async function openFunctionPool(options: FunctionPoolOptions): Promise<FunctionPool> {
  const log = await openLog(options.logDirectory, options.function.name);
  await mkdir(options.place.temporaryDirectory, { recursive: true });
  const place: FunctionPlace = { ...options.place, log: (text) => log.writable && log.write(text) };
  const processes = new Set<FunctionProcess>();
  const idle: FunctionProcess[] = [];
  const starting = new Set<Promise<FunctionProcess>>();
  let stopped = false;

  async function take(): Promise<FunctionProcess> {
    for (let found = idle.pop(); found !== undefined; found = idle.pop()) {
      if (found.isUsable()) return found;
      processes.delete(found);
    }
    const start = startFunctionProcess(options.function, place);
    starting.add(start);
    try {
      const started = await start;
      processes.add(started);
      return started;
    } finally {
      starting.delete(start);
    }
  }

  return {
    async invoke(event) {
      try {
        const taken = await take();
        const outcome = await taken.invoke(event);
        if (taken.isUsable() && !stopped) idle.push(taken);
        else processes.delete(taken);
        return outcome;
      } catch (error) {
        if (!(error instanceof InitError)) throw error;
        place.log(`INIT error: ${error.message}\n`);
        return { kind: 'error', error: error.reported };
      }
    },
    async stop() {
      stopped = true;
      await Promise.allSettled(starting);
      await Promise.all([...processes].map((one) => one.kill()));
      await new Promise<void>((resolve) => log.end(resolve));
    },
  };
}

async function openLog(directory: string, name: string) {
  await mkdir(directory, { recursive: true });
  const path = join(directory, `${name}.log`);
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LONGEST_LOG_BYTES) await rename(path, `${path}.1`);
  return createWriteStream(path, { flags: 'a' });
}
