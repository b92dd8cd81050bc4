/**
 * Drives zlib's raw deflate stream from the reading side, so that no input is taken before the output of what was
 * taken is read, and says which bytes lie behind the end of the stream.
 *
 * zlib does not tell that a stream has ended; it stops taking input, which `bytesWritten` shows. So the end is seen
 * with the first byte behind it, and inside a gzip member there are always eight.
 */

import { createInflateRaw } from 'node:zlib';
import { LogFileError } from './log-file-error.ts';

export interface Inflater {
  /**
   * The blocks that a chunk inflates to; none once the stream has ended. Read them all before the next chunk.
   * Throws LogFileError (`corrupt-gzip`) where the chunk is not deflate.
   */
  inflate(chunk: Uint8Array): AsyncGenerator<Uint8Array, void, undefined>;
  /** What of the last chunk lies behind the end of the stream. */
  rest(): Uint8Array;
  /** Frees what zlib holds; also in the middle of a chunk. */
  close(): void;
}

/** Of an output block. Records that lie inside one block need no copy, so it is many times a typical record. */
const BLOCK_BYTES = 64 * 1024;

export function openInflater(): Inflater {
  const stream = createInflateRaw({ chunkSize: BLOCK_BYTES });
  let failure: Error | undefined;
  let wake = () => {};
  let fedBytes = 0;
  let rest: Uint8Array = new Uint8Array(0);
  stream.on('readable', () => wake());
  stream.on('end', () => wake());
  stream.on('error', (error) => {
    failure = error;
    wake();
  });

  async function* blocksOf(chunk: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
    let isTaken = false;
    stream.write(chunk, () => {
      isTaken = true;
      wake();
    });
    for (;;) {
      const block: Uint8Array | null = stream.read();
      if (block !== null) yield block;
      else if (failure !== undefined) throw toLogFileError(failure);
      else if (isTaken || stream.readableEnded) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  async function* inflate(chunk: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
    const hasEnded = stream.bytesWritten < fedBytes;
    rest = chunk;
    if (hasEnded || chunk.length === 0) return;
    fedBytes += chunk.length;
    yield* blocksOf(chunk);
    rest = chunk.subarray(chunk.length - (fedBytes - stream.bytesWritten));
  }

  return { inflate, rest: () => rest, close: () => stream.destroy() };
}

/** Other errors of zlib (no memory) are not the file's. */
function toLogFileError(error: Error): Error {
  if (!('code' in error) || error.code !== 'Z_DATA_ERROR') return error;
  return new LogFileError('corrupt-gzip', `The compressed bytes are damaged: ${error.message}.`, {
    cause: error,
  });
}
