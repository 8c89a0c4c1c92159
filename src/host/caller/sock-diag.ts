import type { AddressKey } from '#model';
import { LINUX } from '../libc.ts';
import type { Libc } from '../libc.ts';

// NETLINK_SOCK_DIAG (sock_diag(7)): asks the kernel for the one socket with these addresses and ports, by a hash look-up.

/** A TCP connection as its client has it. */
export interface ConnectionEnds {
  readonly peer: AddressKey;
  readonly peerPort: number;
  readonly local: AddressKey;
  readonly localPort: number;
}

/** A socket as the kernel names it. */
export interface SocketOwner {
  /** The number in `socket:[…]` of `/proc/PID/fd`. */
  readonly inode: number;
  readonly uid: number;
}

const REQUEST_BYTES = 72;
const NLM_F_REQUEST = 1;
const SOCK_DIAG_BY_FAMILY = 20;
const TCP_LISTEN = 10;
/** Of `struct nlmsghdr`, and of `struct inet_diag_req_v2` and `inet_diag_msg` in what follows it. */
const HEADER = 16;
const REQUEST_ID = HEADER + 8;
const ANSWER_ID = HEADER + 4;
const ANSWER_UID = HEADER + 64;
const ANSWER_INODE = HEADER + 68;

/** The question who has the client's side of a connection. */
export function socketQuery({ peer, peerPort, local, localPort }: ConnectionEnds): Buffer {
  const query = Buffer.alloc(REQUEST_BYTES);
  query.writeUInt32LE(REQUEST_BYTES, 0);
  query.writeUInt16LE(SOCK_DIAG_BY_FAMILY, 4);
  query.writeUInt16LE(NLM_F_REQUEST, 6);
  query[HEADER] = typeof peer === 'number' ? LINUX.AF_INET : LINUX.AF_INET6;
  query[HEADER + 1] = LINUX.IPPROTO_TCP;
  query.writeUInt32LE(0xffffffff, HEADER + 4);
  query.writeUInt16BE(peerPort, REQUEST_ID);
  query.writeUInt16BE(localPort, REQUEST_ID + 2);
  writeKey(query, peer, REQUEST_ID + 4);
  writeKey(query, local, REQUEST_ID + 20);
  // No cookie: whichever socket it is.
  query.fill(0xff, REQUEST_ID + 40, REQUEST_ID + 48);
  return query;
}

/** Who has it; undefined when the kernel knows no such socket, or none that a process has. */
export function socketOwner(query: Buffer, answer: Buffer, length: number): SocketOwner | undefined {
  if (length < ANSWER_INODE + 4 || answer.readUInt16LE(4) !== SOCK_DIAG_BY_FAMILY) return undefined;
  // Where there is no connection, the kernel finds whoever listens on the client's port.
  if (answer[HEADER + 1] === TCP_LISTEN) return undefined;
  const ports = query.compare(answer, ANSWER_ID, ANSWER_ID + 4, REQUEST_ID, REQUEST_ID + 4);
  const inode = answer.readUInt32LE(ANSWER_INODE);
  return ports !== 0 || inode === 0 ? undefined : { inode, uid: answer.readUInt32LE(ANSWER_UID) };
}

function writeKey(buffer: Buffer, key: AddressKey, at: number): void {
  if (typeof key === 'number') buffer.writeUInt32BE(key, at);
  else buffer.write(key, at, 'hex');
}

/** Asks in the network namespace it is called in. */
export function askSocketOwner(libc: Libc, ends: ConnectionEnds): SocketOwner | undefined {
  const fd = libc.socket(LINUX.AF_NETLINK, LINUX.SOCK_DGRAM | LINUX.SOCK_CLOEXEC, LINUX.NETLINK_SOCK_DIAG);
  if (fd < 0) return undefined;
  const query = socketQuery(ends);
  const answer = Buffer.alloc(1024);
  // The kernel has answered by the time `send` returns.
  const sent = libc.send(fd, query, query.length, 0) === query.length;
  const length = sent ? libc.recv(fd, answer, answer.length, LINUX.MSG_DONTWAIT) : -1;
  libc.close(fd);
  return socketOwner(query, answer, length);
}
