import type { Octets } from '#base';

/** A `Buffer`, with the Latin-1 methods all of them have and Node's types leave out. */
export type OctetBuffer = Buffer & Octets;

/** Fresh memory of `length` bytes, of any content, shared with nothing. */
export function allocateOctets(length: number): OctetBuffer {
  return asOctets(Buffer.allocUnsafeSlow(length));
}

/** The same buffer, typed with what it can do. */
export function asOctets(buffer: Buffer): OctetBuffer {
  return buffer as OctetBuffer;
}
