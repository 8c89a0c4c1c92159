import { createRequire } from 'node:module';

// The few calls of the C library that openimds makes, through koffi (an optional dependency). Numbers are those of Linux on
// x86-64 and arm64; other architectures number some of them differently, so there `loadLibc` gives nothing.

/** Constants of the Linux headers named beside each. */
export const LINUX = {
  /** sys/socket.h */
  AF_UNIX: 1,
  AF_INET: 2,
  AF_INET6: 10,
  AF_NETLINK: 16,
  AF_VSOCK: 40,
  SOCK_STREAM: 1,
  SOCK_DGRAM: 2,
  SOCK_NONBLOCK: 0o4000,
  SOCK_CLOEXEC: 0o2000000,
  SOL_SOCKET: 1,
  SO_REUSEADDR: 2,
  SO_ERROR: 4,
  SO_LINGER: 13,
  SO_REUSEPORT: 15,
  SO_PEERCRED: 17,
  SO_BINDTODEVICE: 25,
  SHUT_WR: 1,
  MSG_DONTWAIT: 0x40,
  MSG_NOSIGNAL: 0x4000,
  MSG_MORE: 0x8000,
  MSG_CMSG_CLOEXEC: 0x40000000,
  SCM_RIGHTS: 1,
  /** netinet/in.h, netinet/tcp.h */
  IPPROTO_IP: 0,
  IPPROTO_TCP: 6,
  IPPROTO_IPV6: 41,
  IP_TTL: 2,
  IP_RECVERR: 11,
  IP_FREEBIND: 15,
  IPV6_UNICAST_HOPS: 16,
  IPV6_RECVERR: 25,
  IPV6_V6ONLY: 26,
  IPV6_FREEBIND: 78,
  TCP_NODELAY: 1,
  TCP_DEFER_ACCEPT: 9,
  TCP_INFO: 11,
  TCP_CONGESTION: 13,
  TCP_USER_TIMEOUT: 18,
  /** linux/vm_sockets.h */
  VMADDR_CID_ANY: -1,
  /** sys/epoll.h */
  EPOLL_CTL_ADD: 1,
  EPOLL_CTL_DEL: 2,
  EPOLL_CTL_MOD: 3,
  EPOLLIN: 0x1,
  EPOLLOUT: 0x4,
  EPOLLERR: 0x8,
  EPOLLHUP: 0x10,
  EPOLLRDHUP: 0x2000,
  EPOLLEXCLUSIVE: 0x10000000,
  EPOLLET: 0x80000000,
  /** linux/sched.h */
  CLONE_NEWNET: 0x40000000,
  /** linux/netlink.h */
  NETLINK_SOCK_DIAG: 4,
  /** errno.h */
  EPERM: 1,
  ENOENT: 2,
  EINTR: 4,
  EAGAIN: 11,
  EACCES: 13,
  ENODEV: 19,
  ENFILE: 23,
  EMFILE: 24,
  EAFNOSUPPORT: 97,
  EADDRINUSE: 98,
  EADDRNOTAVAIL: 99,
  ETIMEDOUT: 110,
  ECONNREFUSED: 111,
  EHOSTUNREACH: 113,
} as const;

/** Calls return what the manual pages say; after a -1, `errno()` tells why. Lengths never exceed the buffers given. */
export interface Libc {
  socket(domain: number, type: number, protocol: number): number;
  bind(fd: number, address: Buffer, length: number): number;
  listen(fd: number, backlog: number): number;
  accept4(fd: number, address: Buffer, length: Int32Array, flags: number): number;
  getsockname(fd: number, address: Buffer, length: Int32Array): number;
  connect(fd: number, address: Buffer, length: number): number;
  setsockopt(fd: number, level: number, option: number, value: Int32Array | Buffer, length: number): number;
  getsockopt(fd: number, level: number, option: number, value: Int32Array, length: Int32Array): number;
  recv(fd: number, buffer: Buffer, length: number, flags: number): number;
  send(fd: number, buffer: Uint8Array, length: number, flags: number): number;
  shutdown(fd: number, how: number): number;
  close(fd: number): number;
  epoll_create1(flags: number): number;
  epoll_ctl(epoll: number, operation: number, fd: number, event: Buffer): number;
  epoll_wait(epoll: number, events: Buffer, count: number, timeoutMs: number): number;
  eventfd(initial: number, flags: number): number;
  write(fd: number, buffer: Buffer, length: number): number;
  read(fd: number, buffer: Buffer, length: number): number;
  /** Moves the calling thread, and no other, into a namespace. */
  setns(fd: number, type: number): number;
  if_nametoindex(name: string): number;
  /** Moves the calling thread, and no other, into namespaces of its own. */
  unshare(flags: number): number;
  /** `message` is a `struct msghdr`. */
  sendmsg(fd: number, message: Buffer, flags: number): number;
  recvmsg(fd: number, message: Buffer, flags: number): number;
  /** `timex` is a `struct timex`. */
  adjtimex(timex: Buffer): number;
  /** Where the bytes of a buffer are in memory, for structures that point at others. They stay there while it is in use. */
  address(buffer: Buffer): bigint;
  errno(): number;
}

/** Bytes of a `struct epoll_event`: packed on x86-64 only. */
export const EPOLL_EVENT_BYTES = process.arch === 'x64' ? 12 : 16;
/** Where its `data` member begins. */
export const EPOLL_DATA_AT = EPOLL_EVENT_BYTES - 8;

/** The C library, or why it cannot be called here. */
export function loadLibc(): Libc | string {
  if (process.platform !== 'linux') return `it is for Linux, and this is ${process.platform}`;
  if (process.arch !== 'x64' && process.arch !== 'arm64') return `it is for x64 and arm64, and this is ${process.arch}`;
  try {
    return bindLibc(createRequire(import.meta.url)('koffi') as Koffi);
  } catch (error) {
    return `the optional package koffi does not load (${error instanceof Error ? error.message.split('\n', 1)[0] : 'unknown'})`;
  }
}

interface Koffi {
  load(library: string | null): { func(prototype: string): (...values: never[]) => number };
  address(value: Buffer): bigint;
  errno(): number;
}

const PROTOTYPES = {
  socket: 'int socket(int, int, int)',
  bind: 'int bind(int, const void *, uint32_t)',
  listen: 'int listen(int, int)',
  accept4: 'int accept4(int, void *, void *, int)',
  getsockname: 'int getsockname(int, void *, void *)',
  connect: 'int connect(int, const void *, uint32_t)',
  setsockopt: 'int setsockopt(int, int, int, const void *, uint32_t)',
  getsockopt: 'int getsockopt(int, int, int, void *, void *)',
  recv: 'long recv(int, void *, unsigned long, int)',
  send: 'long send(int, const void *, unsigned long, int)',
  shutdown: 'int shutdown(int, int)',
  close: 'int close(int)',
  epoll_create1: 'int epoll_create1(int)',
  epoll_ctl: 'int epoll_ctl(int, int, int, void *)',
  epoll_wait: 'int epoll_wait(int, void *, int, int)',
  eventfd: 'int eventfd(uint32_t, int)',
  write: 'long write(int, const void *, unsigned long)',
  read: 'long read(int, void *, unsigned long)',
  setns: 'int setns(int, int)',
  if_nametoindex: 'uint32_t if_nametoindex(const char *)',
  unshare: 'int unshare(int)',
  sendmsg: 'long sendmsg(int, const void *, int)',
  recvmsg: 'long recvmsg(int, void *, int)',
  adjtimex: 'int adjtimex(void *)',
} satisfies Record<Exclude<keyof Libc, 'address' | 'errno'>, string>;

/** Symbols are taken from the process itself, which is linked to whichever C library the system has. */
function bindLibc(koffi: Koffi): Libc {
  const library = koffi.load(null);
  const calls = Object.entries(PROTOTYPES).map(([name, prototype]) => [name, library.func(prototype)] as const);
  // The prototypes above are what makes this true; the tests call every one of them.
  const own = { address: (buffer: Buffer) => koffi.address(buffer), errno: () => koffi.errno() };
  return { ...Object.fromEntries(calls), ...own } as unknown as Libc;
}
