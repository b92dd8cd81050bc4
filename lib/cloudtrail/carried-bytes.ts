/**
 * Keeps the beginning of something that continues in the next chunk.
 *
 * Copies into a buffer that doubles, so that the time stays linear and the chunks can be freed however small
 * they are. What was taken is never written to again.
 */

const SMALLEST_BUFFER_BYTES = 4096;
const NOTHING = new Uint8Array(0);

export class CarriedBytes {
  #buffer = NOTHING;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(2 * length, SMALLEST_BUFFER_BYTES));
      grown.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = grown;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = length;
  }

  /** Hands over what was carried and starts anew. */
  take(): Uint8Array {
    const taken = this.#buffer.subarray(0, this.#length);
    this.clear();
    return taken;
  }

  /** Like `take`, with these bytes at the end: themselves, not a copy, where nothing was carried. */
  takeWith(bytes: Uint8Array): Uint8Array {
    if (this.#length === 0) return bytes;
    this.append(bytes);
    return this.take();
  }

  clear(): void {
    this.#buffer = NOTHING;
    this.#length = 0;
  }
}
