/**
 * Preloaded into a function's process (`node --import`): writes after each invocation how much memory the process has
 * had at most, one file per process.
 *
 * Linux knows that mark for the program itself (proc(5), VmHWM); `maxRSS` would be the parent's where that is larger.
 * Elsewhere it is what the process holds between two invocations.
 */
import { subscribe } from 'node:diagnostics_channel';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { join } from 'node:path';

export const MEMORY_DIRECTORY = 'TRIAL_MEMORY_DIRECTORY';

const directory = process.env[MEMORY_DIRECTORY];
if (directory !== undefined) {
  let peak = 0;
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { request: ClientRequest };
    if (!request.path.endsWith('/runtime/invocation/next')) return;
    peak = Math.max(peak, residentBytes());
    writeFileSync(join(directory, String(process.pid)), String(peak));
  });
}

function residentBytes(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // No Linux.
  }
  return process.memoryUsage.rss();
}

/** Bytes that the hungriest of the processes had. */
export function readPeakMemory(from: string): number {
  return Math.max(0, ...readdirSync(from).map((name) => Number(readFileSync(join(from, name), 'utf8'))));
}
