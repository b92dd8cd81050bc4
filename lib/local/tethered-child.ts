/**
 * Starts a child process that cannot outlive this one, however this one ends (also `kill -9`, also a crash).
 *
 * A pipe is the tether: the kernel closes this side of it with this process, and a shell beside the child that reads
 * the other side then kills the child. The child replaces the first shell, so its process id is the one that is known
 * here. It has a session of its own: Ctrl-C in the terminal reaches this process only, which ends its children in
 * order. On Windows there is no such shell; there a killed command leaves its children to be ended by hand.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { Writable } from 'node:stream';

export interface TetheredChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface TetheredChild {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** A moment later: everything it printed has been read. */
  readonly closed: Promise<void>;
  /** SIGTERM, and SIGKILL for what is still there after the grace; resolves when it is gone. */
  stop(graceMs: number): Promise<void>;
  /** SIGKILL for the child and whatever it started. */
  kill(): void;
}

/** Any line on the pipe lets the watcher go; the pipe's end makes it kill. */
const TETHER = 'if read -r line <&3; then :; else kill -9 $$; fi';
const SCRIPT = `{ ${TETHER}; } >/dev/null 2>&1 & exec "$@" 3<&-`;

export async function spawnTethered(options: TetheredChildOptions): Promise<TetheredChild> {
  const onWindows = process.platform === 'win32';
  const [command, args] = onWindows
    ? [options.command, options.args]
    : ['/bin/sh', ['-c', SCRIPT, 'sh', options.command, ...options.args]];
  const child = spawn(command, [...args], {
    detached: !onWindows,
    env: { ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    ...(options.directory === undefined ? {} : { cwd: options.directory }),
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const tether = child.stdio[3];
  if (tether instanceof Writable) {
    // The child may be gone when the line is written: nobody needs to hear of that.
    tether.on('error', () => {});
    void exited.then(() => tether.end('released\n'));
  }
  const pid = child.pid ?? 0;
  return {
    process: child,
    pid,
    exited,
    closed,
    stop: (graceMs) => stop(child, pid, exited, graceMs),
    kill: () => killGroup(pid),
  };
}

async function stop(child: ChildProcess, pid: number, exited: Promise<Exit>, graceMs: number): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const timer = setTimeout(() => killGroup(pid), graceMs);
  await exited;
  clearTimeout(timer);
}

function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

/** Path of a script beside the caller's file that is to run in a process of its own; `.ts`, or `.js` once emitted. */
export function siblingScript(callerUrl: string, name: string): URL {
  return new URL(`${name}.${callerUrl.endsWith('.ts') ? 'ts' : 'js'}`, callerUrl);
}
