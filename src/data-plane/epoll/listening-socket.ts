import { err, ok } from '#base';
import type { Result } from '#base';
import { LINUX } from '#host';
import type { Libc } from '#host';
import { parseAddress } from '#model';
import type { AddressKey } from '#model';
import type { ListenAddress, ListenFailure } from '../transport.ts';
import { readPort, SOCKET_ADDRESS_BYTES, writeAddress } from './socket-address.ts';
import { setOption } from './socket-options.ts';

/** A socket that listens, as it is handed to the loops that accept from it. */
export interface ListeningSocket {
  readonly fd: number;
  readonly port: number;
  readonly network: string;
  /** The address callers reach, or undefined when the socket takes several and each connection must be asked. */
  readonly local: AddressKey | undefined;
}

const BACKLOG = 4096;
/** Seconds the kernel waits for the first bytes before it wakes anybody: most connections then arrive with their request. */
const DEFER_ACCEPT_SECONDS = 3;

/** Opens a listening socket. Options set here are inherited by every connection, which costs them no call of their own. */
export function openListeningSocket(libc: Libc, address: ListenAddress): Result<ListeningSocket, ListenFailure> {
  const bytes = Buffer.alloc(SOCKET_ADDRESS_BYTES);
  const length = writeAddress(bytes, address.host, address.port);
  const key = parseAddress(address.host);
  if (length === undefined || key === undefined) {
    return err({ kind: 'failed', message: `"${address.host}" is not an IPv4 or IPv6 address` });
  }
  const overIpv6 = length === SOCKET_ADDRESS_BYTES;
  const family = overIpv6 ? LINUX.AF_INET6 : LINUX.AF_INET;
  const fd = libc.socket(family, LINUX.SOCK_STREAM | LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC, 0);
  if (fd < 0) return err({ kind: 'failed', message: `no socket could be opened (errno ${libc.errno()})` });
  setOption(libc, fd, LINUX.SOL_SOCKET, LINUX.SO_REUSEADDR, 1);
  setOption(libc, fd, LINUX.IPPROTO_TCP, LINUX.TCP_NODELAY, 1);
  setOption(libc, fd, LINUX.IPPROTO_TCP, LINUX.TCP_DEFER_ACCEPT, DEFER_ACCEPT_SECONDS);
  if (overIpv6) setOption(libc, fd, LINUX.IPPROTO_IPV6, LINUX.IPV6_V6ONLY, isAny(key) ? 0 : 1);
  if (libc.bind(fd, bytes, length) !== 0 || libc.listen(fd, BACKLOG) !== 0) return refused(libc, fd, address);
  const local = isAny(key) ? undefined : key;
  return ok({ fd, port: portOf(libc, fd, bytes), network: address.network, local });
}

function refused(libc: Libc, fd: number, address: ListenAddress): Result<never, ListenFailure> {
  const errno = libc.errno();
  libc.close(fd);
  const where = `${address.host} port ${address.port}`;
  if (errno === LINUX.EADDRINUSE) return err({ kind: 'in-use', message: `${where} is in use` });
  const reason = REASONS[errno] ?? `errno ${errno}`;
  return err({ kind: 'failed', message: `${where} cannot be listened on: ${reason}` });
}

const REASONS: Readonly<Record<number, string>> = {
  13: 'ports below 1024 need root or CAP_NET_BIND_SERVICE',
  97: 'this machine has no such address family',
  99: 'no interface of this machine has that address',
};

function portOf(libc: Libc, fd: number, bytes: Buffer): number {
  const length = new Int32Array([SOCKET_ADDRESS_BYTES]);
  libc.getsockname(fd, bytes, length);
  return readPort(bytes);
}

function isAny(key: AddressKey): boolean {
  return key === 0 || (typeof key === 'string' && /^0+$/.test(key));
}
