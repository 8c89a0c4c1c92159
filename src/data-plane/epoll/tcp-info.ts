import { LINUX } from '#host';
import type { Libc } from '#host';

/** linux/tcp.h `struct tcp_info`, as 32-bit words: what is read of it stands in these. */
const WORDS = 36;
const UNACKNOWLEDGED_AT = 6;
const SEGMENTS_RECEIVED_AT = 35;

const info = new Int32Array(WORDS);
const length = new Int32Array(1);

/** Segments of a TCP connection that the other side has not acknowledged yet; 0 where the socket is no TCP connection. */
export function unacknowledged(libc: Libc, fd: number): number {
  return read(libc, fd, UNACKNOWLEDGED_AT);
}

/** Segments that have come on a TCP connection since its handshake; 0 where the socket is no TCP connection. */
export function segmentsReceived(libc: Libc, fd: number): number {
  return read(libc, fd, SEGMENTS_RECEIVED_AT);
}

function read(libc: Libc, fd: number, at: number): number {
  length[0] = info.byteLength;
  return libc.getsockopt(fd, LINUX.IPPROTO_TCP, LINUX.TCP_INFO, info, length) === 0 ? (info[at] ?? 0) : 0;
}
