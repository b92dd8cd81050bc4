/**
 * Keeps the beginning of something that continues in the next chunk.
 *
 * Copies into a buffer that doubles, so that the time stays linear and the chunks can be freed however small
 * they are. What was taken is never written to again.
 */

const SMALLEST_BUFFER_BYTES = 4096;

export class CarriedBytes {
  #buffer = new Uint8Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A view that is good until the next `append`. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(2 * length, SMALLEST_BUFFER_BYTES));
      grown.set(this.bytes);
      this.#buffer = grown;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = length;
  }

  /** Hands over what was carried and starts anew. */
  take(): Uint8Array {
    const taken = this.bytes;
    this.clear();
    return taken;
  }

  clear(): void {
    this.#buffer = new Uint8Array(0);
    this.#length = 0;
  }
}
