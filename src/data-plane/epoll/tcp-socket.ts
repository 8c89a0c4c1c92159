import { err, ok } from '#base';
import type { Result } from '#base';
import { LINUX } from '#host';
import type { Libc } from '#host';
import { parseAddress } from '#model';
import type { AddressKey } from '#model';
import type { GivenSocket, ListenFailure, TcpListenAddress } from '../transport.ts';
import type { ListeningSocket } from './listening-socket.ts';
import { readPort, SOCKET_ADDRESS_BYTES, writeAddress } from './socket-address.ts';
import { bindToInterface, setOption } from './socket-options.ts';

/** Connections that wait to be accepted. */
export const BACKLOG = 4096;
/** Seconds the kernel waits for the first bytes before it wakes anybody: most connections then arrive with their request. */
const DEFER_ACCEPT_SECONDS = 3;

/** Opens a listening socket. Options set here are inherited by every connection, which costs them no call of their own. */
export function openTcpSocket(
  libc: Libc,
  address: TcpListenAddress,
  others: readonly number[],
): Result<ListeningSocket, ListenFailure> {
  const bytes = Buffer.alloc(SOCKET_ADDRESS_BYTES);
  const length = writeAddress(bytes, address.host, address.port);
  const key = parseAddress(address.host);
  if (length === undefined || key === undefined) {
    return err({ kind: 'failed', message: `"${address.host}" is not an IPv4 or IPv6 address` });
  }
  const overIpv6 = length === SOCKET_ADDRESS_BYTES;
  const family = overIpv6 ? LINUX.AF_INET6 : LINUX.AF_INET;
  const fd = libc.socket(family, LINUX.SOCK_STREAM | LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC, 0);
  if (fd < 0) return refused(libc, fd, address);
  setOption(libc, fd, LINUX.SOL_SOCKET, LINUX.SO_REUSEADDR, 1);
  setTcpOptions(libc, fd);
  if (overIpv6) setOption(libc, fd, LINUX.IPPROTO_IPV6, LINUX.IPV6_V6ONLY, isAny(key) ? 0 : 1);
  if (address.early === true) bindEarly(libc, fd, overIpv6);
  if (address.interface !== undefined && !bindToInterface(libc, fd, address.interface))
    return refused(libc, fd, address);
  const listens = (): number =>
    libc.bind(fd, bytes, length) === 0 && libc.listen(fd, BACKLOG) === 0 ? 0 : libc.errno();
  const errno = address.interface === undefined ? listens() : besideOthers(libc, [...others, fd], listens);
  if (errno !== 0) return refused(libc, fd, address, errno);
  const local = isAny(key) ? undefined : key;
  const { network, proxy } = address;
  return ok({ fd, port: portOf(libc, fd, bytes), network, local, relayed: proxy !== undefined, proxy });
}

/** Makes a socket listen that was bound by somebody else. */
export function takeSocket(libc: Libc, { descriptor, network }: GivenSocket): Result<ListeningSocket, ListenFailure> {
  setTcpOptions(libc, descriptor);
  if (libc.listen(descriptor, BACKLOG) === 0) {
    const port = portOf(libc, descriptor, Buffer.alloc(SOCKET_ADDRESS_BYTES));
    return ok({ fd: descriptor, port, network, local: undefined, relayed: false });
  }
  const message = `the given socket cannot be listened on (errno ${libc.errno()})`;
  libc.close(descriptor);
  return err({ kind: 'failed', message });
}

/** Needs no learning about the path, which is a hop long, and no timers to pace by; every kernel has it. */
const CONGESTION_CONTROL = Buffer.from('reno');

function setTcpOptions(libc: Libc, fd: number): void {
  setOption(libc, fd, LINUX.IPPROTO_TCP, LINUX.TCP_NODELAY, 1);
  setOption(libc, fd, LINUX.IPPROTO_TCP, LINUX.TCP_DEFER_ACCEPT, DEFER_ACCEPT_SECONDS);
  libc.setsockopt(fd, LINUX.IPPROTO_TCP, LINUX.TCP_CONGESTION, CONGESTION_CONTROL, CONGESTION_CONTROL.length);
}

function bindEarly(libc: Libc, fd: number, overIpv6: boolean): void {
  if (overIpv6) setOption(libc, fd, LINUX.IPPROTO_IPV6, LINUX.IPV6_FREEBIND, 1);
  else setOption(libc, fd, LINUX.IPPROTO_IP, LINUX.IP_FREEBIND, 1);
}

/**
 * A socket for one interface may have the same address and port as one for all of them, and is preferred by the kernel for
 * what arrives there; but it can be bound only while both agree to share. They do for that moment alone: a port that stayed
 * shared could be taken by any other process of the same user.
 */
function besideOthers(libc: Libc, fds: readonly number[], listens: () => number): number {
  const share = (setting: number): void => {
    for (const fd of fds) setOption(libc, fd, LINUX.SOL_SOCKET, LINUX.SO_REUSEPORT, setting);
  };
  share(1);
  const errno = listens();
  share(0);
  return errno;
}

function refused(
  libc: Libc,
  fd: number,
  address: TcpListenAddress,
  errno = libc.errno(),
): Result<never, ListenFailure> {
  if (fd >= 0) libc.close(fd);
  const where = placeText(address);
  if (errno === LINUX.EADDRINUSE) return err({ kind: 'in-use', message: `${where} is in use` });
  const kind = errno === LINUX.EAFNOSUPPORT ? 'no-such-family' : 'failed';
  return err({ kind, message: `${where} cannot be listened on: ${REASONS[errno] ?? `errno ${errno}`}` });
}

function placeText({ host, port, interface: name, netns }: TcpListenAddress): string {
  const through = name === undefined ? '' : ` on interface ${name}`;
  const inside = netns === undefined ? '' : ` in network namespace ${netns}`;
  return `${host} port ${port}${through}${inside}`;
}

const REASONS: Readonly<Record<number, string>> = {
  [LINUX.EPERM]: 'binding to an interface needs root or CAP_NET_RAW',
  [LINUX.EACCES]: 'ports below 1024 need root or CAP_NET_BIND_SERVICE',
  [LINUX.ENODEV]: 'there is no such interface',
  [LINUX.EAFNOSUPPORT]: 'this machine has no such address family',
  [LINUX.EADDRNOTAVAIL]: 'no interface of this machine has that address',
};

function portOf(libc: Libc, fd: number, bytes: Buffer): number {
  const length = new Int32Array([SOCKET_ADDRESS_BYTES]);
  libc.getsockname(fd, bytes, length);
  return readPort(bytes);
}

function isAny(key: AddressKey): boolean {
  return key === 0 || (typeof key === 'string' && /^0+$/.test(key));
}
