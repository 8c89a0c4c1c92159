import { LINUX } from '#host';
import { contextIdKey, parseAddress } from '#model';
import type { AddressKey } from '#model';

/** Bytes of the larger of `struct sockaddr_in` and `struct sockaddr_in6`. */
export const SOCKET_ADDRESS_BYTES = 28;

const MAPPED_PREFIX = '00000000000000000000ffff';

/** There is no address behind a unix socket. */
const NO_ADDRESS = 0;

/** The address in a `sockaddr` the kernel filled in; an IPv4-mapped one is the IPv4 address it stands for. */
export function readAddress(address: Buffer): AddressKey {
  switch (address.readUInt16LE(0)) {
    case LINUX.AF_INET:
      return address.readUInt32BE(4);
    case LINUX.AF_INET6: {
      const digits = address.toString('hex', 8, 24);
      return digits.startsWith(MAPPED_PREFIX) ? address.readUInt32BE(20) : digits;
    }
    case LINUX.AF_VSOCK:
      return contextIdKey(address.readUInt32LE(8));
    default:
      return NO_ADDRESS;
  }
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

/** A `struct sockaddr_vm` for `bind`: a port, for whoever of the virtual machines calls it. */
export function vsockAddress(port: number): Buffer {
  const address = Buffer.alloc(16);
  address.writeUInt16LE(LINUX.AF_VSOCK, 0);
  address.writeUInt32LE(port, 4);
  address.writeInt32LE(LINUX.VMADDR_CID_ANY, 8);
  return address;
}

/** Bytes that the path of a unix socket may have. */
export const SOCKET_PATH_BYTES = 107;

/** A `struct sockaddr_un`; the path ends with a null byte. */
export function unixAddress(path: string): Buffer {
  const family = Buffer.alloc(2);
  family.writeUInt16LE(LINUX.AF_UNIX, 0);
  return Buffer.concat([family, Buffer.from(`${path}\0`)]);
}
