/**
 * Finds where the header of a gzip member ends (RFC 1952, section 2.3).
 *
 * Its fields say nothing about a log file and are only stepped over, but what is wrong in them is an error: reserved
 * flags and a header checksum that does not fit mean that the object is not what was written.
 */

import { crc32 } from 'node:zlib';
import { LogFileError } from './log-file-error.ts';

const MAGIC = [0x1f, 0x8b];
const DEFLATE = 8;
const FIXED_BYTES = 10;
const MAX_BYTES = 128 * 1024;

const HAS_HEADER_CRC = 0x02;
const HAS_EXTRA = 0x04;
const HAS_NAME = 0x08;
const HAS_COMMENT = 0x10;
const RESERVED = 0xe0;

/** Whether these bytes, as far as they go, are the beginning of a gzip file. */
export function beginsLikeGzip(firstBytes: Uint8Array): boolean {
  return MAGIC.every((magic, position) => position >= firstBytes.length || firstBytes[position] === magic);
}

/**
 * The length of the header that `bytes` begins with, or undefined if it goes on after them.
 * Throws LogFileError (`not-gzip`, `corrupt-gzip`) as soon as it cannot become a header.
 */
export function findHeaderEnd(bytes: Uint8Array): number | undefined {
  if (!beginsLikeGzip(bytes)) {
    throw new LogFileError('not-gzip', 'The object does not begin with the bytes 1f 8b, so it is not gzip.');
  }
  const [, , method, flags] = bytes;
  if (method !== undefined && method !== DEFLATE) {
    throw corruptHeader(`names the compression method ${method}; only 8 (deflate) exists`);
  }
  if (flags !== undefined && (flags & RESERVED) !== 0) {
    throw corruptHeader('has flags set that are reserved');
  }
  const end = flags === undefined ? undefined : findFieldsEnd(bytes, flags);
  if ((end ?? bytes.length) > MAX_BYTES) throw corruptHeader(`is longer than ${MAX_BYTES} bytes`);
  return end;
}

function findFieldsEnd(bytes: Uint8Array, flags: number): number | undefined {
  let end: number | undefined = FIXED_BYTES;
  if (flags & HAS_EXTRA) end = afterExtra(bytes, end);
  if (flags & HAS_NAME) end = afterText(bytes, end);
  if (flags & HAS_COMMENT) end = afterText(bytes, end);
  if (flags & HAS_HEADER_CRC) end = afterHeaderCrc(bytes, end);
  return end !== undefined && end <= bytes.length ? end : undefined;
}

function afterExtra(bytes: Uint8Array, from: number): number | undefined {
  const length = readUint16(bytes, from);
  return length === undefined ? undefined : from + 2 + length;
}

function afterText(bytes: Uint8Array, from: number | undefined): number | undefined {
  const terminator = from === undefined ? -1 : bytes.indexOf(0, from);
  return terminator < 0 ? undefined : terminator + 1;
}

function afterHeaderCrc(bytes: Uint8Array, from: number | undefined): number | undefined {
  const crc = from === undefined ? undefined : readUint16(bytes, from);
  if (from === undefined || crc === undefined) return undefined;
  if (crc !== (crc32(bytes.subarray(0, from)) & 0xffff)) {
    throw corruptHeader('does not fit its own checksum');
  }
  return from + 2;
}

function readUint16(bytes: Uint8Array, at: number): number | undefined {
  const low = bytes[at];
  const high = bytes[at + 1];
  return low === undefined || high === undefined ? undefined : low | (high << 8);
}

function corruptHeader(what: string): LogFileError {
  return new LogFileError('corrupt-gzip', `The gzip header ${what}.`);
}
