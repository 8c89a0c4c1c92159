import { LINUX } from '#host';
import type { Libc } from '#host';
import type { AddressKey } from '#model';
import type { Place } from '../connection.ts';
import type { ListeningSocket } from './listening-socket.ts';
import type { Readiness } from './readiness.ts';
import { readAddress, readPort, SOCKET_ADDRESS_BYTES } from './socket-address.ts';

/** Connections accepted before those that are open get their turn again. */
const ACCEPTS_PER_TURN = 64;

/** Takes connections from listening sockets, which stay their owner's to close. */
export class Acceptor {
  readonly #libc: Libc;
  readonly #readiness: Readiness;
  readonly #events: number;
  /** Told of each connection: its descriptor, and between which addresses it is. */
  readonly #accepted: (fd: number, place: Place) => void;
  readonly #listeners = new Map<number, ListeningSocket>();
  readonly #resting = new Set<number>();
  readonly #address = Buffer.alloc(SOCKET_ADDRESS_BYTES);
  readonly #addressLength = new Int32Array(1);
  /** A `struct ucred`: process, user, group. */
  readonly #credentials = new Int32Array(3);
  readonly #credentialsLength = new Int32Array(1);

  constructor(libc: Libc, readiness: Readiness, shared: boolean, accepted: (fd: number, place: Place) => void) {
    this.#libc = libc;
    this.#readiness = readiness;
    // Of several loops that wait on one socket, a connection wakes one.
    this.#events = shared ? LINUX.EPOLLIN | LINUX.EPOLLEXCLUSIVE : LINUX.EPOLLIN;
    this.#accepted = accepted;
  }

  /** Begins to accept from a socket. */
  listen(listener: ListeningSocket): void {
    this.#listeners.set(listener.fd, listener);
    this.#readiness.add(listener.fd, this.#events);
  }

  /** Stops accepting from a socket. */
  unlisten(fd: number): void {
    if (this.#listeners.delete(fd) && !this.#resting.delete(fd)) this.#readiness.remove(fd);
  }

  /** Stops accepting from all of them. */
  stop(): void {
    for (const fd of this.#listeners.keys()) if (!this.#resting.has(fd)) this.#readiness.remove(fd);
    this.#listeners.clear();
    this.#resting.clear();
  }

  /** Accepts from listeners that rested. */
  wake(): void {
    for (const fd of this.#resting) this.#readiness.add(fd, this.#events);
    this.#resting.clear();
  }

  /** Accepts what waits at `fd`; false when that is not a listener. */
  accept(fd: number): boolean {
    const listener = this.#listeners.get(fd);
    if (listener === undefined) return false;
    for (let turn = 0; turn < ACCEPTS_PER_TURN; turn++) {
      this.#addressLength[0] = SOCKET_ADDRESS_BYTES;
      const flags = LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC;
      const connection = this.#libc.accept4(listener.fd, this.#address, this.#addressLength, flags);
      if (connection < 0) {
        this.#rest(listener.fd);
        break;
      }
      const { network, relayed, proxy, port: localPort } = listener;
      const peer = readAddress(this.#address);
      const peerPort = relayed && proxy === undefined ? 0 : readPort(this.#address);
      const local = listener.local ?? this.#localAddress(connection);
      const peerPid = relayed && proxy === undefined ? this.#peerPid(connection) : undefined;
      this.#accepted(connection, { network, peer, peerPort, local, localPort, relayed, proxy, peerPid });
    }
    return true;
  }

  /** Out of descriptors, the connections that wait would wake the loop for ever: their listener rests until `wake`. */
  #rest(fd: number): void {
    const errno = this.#libc.errno();
    if (errno !== LINUX.EMFILE && errno !== LINUX.ENFILE) return;
    this.#readiness.remove(fd);
    this.#resting.add(fd);
  }

  /** Who called `connect` at the other end of a unix socket; 0, and so nobody, where the kernel cannot say. */
  #peerPid(fd: number): number | undefined {
    this.#credentialsLength[0] = this.#credentials.byteLength;
    const told = this.#libc.getsockopt(
      fd,
      LINUX.SOL_SOCKET,
      LINUX.SO_PEERCRED,
      this.#credentials,
      this.#credentialsLength,
    );
    return told === 0 ? this.#credentials[0] || undefined : undefined;
  }

  #localAddress(fd: number): AddressKey {
    this.#addressLength[0] = SOCKET_ADDRESS_BYTES;
    this.#libc.getsockname(fd, this.#address, this.#addressLength);
    return readAddress(this.#address);
  }
}
