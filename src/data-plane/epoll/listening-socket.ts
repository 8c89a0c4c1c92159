import { err } from '#base';
import type { Result } from '#base';
import { namespaceIdentity, openSocketInNamespace } from '#host';
import type { Libc } from '#host';
import type { AddressKey } from '#model';
import type { ListenAddress, ListenFailure, TcpListenAddress } from '../transport.ts';
import { openTcpSocket, takeSocket } from './tcp-socket.ts';
import type { TrustedProxy } from '../trusted-proxy.ts';
import { openUnixSocket } from './unix-socket.ts';
import { openVsockSocket } from './vsock-socket.ts';

/** A socket that listens, as it is handed to the loops that accept from it. */
export interface ListeningSocket {
  readonly fd: number;
  readonly port: number;
  readonly network: string;
  /** The address callers reach, or undefined when the socket takes several and each connection must be asked. */
  readonly local: AddressKey | undefined;
  /** As of `Place`. */
  readonly relayed: boolean;
  /** As of `Place`. */
  readonly proxy?: TrustedProxy | undefined;
}

/** Opens a listening socket. `others` are those this process has open already. */
export function openListeningSocket(
  libc: Libc,
  address: ListenAddress,
  others: readonly number[],
): Result<ListeningSocket, ListenFailure> {
  if ('socketPath' in address) return openUnixSocket(libc, address);
  if ('vsockPort' in address) return openVsockSocket(libc, address);
  if ('descriptor' in address) return takeSocket(libc, address);
  return address.netns === undefined ? openTcpSocket(libc, address, others) : openInside(libc, address, address.netns);
}

/** Sockets of other namespaces are in nobody's way there. */
function openInside(libc: Libc, address: TcpListenAddress, netns: string): Result<ListeningSocket, ListenFailure> {
  const opened = openSocketInNamespace(libc, netns, () => openTcpSocket(libc, address, []));
  return opened.ok ? opened.value : err({ kind: 'failed', message: opened.error });
}

/** What the socket of an address stands on: another interface or namespace of the same name is another ground. */
export function groundOf(libc: Libc, address: ListenAddress): string {
  if (!('host' in address)) return '';
  const { interface: name, netns } = address;
  const namespace = netns === undefined ? '' : namespaceIdentity(netns);
  const index = name === undefined || netns !== undefined ? '' : libc.if_nametoindex(name);
  return `${namespace} ${index}`;
}
