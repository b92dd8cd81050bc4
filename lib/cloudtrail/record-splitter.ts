/**
 * Splits an inflated log file, `{"Records":[…]}`, into its records without ever holding the file.
 *
 * Takes bytes in chunks cut anywhere and hands out each element of the top-level `Records` array with its position
 * and exactly the bytes that were delivered, because a record's hash is part of its identity. What a record says is
 * not looked at: whoever reads it rejects it. Everything between records is checked, so that a damaged file is
 * rejected with the offset of the damage and never read as a shorter one. Memory is bounded by the largest record.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 */

import { CarriedBytes } from './carried-bytes.ts';
import { beginsValue, JsonValueEnd, UNFINISHED } from './json-value-end.ts';
import { LogFileError, type LogFileErrorCode } from './log-file-error.ts';
import { GRAMMAR, type Place, type ValueRole } from './log-file-grammar.ts';

export interface SplitRecord {
  readonly kind: 'record';
  /** Position in `Records`, from 0. */
  readonly index: number;
  /** Of the record's first byte in the inflated file. */
  readonly byteOffset: number;
  /**
   * Stays valid as long as the pushed chunk is not overwritten, of which it may be a view: keep a copy rather than
   * this where a few records outlive their file.
   */
  readonly bytes: Uint8Array;
}

/** A record larger than `maxRecordBytes`: it takes its position, but its bytes were dropped while they passed. */
export interface OversizedRecord {
  readonly kind: 'oversized';
  readonly index: number;
  readonly byteOffset: number;
  readonly sizeBytes: number;
}

export interface SplitterOptions {
  /** Default 16 MiB, many times what CloudTrail lets one event hold. */
  readonly maxRecordBytes?: number;
  /** Also accept `[…]` without the object around it: files of aggregated events may come so. */
  readonly acceptBareArray?: boolean;
}

export interface RecordSplitter {
  /**
   * The records that end in this chunk. Lazy: read it to its end before the next `push` or `end`, which throw
   * otherwise, as the records not read would be lost. The iteration throws LogFileError where the file is damaged.
   */
  push(chunk: Uint8Array): Iterable<SplitRecord | OversizedRecord>;
  /** Says that there are no more bytes. Throws LogFileError if the document is not whole or has no `Records`. */
  end(): void;
  /** Records ended so far, oversized ones included. */
  readonly recordCount: number;
}

export function createRecordSplitter(options: SplitterOptions = {}): RecordSplitter {
  return new Splitter(options);
}

const DEFAULT_MAX_RECORD_BYTES = 16 * 1024 * 1024;
/** `"Records"` with each of its letters written as `\uXXXX`. A longer key cannot be it. */
const LONGEST_RECORDS_KEY_BYTES = 2 + 7 * 6;

const QUOTE = 0x22;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

class Splitter implements RecordSplitter {
  readonly #maxRecordBytes: number;
  #recordCount = 0;

  #place: Place;
  #byteOrderMarkLength = 0;
  #hadRecords = false;

  /** The value that the bytes are in the middle of, if any: its role, its first byte and what was kept of it. */
  #role: ValueRole | undefined;
  #valueOffset = 0;
  readonly #valueEnd = new JsonValueEnd();
  readonly #carried = new CarriedBytes();

  /** Offset of the current chunk, and whether its records were all taken. */
  #chunkOffset = 0;
  #chunkConsumed = true;

  constructor(options: SplitterOptions) {
    this.#maxRecordBytes = options.maxRecordBytes ?? DEFAULT_MAX_RECORD_BYTES;
    this.#place = options.acceptBareArray ? 'object-or-array' : 'object';
  }

  get recordCount(): number {
    return this.#recordCount;
  }

  push(chunk: Uint8Array): Iterable<SplitRecord | OversizedRecord> {
    this.#requireConsumed();
    this.#chunkConsumed = false;
    return this.#split(chunk);
  }

  end(): void {
    this.#requireConsumed();
    if (this.#place !== 'nothing') throw this.#truncated();
    if (!this.#hadRecords) {
      throw new LogFileError(
        'no-records',
        'The JSON object has no Records array, so this is not a log file.',
      );
    }
  }

  #requireConsumed(): void {
    if (!this.#chunkConsumed) {
      throw new Error('The records of the previous chunk must be read to their end before more bytes come.');
    }
  }

  *#split(chunk: Uint8Array): Generator<SplitRecord | OversizedRecord, void> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#role === undefined) {
        at = this.#readPunctuation(chunk, at);
        continue;
      }
      const from = at;
      at = this.#valueEnd.find(chunk, from);
      if (at === UNFINISHED) {
        this.#carry(chunk, from);
        break;
      }
      const part = this.#finishValue(chunk, from, at);
      if (part !== undefined) yield part;
    }
    this.#chunkOffset += chunk.length;
    this.#chunkConsumed = true;
  }

  /** Reads one byte between values; stays on it where it is the first of a value. */
  #readPunctuation(chunk: Uint8Array, at: number): number {
    const byte = chunk[at] ?? 0;
    if (this.#isByteOrderMark(byte, at)) return at + 1;
    if (this.#hasPartOfByteOrderMark()) throw this.#unexpected(byte, at);
    if (isWhiteSpace(byte)) return at + 1;
    const { next, value } = GRAMMAR[this.#place];
    if (value !== undefined && (value.role === 'key' ? byte === QUOTE : beginsValue(byte))) {
      this.#role = value.role;
      this.#place = value.after;
      this.#valueOffset = this.#chunkOffset + at;
      this.#valueEnd.begin(byte);
      return at;
    }
    const character = String.fromCharCode(byte);
    const place = next?.[character];
    if (place === undefined) throw this.#unexpected(byte, at);
    // No other array is entered, so this is `Records` or the bare array. A second `Records` goes on counting where
    // the first ended: whatever it means, nothing of it is lost.
    if (character === '[') this.#hadRecords = true;
    this.#place = place;
    return at + 1;
  }

  #isByteOrderMark(byte: number, at: number): boolean {
    const length = this.#byteOrderMarkLength;
    if (this.#chunkOffset + at !== length || byte !== BYTE_ORDER_MARK[length]) return false;
    this.#byteOrderMarkLength++;
    return true;
  }

  /** Without its rest, the beginning of a mark is not text. */
  #hasPartOfByteOrderMark(): boolean {
    return this.#byteOrderMarkLength > 0 && this.#byteOrderMarkLength < BYTE_ORDER_MARK.length;
  }

  /** Keeps what the chunk holds of an unfinished value, unless the value is one of which no byte is needed. */
  #carry(chunk: Uint8Array, from: number): void {
    const sizeBytes = this.#chunkOffset + chunk.length - this.#valueOffset;
    if (sizeBytes > this.#keepUpToBytes()) this.#carried.clear();
    else this.#carried.append(chunk.subarray(from));
  }

  #keepUpToBytes(): number {
    if (this.#role === 'record') return this.#maxRecordBytes;
    return this.#role === 'key' ? LONGEST_RECORDS_KEY_BYTES : 0;
  }

  #finishValue(chunk: Uint8Array, from: number, to: number): SplitRecord | OversizedRecord | undefined {
    const role = this.#role;
    const sizeBytes = this.#chunkOffset + to - this.#valueOffset;
    const isKept = sizeBytes <= this.#keepUpToBytes();
    const bytes = isKept ? this.#carried.takeWith(chunk.subarray(from, to)) : undefined;
    this.#carried.clear();
    this.#role = undefined;
    if (role === 'key' && bytes !== undefined && isRecordsKey(bytes)) this.#place = 'colon-of-records';
    if (role !== 'record') return undefined;
    const index = this.#recordCount++;
    const byteOffset = this.#valueOffset;
    return bytes === undefined
      ? { kind: 'oversized', index, byteOffset, sizeBytes }
      : { kind: 'record', index, byteOffset, bytes };
  }

  #unexpected(byte: number, at: number): LogFileError {
    const byteOffset = this.#chunkOffset + at;
    const code = codeOfUnexpected(this.#place);
    const expected = GRAMMAR[this.#place].inWords;
    const message =
      code === 'not-a-log-file'
        ? `This is no log file: it begins with ${nameByte(byte)} where ${expected} belongs.${encodingOf(byte, byteOffset)}`
        : `Expected ${expected} at byte ${byteOffset} of the inflated file after ` +
          `${countRecords(this.#recordCount)}, found ${nameByte(byte)}.`;
    return new LogFileError(code, message, { byteOffset });
  }

  #truncated(): LogFileError {
    const byteOffset = this.#chunkOffset;
    const where =
      this.#role === undefined
        ? `where ${GRAMMAR[this.#place].inWords} should come`
        : `inside a ${this.#role}`;
    return new LogFileError(
      'truncated-json',
      `The inflated file ends at byte ${byteOffset}, ${where}, after ${countRecords(this.#recordCount)}.`,
      { byteOffset },
    );
  }
}

function encodingOf(byte: number, byteOffset: number): string {
  return byteOffset < 2 && byte >= 0xfe ? ' It seems to be UTF-16; log files are UTF-8.' : '';
}

function isWhiteSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isRecordsKey(quoted: Uint8Array): boolean {
  try {
    return JSON.parse(new TextDecoder().decode(quoted)) === 'Records';
  } catch {
    return false;
  }
}

function codeOfUnexpected(place: Place): LogFileErrorCode {
  if (place === 'object' || place === 'object-or-array') return 'not-a-log-file';
  return place === 'records-array' ? 'no-records' : 'malformed-json';
}

function nameByte(byte: number): string {
  if (byte > 0x20 && byte < 0x7f) return `"${String.fromCharCode(byte)}"`;
  return `the byte 0x${byte.toString(16).padStart(2, '0')}`;
}

function countRecords(count: number): string {
  return count === 1 ? '1 record' : `${count} records`;
}
