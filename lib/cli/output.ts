/**
 * Writes to a stream no faster than it is read, and says when nobody reads it any more.
 *
 * Small writes are gathered, because a million lines would be a million system calls; what has gathered goes out at the
 * end of the turn at the latest, so that a person sees answers as they come.
 */
import type { Writable } from 'node:stream';
import { ClosedPipeError } from './errors.ts';

export interface Output {
  /** @throws ClosedPipeError when the reader has gone. */
  write(chunk: string | Uint8Array): Promise<void>;
  flush(): Promise<void>;
}

const GATHERED_CHARACTERS = 16_384;

/** One per stream: commands that run within another one write to the same. */
const opened = new WeakMap<Writable, Output>();

export function openOutput(stream: Writable): Output {
  const output = opened.get(stream) ?? gatherFor(stream);
  opened.set(stream, output);
  return output;
}

function gatherFor(stream: Writable): Output {
  let gathered = '';
  let scheduled = false;
  let failure: Error | undefined;
  const onFailure = new Set<() => void>();
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure ??=
      error.code === 'EPIPE' ? new ClosedPipeError('The reader has gone.', { cause: error }) : error;
    for (const wake of onFailure) wake();
  });

  async function send(chunk: string | Uint8Array): Promise<void> {
    if (failure === undefined && !stream.write(chunk)) await drained();
    if (failure !== undefined) throw failure;
  }

  function drained(): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        onFailure.delete(wake);
        stream.off('drain', wake);
        resolve();
      };
      onFailure.add(wake);
      stream.once('drain', wake);
    });
  }

  async function flush(): Promise<void> {
    const text = gathered;
    gathered = '';
    if (text !== '') await send(text);
    else if (failure !== undefined) throw failure;
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      // Whoever writes next meets the failure again.
      flush().catch(() => {});
    });
  }

  return {
    flush,
    async write(chunk) {
      if (failure !== undefined) throw failure;
      if (typeof chunk !== 'string') {
        await flush();
        return send(chunk);
      }
      gathered += chunk;
      if (gathered.length >= GATHERED_CHARACTERS) return flush();
      schedule();
    },
  };
}
