/**
 * Inflates a log file while it arrives, and accepts only exactly one whole gzip member (RFC 1952).
 *
 * Node's own Gunzip joins several members and ignores what follows them; a log file is one member, and anything
 * else was not written by CloudTrail. What was inflated is proven by the checksum at the very end only: a caller
 * must not count a file as read before the iteration has ended. Works chunk by chunk as the consumer asks: at most
 * one chunk of input and a few output blocks exist at a time. Most log files are so small that they are inflated at once
 * instead (inflate-at-once.ts), for a third of the processor time. Errors of the source pass through unchanged.
 */

import { crc32 } from 'node:zlib';
import { CarriedBytes } from './carried-bytes.ts';
import { beginsLikeGzip, findHeaderEnd } from './gzip-header.ts';
import { inflateAtOnce, MOST_AT_ONCE } from './inflate-at-once.ts';
import { openInflater } from './inflater.ts';
import { LogFileError } from './log-file-error.ts';

export interface InflateOptions {
  /** More inflated bytes than this reject the file, as soon as they appear. */
  readonly maxInflatedBytes: number;
}

/**
 * The largest log file that is taken, wherever one is read: twenty times what CloudTrail writes (at most 50 MB before
 * compression), so that only a decompression bomb meets it.
 */
export const MAX_INFLATED_BYTES = 1024 ** 3;

type Chunks = AsyncIterable<Uint8Array>;
type ChunkGenerator = AsyncGenerator<Uint8Array, void, undefined>;

const MAGIC_BYTES = 2;
const TRAILER_BYTES = 8;

/**
 * Inflates a log file, or passes it through where its first bytes say that it is inflated already: HTTP clients may
 * decode an object's content-encoding. Throws LogFileError like gunzipSingleMember.
 */
export async function* inflateLogFile(chunks: Chunks, options: InflateOptions): ChunkGenerator {
  const source = chunks[Symbol.asyncIterator]();
  const { bytes, isWhole } = await readBeginning(source);
  const isGzip = beginsLikeGzip(bytes);
  const inflated = isGzip && isWhole ? inflateAtOnce(bytes, options.maxInflatedBytes) : undefined;
  if (inflated !== undefined) {
    yield inflated;
    return;
  }
  const whole = resume(bytes, source);
  yield* isGzip ? gunzipSingleMember(whole, options) : withinLimit(whole, options.maxInflatedBytes);
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
      trailer.append(inflater.rest());
      if (trailer.length > TRAILER_BYTES) break;
    }
  } finally {
    inflater.close();
  }
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
    const bytes = header.takeWith(chunk);
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

/** All that there is, if it is gzip and not more than may be inflated at once; otherwise enough to tell. */
async function readBeginning(
  source: AsyncIterator<Uint8Array>,
): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
  const beginning: Uint8Array[] = [];
  let sizeBytes = 0;
  while (sizeBytes <= MOST_AT_ONCE.compressedBytes) {
    const next = await source.next();
    if (next.done) return { bytes: joined(beginning), isWhole: true };
    beginning.push(next.value);
    if (sizeBytes < MAGIC_BYTES && !beginsLikeGzip(joined(beginning))) break;
    sizeBytes += next.value.length;
  }
  return { bytes: joined(beginning), isWhole: false };
}

/** Itself, not a copy, where it came in one piece. */
function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
}

async function* resume(head: Uint8Array, source: AsyncIterator<Uint8Array>): ChunkGenerator {
  let isOpen = true;
  try {
    yield head;
    for (;;) {
      isOpen = false;
      const next = await source.next();
      if (next.done) return;
      isOpen = true;
      yield next.value;
    }
  } finally {
    if (isOpen) await source.return?.();
  }
}

function truncated(details: { readonly byteOffset: number }): LogFileError {
  return new LogFileError(
    'truncated-gzip',
    'The object ends before its gzip member does: it is empty or its end is missing.',
    details,
  );
}
