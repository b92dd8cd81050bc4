/**
 * Inflates a log file while it arrives, and accepts only exactly one whole gzip member (RFC 1952).
 *
 * Node's own Gunzip joins several members and ignores what follows them; a log file is one member, and anything
 * else was not written by CloudTrail. What was inflated is proven by the checksum at the very end only: a caller
 * must not count a file as read before the iteration has ended. Works chunk by chunk as the consumer asks: at most
 * one chunk of input and a few output blocks exist at a time. Errors of the source pass through unchanged.
 */

import { crc32, createInflateRaw } from 'node:zlib';
import { CarriedBytes } from './carried-bytes.ts';
import { beginsLikeGzip, findHeaderEnd } from './gzip-header.ts';
import { LogFileError } from './log-file-error.ts';

export interface InflateOptions {
  /** More inflated bytes than this reject the file, as soon as they appear. */
  readonly maxInflatedBytes: number;
}

type Chunks = AsyncIterable<Uint8Array>;
type ChunkGenerator = AsyncGenerator<Uint8Array, void, undefined>;

const MAGIC_BYTES = 2;
const TRAILER_BYTES = 8;
/** Of an output block. Records that lie inside one block need no copy, so it is many times a typical record. */
const BLOCK_BYTES = 64 * 1024;

/**
 * Inflates a log file, or passes it through where its first bytes say that it is inflated already: HTTP clients may
 * decode an object's content-encoding. Throws LogFileError like gunzipSingleMember.
 */
export async function* inflateLogFile(chunks: Chunks, options: InflateOptions): ChunkGenerator {
  const source = chunks[Symbol.asyncIterator]();
  const head = await readHead(source);
  const whole = resume(head, source);
  yield* beginsLikeGzip(head)
    ? gunzipSingleMember(whole, options)
    : withinLimit(whole, options.maxInflatedBytes);
}

/**
 * Inflates the one gzip member that `chunks` are. The inflated chunks are never written to again.
 * Throws LogFileError: `not-gzip`, `corrupt-gzip`, `truncated-gzip`, `data-after-gzip` or `too-large`.
 */
export function gunzipSingleMember(chunks: Chunks, options: InflateOptions): ChunkGenerator {
  return withinLimit(inflateMember(chunks), options.maxInflatedBytes);
}

async function* withinLimit(chunks: Chunks, maxInflatedBytes: number): ChunkGenerator {
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxInflatedBytes) {
      throw new LogFileError(
        'too-large',
        `The log file inflates to more than the ${maxInflatedBytes} bytes that are allowed.`,
        { byteOffset: maxInflatedBytes },
      );
    }
    yield chunk;
  }
}

async function* inflateMember(chunks: Chunks): ChunkGenerator {
  const inflater = openInflater();
  const trailer = new CarriedBytes();
  let crc = 0;
  let sizeBytes = 0;
  try {
    for await (const chunk of withoutHeader(chunks)) {
      for await (const block of inflater.inflate(chunk)) {
        crc = crc32(block, crc);
        sizeBytes += block.length;
        yield block;
      }
      trailer.append(inflater.takeRest());
      if (trailer.length > TRAILER_BYTES) break;
    }
  } finally {
    inflater.close();
  }
  // A deflate stream that ends with the very last byte is seen as unfinished; it lacks its trailer anyway.
  verifyTrailer(trailer.take(), { crc, sizeBytes });
}

/** RFC 1952, 2.3.1: CRC-32, then the size modulo 2^32, both little-endian. */
function verifyTrailer(bytes: Uint8Array, inflated: { crc: number; sizeBytes: number }): void {
  const details = { byteOffset: inflated.sizeBytes };
  if (bytes.length < TRAILER_BYTES) throw truncated(details);
  const trailer = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (trailer.getUint32(0, true) !== inflated.crc) {
    throw new LogFileError(
      'corrupt-gzip',
      'The inflated bytes do not fit the checksum of the gzip member.',
      details,
    );
  }
  if (trailer.getUint32(4, true) !== inflated.sizeBytes % 2 ** 32) {
    throw new LogFileError(
      'corrupt-gzip',
      `The gzip member inflates to ${inflated.sizeBytes} bytes, which is not the size that it states.`,
      details,
    );
  }
  if (bytes.length > TRAILER_BYTES) {
    throw new LogFileError(
      'data-after-gzip',
      'More bytes follow the gzip member. A log file is one member and nothing else.',
      details,
    );
  }
}

async function* withoutHeader(chunks: Chunks): ChunkGenerator {
  const header = new CarriedBytes();
  let inHeader = true;
  for await (const chunk of chunks) {
    if (!inHeader) {
      yield chunk;
      continue;
    }
    header.append(chunk);
    const bytes = header.take();
    const end = findHeaderEnd(bytes);
    if (end === undefined) {
      header.append(bytes);
      continue;
    }
    inHeader = false;
    yield bytes.subarray(end);
  }
  if (inHeader) throw truncated({ byteOffset: 0 });
}

interface Inflater {
  /** The blocks that a chunk inflates to. Nothing once the deflate stream has ended. */
  inflate(chunk: Uint8Array): ChunkGenerator;
  /** What of the last chunk lies behind the end of the deflate stream. */
  takeRest(): Uint8Array;
  close(): void;
}

/**
 * A raw deflate stream driven by its reader, so that no input is taken before the output of what was taken is read.
 *
 * zlib does not say that the stream has ended; it stops taking input, which `bytesWritten` shows. That is seen with
 * the first byte after the end, and a gzip member always has eight.
 */
function openInflater(): Inflater {
  const stream = createInflateRaw({ chunkSize: BLOCK_BYTES });
  let failure: Error | undefined;
  let wake = () => {};
  let rest = new Uint8Array(0);
  let fedBytes = 0;
  let hasEnded = false;
  stream.on('readable', () => wake());
  stream.on('end', () => wake());
  stream.on('error', (error) => {
    failure = error;
    wake();
  });

  async function* inflate(chunk: Uint8Array): ChunkGenerator {
    if (chunk.length === 0) return;
    let isTaken = false;
    stream.write(chunk, () => {
      isTaken = true;
      wake();
    });
    for (;;) {
      const block: Uint8Array | null = stream.read();
      if (block !== null) yield block;
      else if (failure !== undefined) throw asLogFileError(failure);
      else if (isTaken || stream.readableEnded) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return { inflate, takeRest: () => rest, close: () => stream.destroy() };
}
