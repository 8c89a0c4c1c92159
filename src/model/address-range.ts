import { parseAddress } from './address.ts';
import type { AddressKey } from './address.ts';

/** The addresses that share the first bits of one. */
export interface AddressRange {
  readonly base: AddressKey;
  /** Of 32 bits of an IPv4 address or 128 of an IPv6 one. */
  readonly prefixBits: number;
}

const MAPPED_BITS = 96;

/**
 * Reads an IPv4 or IPv6 address with or without `/prefix`; alone it stands for itself. Bits after the prefix are ignored.
 * IPv4-mapped IPv6 is IPv4, as everywhere in the house.
 */
export function parseAddressRange(text: string): AddressRange | undefined {
  const match = /^([0-9A-Fa-f:.]+)(?:\/(\d{1,3}))?$/.exec(text);
  const base = match?.[1] === undefined ? undefined : parseAddress(match[1]);
  if (match === null || base === undefined) return undefined;
  const bits = typeof base === 'number' ? 32 : 128;
  const skipped = typeof base === 'number' && text.includes(':') ? MAPPED_BITS : 0;
  const prefixBits = match[2] === undefined ? bits : Number(match[2]) - skipped;
  return prefixBits < 0 || prefixBits > bits ? undefined : { base, prefixBits };
}

/** Whether `address` lies in `range`; never across the two families. */
export function inRange(range: AddressRange, address: AddressKey): boolean {
  const { base, prefixBits } = range;
  if (typeof base === 'number') return typeof address === 'number' && sameBits(base, address, prefixBits, 32);
  if (typeof address === 'number') return false;
  const digits = prefixBits >> 2;
  if (base.slice(0, digits) !== address.slice(0, digits)) return false;
  const digitOf = (text: string): number => Number.parseInt(text[digits] ?? '0', 16);
  return sameBits(digitOf(base), digitOf(address), prefixBits & 3, 4);
}

function sameBits(left: number, right: number, prefixBits: number, width: number): boolean {
  // A shift by 32 would be a shift by none.
  return prefixBits === 0 || left >>> (width - prefixBits) === right >>> (width - prefixBits);
}
