/** Bytes with the Latin-1 access that Node's `Buffer` has built in; what a socket gives and takes. */
export interface Octets extends Uint8Array {
  /** The bytes from `start` to `end` as text, one character a byte. */
  latin1Slice(start?: number, end?: number): string;
  /** Writes one byte a character at `offset`; returns how many were written. */
  latin1Write(text: string, offset?: number): number;
}
