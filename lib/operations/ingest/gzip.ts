/**
 * Compresses a log file so that the same bytes give the same gzip member, on every machine.
 *
 * zlib writes no file name and no time, but the operating system, which is put to "unknown" (RFC 1952, 2.3.1).
 */
import { createHash } from 'node:crypto';
import { createGzip } from 'node:zlib';

const OS_OFFSET = 9;
const UNKNOWN_OS = 255;
/** Each write crosses into zlib's thread, so small pieces are joined first. */
const BLOCK_BYTES = 256 * 1024;

export interface Compressed {
  readonly body: Uint8Array;
  /** Hex SHA-256 of the bytes before compression. */
  readonly sha256: string;
}

/** Compresses pieces as they come; a failure of theirs is passed on. */
export async function compress(pieces: Iterable<Uint8Array>): Promise<Compressed> {
  const hash = createHash('sha256');
  const gzip = createGzip({ level: 6 });
  const output: Uint8Array[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    gzip.on('data', (part: Uint8Array) => output.push(part));
    gzip.on('end', resolve);
    gzip.on('error', reject);
  });
  try {
    for (const block of joinPieces(pieces)) {
      hash.update(block);
      await new Promise<void>((resolve, reject) =>
        gzip.write(block, (error) => (error ? reject(error) : resolve())),
      );
    }
  } catch (error) {
    ended.catch(() => {});
    gzip.destroy();
    throw error;
  }
  gzip.end();
  await ended;
  const body = Buffer.concat(output);
  body[OS_OFFSET] = UNKNOWN_OS;
  return { body, sha256: hash.digest('hex') };
}

function* joinPieces(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void> {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    waitingBytes += piece.length;
    if (waitingBytes < BLOCK_BYTES) continue;
    yield waiting.length === 1 ? piece : Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
  }
  if (waitingBytes > 0) yield Buffer.concat(waiting);
}
