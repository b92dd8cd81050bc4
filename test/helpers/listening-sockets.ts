/**
 * On which addresses this process and all below it wait for connections, as the kernel tells it: also sockets that
 * nobody thought of. Format of the tables: proc(5), "/proc/net/tcp".
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface ListeningSocket {
  /** Bytes of the address in hex as the kernel writes them: 4 of IPv4, 16 of IPv6. */
  readonly address: string;
  readonly port: number;
}

/** 127.0.0.1, each word of an address in the machine's byte order. */
export const LOOPBACK = '0100007F';
const LISTEN = '0A';

export function listeningSockets(): ListeningSocket[] {
  const inodes = new Set(ownProcesses().flatMap(socketInodesOf));
  const lines = ['tcp', 'tcp6'].flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n'));
  return lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    return state === LISTEN && inodes.has(inode) ? [{ address, port: Number.parseInt(port, 16) }] : [];
  });
}

/** This process and everything that it started, and they, and so on. */
function ownProcesses(): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = textOf(() => readFileSync(`/proc/${name}/stat`, 'utf8'));
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const isOwn = (pid: number | undefined): boolean =>
    pid === process.pid || (pid !== undefined && pid > 1 && isOwn(parents.get(pid)));
  return [...parents.keys()].filter(isOwn);
}

function socketInodesOf(pid: number): string[] {
  const files = `/proc/${pid}/fd`;
  return listOf(files).flatMap((name) => {
    const inode = /^socket:\[(\d+)\]$/.exec(textOf(() => readlinkSync(`${files}/${name}`)))?.[1];
    return inode === undefined ? [] : [inode];
  });
}

/** Processes end and files are closed while they are listed. */
function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

function listOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
