/**
 * Finds where one JSON value ends (RFC 8259) in bytes that arrive in chunks cut anywhere.
 *
 * Only strings and the balance of brackets are looked at: what else is wrong inside a value is for JSON.parse to
 * say. Nesting is a counter, so that depth costs neither stack nor memory, and multi-byte UTF-8 needs no decoding
 * because none of its bytes equals a quote, a backslash or a bracket. A plain loop over bytes is deliberate: the
 * strings of CloudTrail records are short, and a native search per string measures at half the speed.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `{` and `[` differ from each other in this bit only, and so do `}` and `]`. */
const CASE_BIT = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/** The value goes on in the next chunk. */
export const UNFINISHED = -1;
const UNFINISHED_AFTER_BACKSLASH = -2;

/** Whether a JSON value can begin with this byte. */
export function beginsValue(byte: number): boolean {
  return (
    byte === QUOTE ||
    (byte | CASE_BIT) === OPENING ||
    byte === 0x2d /* - */ ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x74 /* true */ ||
    byte === 0x66 /* false */ ||
    byte === 0x6e /* null */
  );
}

export class JsonValueEnd {
  #depth = 0;
  #inString = false;
  #afterBackslash = false;
  #inScalar = false;

  /** Prepares for a value whose first byte is given; `find` is then called from that byte on. */
  begin(firstByte: number): void {
    this.#depth = 0;
    this.#inString = false;
    this.#afterBackslash = false;
    this.#inScalar = firstByte !== QUOTE && (firstByte | CASE_BIT) !== OPENING;
  }

  /** The position after the value's last byte, or UNFINISHED: then it goes on at position 0 of the next chunk. */
  find(chunk: Uint8Array, from: number): number {
    if (this.#inScalar) return findScalarEnd(chunk, from);
    let at = from;
    let depth = this.#depth;
    if (this.#inString) {
      at = this.#findStringEnd(chunk, this.#afterBackslash ? from + 1 : from);
      if (at < 0 || depth === 0) return at;
    }
    while (at < chunk.length) {
      const byte = chunk[at++] ?? 0;
      if (byte === QUOTE) {
        at = this.#findStringEnd(chunk, at);
        if (at < 0) break;
        if (depth === 0) return at;
      } else if ((byte | CASE_BIT) === OPENING) {
        depth++;
      } else if ((byte | CASE_BIT) === CLOSING) {
        depth--;
        if (depth === 0) return at;
      }
    }
    this.#depth = depth;
    return UNFINISHED;
  }

  #findStringEnd(chunk: Uint8Array, from: number): number {
    const end = findQuote(chunk, from);
    this.#inString = end < 0;
    this.#afterBackslash = end === UNFINISHED_AFTER_BACKSLASH;
    return end < 0 ? UNFINISHED : end;
  }
}

/** The position after the quote that closes a string. */
function findQuote(chunk: Uint8Array, from: number): number {
  let at = from;
  while (at < chunk.length) {
    const byte = chunk[at++];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at++;
  }
  return at > chunk.length ? UNFINISHED_AFTER_BACKSLASH : UNFINISHED;
}

function findScalarEnd(chunk: Uint8Array, from: number): number {
  for (let at = from; at < chunk.length; at++) {
    if (!isScalarByte(chunk[at] ?? 0)) return at;
  }
  return UNFINISHED;
}

/** What numbers, `true`, `false` and `null` are made of. */
function isScalarByte(byte: number): boolean {
  const lower = byte | CASE_BIT;
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (lower >= 0x61 && lower <= 0x7a) ||
    byte === 0x2d /* - */ ||
    byte === 0x2b /* + */ ||
    byte === 0x2e /* . */
  );
}
