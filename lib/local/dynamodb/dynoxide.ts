/**
 * DynamoDB by dynoxide: one static binary over one SQLite file; Linux x64 only.
 *
 * It comes as an optional npm package of binaries, found as that package's own launcher finds it: by the name of the
 * platform. Asked for port 0 it takes a free one but prints "0", so the port is read from the kernel's table of
 * listening sockets. Without a file it slows down with size: it always gets one.
 */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, readlink } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment } from '../child-environment.ts';
import { LocalEnvironmentError } from '../local-error.ts';
import type { Engine, RunningEngine } from './engine.ts';
import { startEngineProcess } from './engine-process.ts';

export const dynoxide: Engine = { name: 'dynoxide', start };

/** Path of the binary if it is installed and runs here. */
export async function findDynoxide(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const binary = binaryPath();
  if (binary === undefined) return undefined;
  try {
    await promisify(execFile)(binary, ['--version'], { env: childEnvironment({}) });
    return binary;
  } catch {
    return undefined;
  }
}

function binaryPath(): string | undefined {
  try {
    const found = findPackageJSON(`@dynoxide/${process.platform}-${process.arch}`, import.meta.url);
    return found === undefined ? undefined : join(dirname(found), 'dynoxide');
  } catch {
    return undefined;
  }
}

async function start({ directory }: { readonly directory: string }): Promise<RunningEngine> {
  const binary = binaryPath();
  if (binary === undefined) {
    throw new LocalEnvironmentError(
      'engine',
      'The DynamoDB engine dynoxide is not installed on this machine.',
    );
  }
  await mkdir(directory, { recursive: true });
  return startEngineProcess({
    name: 'dynoxide',
    files: directory,
    command: binary,
    args: ['serve', '--host', '127.0.0.1', '--port', '0', '--db-path', join(directory, 'dynoxide.db')],
    environment: childEnvironment({}),
    findPort: ({ pid }) => findListeningPort(pid),
  });
}

/** State of a listening socket in /proc/net/tcp (include/net/tcp_states.h). */
const LISTEN = '0A';

/** The port on which a process listens, by the sockets among its open files: proc(5), "/proc/net/tcp". */
async function findListeningPort(pid: number): Promise<number | undefined> {
  const inodes = new Set<string>();
  for (const fd of await readdir(`/proc/${pid}/fd`)) {
    const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode !== undefined) inodes.add(inode);
  }
  for (const line of (await readFile(`/proc/${pid}/net/tcp`, 'utf8')).split('\n')) {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    if (state === LISTEN && inodes.has(inode))
      return Number.parseInt(local.slice(local.indexOf(':') + 1), 16);
  }
  return undefined;
}
