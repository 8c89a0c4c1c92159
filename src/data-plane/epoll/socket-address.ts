import { LINUX } from '#host';
import { parseAddress } from '#model';
import type { AddressKey } from '#model';

/** Bytes of the larger of `struct sockaddr_in` and `struct sockaddr_in6`. */
export const SOCKET_ADDRESS_BYTES = 28;

const MAPPED_PREFIX = '00000000000000000000ffff';

/** The address in a `sockaddr` the kernel filled in; an IPv4-mapped one is the IPv4 address it stands for. */
export function readAddress(address: Buffer): AddressKey {
  if (address.readUInt16LE(0) === LINUX.AF_INET) return address.readUInt32BE(4);
  const digits = address.toString('hex', 8, 24);
  return digits.startsWith(MAPPED_PREFIX) ? address.readUInt32BE(20) : digits;
}

/** The port in a `sockaddr`. */
export function readPort(address: Buffer): number {
  return address.readUInt16BE(2);
}

/** Fills in a `sockaddr` for `bind`; the length of it, or undefined when `host` is not an address. */
export function writeAddress(address: Buffer, host: string, port: number): number | undefined {
  const key = parseAddress(host);
  if (key === undefined) return undefined;
  address.fill(0);
  address.writeUInt16BE(port, 2);
  if (typeof key === 'number') {
    address.writeUInt16LE(LINUX.AF_INET, 0);
    address.writeUInt32BE(key, 4);
    return 16;
  }
  address.writeUInt16LE(LINUX.AF_INET6, 0);
  address.write(key, 8, 'hex');
  return SOCKET_ADDRESS_BYTES;
}
