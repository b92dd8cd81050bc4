/**
 * Runs a command and keeps what it shows on stderr, when it showed it, and the processor time of each of its processes,
 * which only Linux tells (proc(5), "/proc/pid/stat").
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface ShownLine {
  readonly ms: number;
  readonly line: string;
}

export interface WatchedRun {
  readonly exitCode: number | null;
  readonly wallMs: number;
  readonly shown: readonly ShownLine[];
  /** By what the processes are. */
  readonly processorSeconds: ReadonlyMap<string, number>;
}

/** A process is the first of these whose mark its command line holds. */
export type Roles = readonly (readonly [mark: string, role: string])[];

interface ProcessTime {
  readonly role: string;
  readonly seconds: number;
}

const LOOK_EVERY_MS = 250;
/** Of the kernel: USER_HZ. */
const TICKS_PER_SECOND = 100;

export async function watchRun(words: readonly string[], roles: Roles): Promise<WatchedRun> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const processes = new Map<number, ProcessTime>();
  const look = setInterval(() => addProcesses(child.pid ?? 0, roles, processes), LOOK_EVERY_MS);
  const shown: ShownLine[] = [];
  for await (const piece of child.stderr) {
    const ms = performance.now() - startedAt;
    for (const line of String(piece).split('\n')) if (line !== '') shown.push({ ms, line });
  }
  const exitCode = await ended;
  clearInterval(look);
  const processorSeconds = new Map<string, number>();
  for (const { role, seconds } of processes.values())
    processorSeconds.set(role, (processorSeconds.get(role) ?? 0) + seconds);
  return { exitCode, wallMs: performance.now() - startedAt, shown, processorSeconds };
}

/** All below `root`, by their parents; a process that has ended keeps what was last seen of it. */
function addProcesses(root: number, roles: Roles, processes: Map<number, ProcessTime>): void {
  const parents = new Map<number, number>();
  const spent = new Map<number, number>();
  for (const name of process.platform === 'linux' ? readdirSync('/proc') : []) {
    const stat = /^\d+$/.test(name) ? readIfThere(`/proc/${name}/stat`) : undefined;
    if (stat === undefined) continue;
    // The second field is the program's name, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    parents.set(Number(name), Number(fields[1]));
    spent.set(Number(name), (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND);
  }
  for (const [pid, seconds] of spent) {
    if (!isBelow(pid, root, parents)) continue;
    const commandLine = readIfThere(`/proc/${pid}/cmdline`) ?? '';
    const role = roles.find(([mark]) => commandLine.includes(mark))?.[1] ?? processes.get(pid)?.role;
    processes.set(pid, { role: role ?? 'other', seconds });
  }
}

function isBelow(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) {
    if (at === root) return true;
  }
  return false;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
