import { LINUX } from '#host';
import type { Libc } from '#host';

/** A starved token answer is given up after this long, also when the process has already closed the connection. */
const STARVED_TIMEOUT_MS = 3000;

const value = new Int32Array(1);

/** Sets an integer option; true when the kernel took it. */
export function setOption(libc: Libc, fd: number, level: number, option: number, setting: number): boolean {
  value[0] = setting;
  return libc.setsockopt(fd, level, option, value, 4) === 0;
}

/**
 * Lets everything sent from here on travel `hopLimit` hops. The kernel retransmits with the limit that holds at that
 * moment, so raising it again would hand the token to whoever only has to wait; it stays down for the connection's life.
 * `RECVERR` reports the router's "time exceeded", and the user timeout ends retransmission to a caller that cannot be reached.
 */
export function lowerHopLimit(libc: Libc, fd: number, overIpv6: boolean, hopLimit: number): boolean {
  const lowered = overIpv6
    ? setOption(libc, fd, LINUX.IPPROTO_IPV6, LINUX.IPV6_UNICAST_HOPS, hopLimit)
    : setOption(libc, fd, LINUX.IPPROTO_IP, LINUX.IP_TTL, hopLimit);
  if (overIpv6) setOption(libc, fd, LINUX.IPPROTO_IPV6, LINUX.IPV6_RECVERR, 1);
  else setOption(libc, fd, LINUX.IPPROTO_IP, LINUX.IP_RECVERR, 1);
  setOption(libc, fd, LINUX.IPPROTO_TCP, LINUX.TCP_USER_TIMEOUT, STARVED_TIMEOUT_MS);
  return lowered;
}

/** Lets a socket have to do with one network interface only; false when there is none of that name, or it is not allowed. */
export function bindToInterface(libc: Libc, fd: number, name: string): boolean {
  const bytes = Buffer.from(`${name}\0`);
  return libc.setsockopt(fd, LINUX.SOL_SOCKET, LINUX.SO_BINDTODEVICE, bytes, bytes.length) === 0;
}

/** `struct linger` with no time to linger. */
const AT_ONCE = new Int32Array([1, 0]);

/** Makes the `close` that follows a reset (RST): what has not been sent is dropped, and the client is told. */
export function resetOnClose(libc: Libc, fd: number): void {
  libc.setsockopt(fd, LINUX.SOL_SOCKET, LINUX.SO_LINGER, AT_ONCE, AT_ONCE.byteLength);
}

const error = new Int32Array(1);
const errorLength = new Int32Array(1);

/** The error a socket has to tell, as an errno, 0 when there is none; asking takes it away. */
export function pendingError(libc: Libc, fd: number): number {
  errorLength[0] = 4;
  return libc.getsockopt(fd, LINUX.SOL_SOCKET, LINUX.SO_ERROR, error, errorLength) === 0 ? (error[0] ?? 0) : 0;
}
