/**
 * Makes any text a valid DynamoDB key value, the same way for the writer and for a question.
 *
 * DynamoDB refuses empty keys and keys over 2,048 bytes, and one bad key fails a whole batch of 25; the emulators accept
 * what DynamoDB refuses. So: missing or empty becomes `-`, long values become their beginning, `~` and a hash, and
 * control characters become U+FFFD, which also keeps the write-shard separator out of every value.
 */
import { createHash } from 'node:crypto';
import type { EventIndexKey } from './tables.ts';

/** The key of what has no value: an Insight without a source, a failed sign-in without an error code. */
export const MISSING = '-';

/** Separates a value from its write shard. A control character, so `toKeyValue` never lets it into a value. */
export const SHARD_SEPARATOR = '\t';

/**
 * Room for the longest values that AWS gives, and so little that all keys together, each at its limit, leave an event's
 * item under one write unit: keys never give way.
 */
const KEY_LIMIT_BYTES: Readonly<Record<EventIndexKey | 'eventID', number>> = {
  eventID: 48,
  eventSource: 64,
  eventName: 64,
  principal: 200,
  errorCode: 64,
  issuedAccessKeyId: 32,
  userName: 96,
  accessKeyId: 32,
  sourceIPAddress: 48,
};

const HASH_CHARACTERS = 16;
const PRINTABLE_ASCII = /^[ -~]+$/;
const CUT_END = /~[0-9a-f]{16}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]/g;

/** What keys hold in place of control characters is U+FFFD. */
export function withoutControls(text: string): string {
  return text.replace(CONTROL_CHARACTERS, '\ufffd');
}

/** The key under which `value` is stored and asked for. Never empty, never over the attribute's limit. */
export function toKeyValue(attribute: EventIndexKey | 'eventID', value: string | undefined): string {
  if (value === undefined || value === '') return MISSING;
  const limitBytes = KEY_LIMIT_BYTES[attribute];
  // Nearly all values, and every event has eight: a byte a character, none of them to be replaced.
  if (value.length <= limitBytes && PRINTABLE_ASCII.test(value)) return value;
  const printable = withoutControls(value.toWellFormed());
  if (Buffer.byteLength(printable) <= limitBytes) return printable;
  const hash = createHash('sha256').update(printable).digest('hex').slice(0, HASH_CHARACTERS);
  return `${clipUtf8(printable, limitBytes - HASH_CHARACTERS - 1)}~${hash}`;
}

/** Whether a key may hold only the beginning of its value. */
export function isCutKey(key: string): boolean {
  return CUT_END.test(key);
}

/** What is known of a value by its key: all of it, or its beginning. */
export function beginningOfKey(key: string): string {
  return key.replace(CUT_END, '');
}

/** The longest beginning of `text` that fits `limitBytes` of UTF-8 without cutting a character. */
export function clipUtf8(text: string, limitBytes: number): string {
  if (Buffer.byteLength(text) <= limitBytes) return text;
  const bytes = Buffer.from(text);
  let end = limitBytes;
  // Step back over continuation bytes (10xxxxxx) so that the cut falls between characters.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}

/** The stored partition key of write shard `shard`; shard 0 is the bare value. */
export function toShardKey(value: string, shard: number): string {
  return shard === 0 ? value : `${value}${SHARD_SEPARATOR}${shard}`;
}

/** The value without its write shard. */
export function fromShardKey(stored: string): string {
  const separator = stored.indexOf(SHARD_SEPARATOR);
  return separator === -1 ? stored : stored.slice(0, separator);
}

/** Which of `shardCount` write shards an event belongs to: by its id, so that all its copies agree. */
export function shardOf(eventID: string, shardCount: number): number {
  if (shardCount === 1) return 0;
  return createHash('sha256').update(eventID).digest().readUInt32BE(0) % shardCount;
}
