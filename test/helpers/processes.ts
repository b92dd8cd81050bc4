/** Which processes still run, as the kernel tells it. */
import { readdirSync, readFileSync } from 'node:fs';

/** Also false for one that has ended and that its parent has not yet asked for. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return false;
  }
}

/** Command lines of the running processes in which the text occurs, other than this one's. */
export function processesWith(text: string): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => {
    const pid = Number(name);
    if (pid === process.pid || !isRunning(pid)) return [];
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      return command.includes(text) || environment.includes(text) ? [`${pid} ${command}`] : [];
    } catch {
      return [];
    }
  });
}
