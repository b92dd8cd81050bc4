/**
 * Random numbers that are the same on every machine: a small fast counting generator (four 32-bit words, integer
 * operations only) seeded from a number and a label. One stream per purpose, so that adding a draw in one place does
 * not change what all others produce. Nothing here is fit for secrets.
 *
 * Only addition, multiplication and rounding of doubles are used, which IEEE 754 fixes to the last bit; logarithms and
 * the like may differ between machines and must not be brought in.
 */

export interface Random {
  /** A whole number from 0 up to and excluding `limit`. */
  below(limit: number): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True in about `perMille` of a thousand draws. */
  chance(perMille: number): boolean;
  pick<const T>(values: readonly [T, ...T[]]): T;
  /** Text of `length` characters of the alphabet, which may hold up to 256. */
  text(alphabet: string, length: number): string;
  /** A version 4 UUID as CloudTrail writes event and request ids. */
  uuid(): string;
}

export const HEX = '0123456789abcdef';
export const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const BYTE_AS_HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function createRandom(seed: number, label: string): Random {
  const next = createStream(seed, hashText(label));
  // Multiplying keeps the high bits, which are the good ones; a remainder would keep the low ones.
  const below = (limit: number): number => Math.floor((next() / 0x1_0000_0000) * limit);

  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (perMille) => below(1000) < perMille,
    pick: (values) => values[below(values.length)] ?? values[0],
    text(alphabet, length) {
      let text = '';
      for (let index = 0; index < length; index += 1) text += alphabet[below(alphabet.length)];
      return text;
    },
    uuid() {
      const [first, second, third, last] = [next(), next(), next(), next()];
      const middle = `${hex16(second >>> 16)}-4${hex16(second).slice(1)}`;
      // The two highest bits of the fourth group are fixed: the variant of RFC 9562.
      const variant = hex16(((third >>> 16) & 0x3fff) | 0x8000);
      return `${hex16(first >>> 16)}${hex16(first)}-${middle}-${variant}-${hex16(third)}${hex16(last >>> 16)}${hex16(last)}`;
    },
  };
}

/** A 32-bit hash of a text (FNV-1a): for labels, and for ids that a thing has whatever the seed. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

function hex16(value: number): string {
  return `${BYTE_AS_HEX[(value >>> 8) & 0xff]}${BYTE_AS_HEX[value & 0xff]}`;
}

/** Mixes three words and counts with the fourth, so that no seed falls into a short cycle. */
function createStream(seed: number, label: number): () => number {
  let a = seed >>> 0;
  let b = Math.floor(seed / 0x1_0000_0000) >>> 0;
  let c = label;
  let counter = 1;
  const next = (): number => {
    const drawn = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + drawn) | 0;
    return drawn >>> 0;
  };
  // Neighbouring seeds begin alike; after a dozen rounds their streams have nothing in common.
  for (let round = 0; round < 16; round += 1) next();
  return next;
}
