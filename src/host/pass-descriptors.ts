import { LINUX } from './libc.ts';
import type { Libc } from './libc.ts';

// Descriptors travel over a unix socket beside ordinary bytes (unix(7), SCM_RIGHTS). Layouts are those of 64-bit Linux.

/** Descriptors in one message, which is more than anybody here has. */
const DESCRIPTORS_MAX = 8;
const CMSG_HEADER = 16;
const MSGHDR = 56;

/** A message as it was received. */
export interface ReceivedMessage {
  readonly bytes: Buffer;
  /** The receiver's from here on. */
  readonly descriptors: readonly number[];
}

/** Sends all of `bytes` with descriptors over a unix stream socket, which has room for a small message; false when it does not. */
export function sendWithDescriptors(libc: Libc, fd: number, bytes: Buffer, descriptors: readonly number[]): boolean {
  const control = controlBuffer(descriptors.length);
  control.writeBigUInt64LE(BigInt(CMSG_HEADER + 4 * descriptors.length), 0);
  control.writeInt32LE(LINUX.SOL_SOCKET, 8);
  control.writeInt32LE(LINUX.SCM_RIGHTS, 12);
  descriptors.forEach((descriptor, index) => control.writeInt32LE(descriptor, CMSG_HEADER + 4 * index));
  const message = messageHeader(libc, bytes, control);
  return libc.sendmsg(fd, message.header, LINUX.MSG_NOSIGNAL) === bytes.length;
}

/** What waits at a unix stream socket, up to `length` bytes; undefined when nothing does yet. The end of the stream has no bytes. */
export function receiveWithDescriptors(libc: Libc, fd: number, length: number): ReceivedMessage | undefined {
  const bytes = Buffer.alloc(length);
  const control = controlBuffer(DESCRIPTORS_MAX);
  const message = messageHeader(libc, bytes, control);
  const count = libc.recvmsg(fd, message.header, LINUX.MSG_DONTWAIT | LINUX.MSG_CMSG_CLOEXEC);
  if (count < 0) return libc.errno() === LINUX.EAGAIN ? undefined : { bytes: Buffer.alloc(0), descriptors: [] };
  return { bytes: bytes.subarray(0, count), descriptors: readDescriptors(control, message.header) };
}

function readDescriptors(control: Buffer, header: Buffer): readonly number[] {
  if (header.readBigUInt64LE(40) < CMSG_HEADER || control.readInt32LE(12) !== LINUX.SCM_RIGHTS) return [];
  const count = (Number(control.readBigUInt64LE(0)) - CMSG_HEADER) / 4;
  return Array.from({ length: count }, (_, index) => control.readInt32LE(CMSG_HEADER + 4 * index));
}

/** `CMSG_SPACE`: a header and the descriptors, rounded up to whole words. */
function controlBuffer(descriptors: number): Buffer {
  return Buffer.alloc(CMSG_HEADER + Math.ceil(descriptors / 2) * 8);
}

/** A `struct msghdr` of one part. It points at the other buffers, which must live as long as it does: so it comes with them. */
function messageHeader(
  libc: Libc,
  bytes: Buffer,
  control: Buffer,
): { readonly header: Buffer; readonly parts: Buffer[] } {
  const vector = Buffer.alloc(16);
  vector.writeBigUInt64LE(libc.address(bytes), 0);
  vector.writeBigUInt64LE(BigInt(bytes.length), 8);
  const header = Buffer.alloc(MSGHDR);
  header.writeBigUInt64LE(libc.address(vector), 16);
  header.writeBigUInt64LE(1n, 24);
  header.writeBigUInt64LE(libc.address(control), 32);
  header.writeBigUInt64LE(BigInt(control.length), 40);
  return { header, parts: [bytes, control, vector] };
}
