/**
 * The path in the evidence folder under which an object of the bucket is kept: its key, made harmless.
 *
 * Whoever may write to the bucket names its objects, so a key may hold `..`, empty folders, control characters, or what
 * a file system refuses. Each part between slashes keeps its letters, digits and some signs; everything else is
 * percent-encoded, the percent sign too, so that two keys never share a path.
 */
import { createHash } from 'node:crypto';

/** File systems take 255 bytes. */
const PART_LIMIT_BYTES = 200;
const KEPT_OF_LONG_PART = 100;
const HASH_DIGITS = 64;

/** Of harmless parts, joined by `/`. */
export function pathOfKey(key: string): string {
  return key.split('/').map(toPart).join('/');
}

/** The same for a key whose own path is taken, by one that differs in case only, or by a folder. */
export function pathOfKeyHash(key: string): string {
  return `%sha256/${hashOf(key)}`;
}

function toPart(text: string): string {
  // No encoded part looks like this: behind a percent sign stand two digits of base 16.
  if (text === '') return '%empty';
  const encoded = Array.from(text, (character, index) => {
    const isHarmless = /[\w=+,@-]/.test(character) || (character === '.' && index > 0);
    return isHarmless ? character : percentEncode(character);
  }).join('');
  if (encoded.length <= PART_LIMIT_BYTES) return encoded;
  return `${encoded.slice(0, KEPT_OF_LONG_PART)}%${hashOf(text)}`;
}

function percentEncode(character: string): string {
  return Array.from(
    Buffer.from(character),
    (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);
}
