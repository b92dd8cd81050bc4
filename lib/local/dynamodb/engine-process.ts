/**
 * An engine in a child process: waits for its first line of output, keeps its complaints for the error message.
 */
import type { Readable } from 'node:stream';
import { LocalEnvironmentError } from '../local-error.ts';
import { spawnTethered, type TetheredChild, type TetheredChildOptions } from '../tethered-child.ts';

/** SQLite and LevelDB both need milliseconds to close; they survive SIGKILL, too. */
export const STOP_GRACE_MS = 5_000;
const START_DEADLINE_MS = 60_000;

export interface StartedProcess {
  readonly child: TetheredChild;
  readonly firstLine: string;
}

export async function startEngineProcess(name: string, options: TetheredChildOptions): Promise<StartedProcess> {
  const child = await spawnTethered(options);
  const { stdout, stderr } = child.process;
  let complaints = '';
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4_096);
  });
  if (stdout === null) throw new Error('a tethered child has its output piped');
  const timer = setTimeout(() => child.kill(), START_DEADLINE_MS);
  const firstLine = await Promise.race([readFirstLine(stdout), child.exited.then(() => undefined)]);
  clearTimeout(timer);
  if (firstLine !== undefined) return { child, firstLine };
  throw new LocalEnvironmentError(
    'engine',
    `The DynamoDB engine ${name} did not start. It said: ${complaints.trim() || 'nothing'}`,
  );
}

function readFirstLine(output: Readable): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    output.setEncoding('utf8').on('data', (chunk: string) => {
      // Keeps listening after the first line, so that the pipe never fills up.
      if (text.includes('\n')) return;
      text += chunk;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
  });
}
