/**
 * Inflates a small gzip member in one go: nearly all log files are small, and a stream costs more than inflating them.
 *
 * Takes only what is beyond doubt: one whole member, nothing behind it, checksum and size as stated. For anything else
 * there is no answer, and gunzip.ts says what is wrong with it.
 */
import { crc32, type InflateRaw, inflateRawSync } from 'node:zlib';
import { findHeaderEnd } from './gzip-header.ts';

/** What is held in memory for a file, and for how long (some ten milliseconds) nothing else is done. */
export const MOST_AT_ONCE = { compressedBytes: 512 * 1024, inflatedBytes: 4 * 1024 ** 2 } as const;

const TRAILER_BYTES = 8;

export function inflateAtOnce(member: Uint8Array, maxInflatedBytes: number): Uint8Array | undefined {
  const headerEnd = findHeaderEndIn(member);
  const trailerAt = member.length - TRAILER_BYTES;
  if (headerEnd === undefined || trailerAt < headerEnd) return undefined;
  const trailer = new DataView(member.buffer, member.byteOffset + trailerAt, TRAILER_BYTES);
  const statedBytes = trailer.getUint32(4, true);
  if (statedBytes > Math.min(maxInflatedBytes, MOST_AT_ONCE.inflatedBytes)) return undefined;
  const deflated = member.subarray(headerEnd, trailerAt);
  const inflated = inflateExactly(deflated, statedBytes);
  return inflated !== undefined && crc32(inflated) === trailer.getUint32(0, true) ? inflated : undefined;
}

function inflateExactly(deflated: Uint8Array, sizeBytes: number): Uint8Array | undefined {
  try {
    // Room for all of it: zlib then neither gathers blocks nor joins them.
    const options = {
      info: true,
      chunkSize: Math.max(sizeBytes + 1, SMALLEST_CHUNK_BYTES),
      maxOutputLength: sizeBytes + 1,
    };
    const { buffer, engine } = inflateRawSync(deflated, options) as unknown as InflateInfo;
    return buffer.length === sizeBytes && engine.bytesWritten === deflated.length ? buffer : undefined;
  } catch {
    return undefined;
  }
}

/** What `info: true` makes of the answer. https://nodejs.org/api/zlib.html#class-options */
interface InflateInfo {
  readonly buffer: Uint8Array;
  readonly engine: InflateRaw;
}

/** zlib's own bound. */
const SMALLEST_CHUNK_BYTES = 64;

function findHeaderEndIn(member: Uint8Array): number | undefined {
  try {
    return findHeaderEnd(member);
  } catch {
    return undefined;
  }
}
