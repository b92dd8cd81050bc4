/**
 * One command at a time in a data directory: its engines keep their files open and would damage each other's.
 *
 * The lock is a directory whose time is renewed while the holder lives (proper-lockfile); beside it lies a note of who
 * holds it, for the message to whoever waits. A holder that crashed is recognised by its silence, and sooner where the
 * note names a process of this machine that is gone.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { stringAt } from './json-shape.ts';
import { LocalEnvironmentError } from './local-error.ts';

export interface LockOptions {
  readonly directory: string;
  /** What the holder is doing, for others to read: `traildex ingest`. */
  readonly command: string;
  /** How long to wait for another command. @default 15,000 */
  readonly patienceMs?: number;
  /** Called once if another command has to be waited for. */
  readonly onWait?: (holder: string) => void;
  /** The lock was lost (a laptop that slept, a directory that was deleted): stop using the directory. */
  readonly onLost?: (reason: Error) => void;
}

export interface DirectoryLock {
  release(): Promise<void>;
}

/** Silence after which a holder counts as crashed, by what is known of its process. */
const STALE_MS = {
  unknown: 6_000,
  /** proper-lockfile takes no less. */
  gone: 2_000,
  /** Stopped in the terminal, or busy; long, but not for ever: the number may be another process by now. */
  alive: 60_000,
} as const;
const RENEWAL_MS = 1_000;
const POLL_MS = 50;

/** @throws LocalEnvironmentError (`data-directory-in-use`) naming the holder when the patience is over. */
export async function lockDirectory(options: LockOptions): Promise<DirectoryLock> {
  const { directory, patienceMs = 15_000 } = options;
  await makeDirectory(directory);
  const deadline = Date.now() + patienceMs;
  for (let attempt = 0; ; attempt++) {
    const holder = await readHolder(directory);
    const release = await tryLock(options, STALE_MS[holder?.process ?? 'unknown']);
    if (release !== undefined) return keepLock(options, release);
    const who = holder?.description ?? 'another command';
    if (attempt === 0) options.onWait?.(who);
    if (Date.now() >= deadline) throw inUse(directory, who);
    await wait(POLL_MS);
  }
}

/**
 * Level by level, because Node's own recursive mkdir never comes back where the file system says that a directory cannot
 * be made although its parent is there (/proc).
 */
async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(directory)).isDirectory()) return;
    const parent = dirname(directory);
    if (code !== 'ENOENT' || existsSync(parent)) {
      throw new LocalEnvironmentError('data-directory', `The data directory cannot be made: ${message}.`, {
        cause: error,
      });
    }
    await makeDirectory(parent);
    await mkdir(directory);
  }
}

async function keepLock(
  { directory, command }: LockOptions,
  release: () => Promise<void>,
): Promise<DirectoryLock> {
  const note = { command, pid: process.pid, host: hostname(), since: new Date().toISOString() };
  await writeFile(notePath(directory), `${JSON.stringify(note)}\n`);
  let released: Promise<void> | undefined;
  return {
    release() {
      released ??= rm(notePath(directory), { force: true }).then(release, release);
      return released;
    },
  };
}

async function tryLock(
  { directory, onLost }: LockOptions,
  stale: number,
): Promise<(() => Promise<void>) | undefined> {
  try {
    const release = await lockfile.lock(directory, {
      lockfilePath: join(directory, 'lock'),
      stale,
      update: RENEWAL_MS,
      onCompromised: (reason) => onLost?.(reason),
    });
    // A lock that was lost is not there to be released.
    return () => release().catch(() => {});
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ELOCKED') return undefined;
    throw error;
  }
}

interface Holder {
  readonly description: string;
  readonly process: keyof typeof STALE_MS;
}

async function readHolder(directory: string): Promise<Holder | undefined> {
  try {
    const note: unknown = JSON.parse(await readFile(notePath(directory), 'utf8'));
    const pid = Number(typeof note === 'object' && note !== null ? Reflect.get(note, 'pid') : Number.NaN);
    const isHere = stringAt(note, 'host') === hostname();
    return {
      description: `"${stringAt(note, 'command')}" (process ${pid}, since ${stringAt(note, 'since')})`,
      process: !isHere ? 'unknown' : isAlive(pid) ? 'alive' : 'gone',
    };
  } catch {
    // Just taken or just released, or never written: nothing to tell.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && Reflect.get(error, 'code') === 'EPERM';
  }
}

function inUse(directory: string, holder: string): LocalEnvironmentError {
  return new LocalEnvironmentError(
    'data-directory-in-use',
    `The data directory ${directory} is in use by ${holder}. Wait until it is done, or use another one with --data.`,
  );
}

function notePath(directory: string): string {
  return join(directory, 'lock-holder.json');
}
