import type { Octets } from '#base';
import type { Allocate } from './prepared-item.ts';

const FIRST_BYTES = 16_384;

/** Bytes that grow at their end. */
export class OctetBuffer {
  bytes: Octets;
  length = 0;
  readonly #allocate: Allocate;

  constructor(allocate: Allocate) {
    this.#allocate = allocate;
    this.bytes = allocate(FIRST_BYTES);
  }

  /** Makes room for `more` bytes; what follows may add that many and no more. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const grown = this.#allocate(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** Adds `octets`, for which there is room. */
  add(octets: Uint8Array): void {
    this.bytes.set(octets, this.length);
    this.length += octets.length;
  }

  /** Adds `text`, one byte a character, for which there is room. */
  addLatin1(text: string): void {
    this.length += this.bytes.latin1Write(text, this.length);
  }

  /** Adds a whole number of at least 0 in decimal digits, for which there is room. */
  addDecimal(value: number): void {
    let digits = 1;
    for (let bound = 10; value >= bound; bound *= 10) digits++;
    let rest = value;
    for (let at = this.length + digits - 1; at >= this.length; at--) {
      const tens = Math.floor(rest / 10);
      this.bytes[at] = 0x30 + rest - tens * 10;
      rest = tens;
    }
    this.length += digits;
  }
}
