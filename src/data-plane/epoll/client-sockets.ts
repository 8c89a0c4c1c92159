import { LINUX } from '#host';
import type { Libc } from '#host';
import type { ClientSocket } from './client-socket.ts';
import type { Readiness } from './readiness.ts';

const SEND_FLAGS = LINUX.MSG_DONTWAIT | LINUX.MSG_NOSIGNAL;
/** No events that anybody watches for. */
const DOUBTED = -2;

/** The open connections of a loop, by descriptor, and what each is watched for. */
export class ClientSockets {
  readonly #libc: Libc;
  readonly #readiness: Readiness;
  /** The kernel keeps descriptors small. */
  readonly #sockets: (ClientSocket | undefined)[] = [];
  #size = 0;

  constructor(libc: Libc, readiness: Readiness) {
    this.#libc = libc;
    this.#readiness = readiness;
  }

  /** How many there are. */
  get size(): number {
    return this.#size;
  }

  /** The one with this descriptor. */
  at(fd: number): ClientSocket | undefined {
    return this.#sockets[fd];
  }

  /** All of them; those that are dropped meanwhile are passed over. */
  *all(): Iterable<ClientSocket> {
    for (const socket of this.#sockets) if (socket !== undefined) yield socket;
  }

  /** Takes in a connection. */
  add(socket: ClientSocket): void {
    socket.connection.handle = socket;
    this.#sockets[socket.fd] = socket;
    this.#size++;
  }

  /** Watches a connection for these events and no others. */
  watch(socket: ClientSocket, events: number): void {
    if (socket.watched === events) return;
    if (socket.watched === -1) this.#readiness.add(socket.fd, events);
    else this.#readiness.change(socket.fd, events);
    socket.watched = events;
  }

  /** Says that a connection may have more to read than was told: the next `watch` has it told again. */
  doubt(socket: ClientSocket): void {
    if (socket.watched !== -1) socket.watched = DOUBTED;
  }

  /** Watches a connection for nothing, not even its end. */
  unwatch(socket: ClientSocket): void {
    if (socket.watched !== -1) this.#readiness.remove(socket.fd);
    socket.watched = -1;
  }

  /** Reads what there is, at most what `input` holds: how many octets, 0 at the end of input, -1 on an error or where there is none. */
  receive({ fd }: ClientSocket, input: Buffer): number {
    return this.#libc.recv(fd, input, input.length, LINUX.MSG_DONTWAIT);
  }

  /** Sends the first `length` of `output`; the kernel may keep them where `more` is to follow. How many it took, -1 on an error. */
  send({ fd }: ClientSocket, output: Uint8Array, length: number, more: boolean): number {
    return this.#libc.send(fd, output, length, more ? SEND_FLAGS | LINUX.MSG_MORE : SEND_FLAGS);
  }

  /** Closes a connection and forgets it. */
  drop(socket: ClientSocket): void {
    this.#sockets[socket.fd] = undefined;
    socket.connection.handle = undefined;
    this.#size--;
    this.#libc.close(socket.fd);
  }
}
