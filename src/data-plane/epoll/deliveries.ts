import type { Libc } from '#host';
import type { ImdsEngine } from '../engine.ts';
import type { Losses } from '../losses.ts';
import type { ClientSocket } from './client-socket.ts';
import type { ClientSockets } from './client-sockets.ts';
import { lowerHopLimit, pendingError, resetOnClose } from './socket-options.ts';
import { deliveryOf } from './token-delivery.ts';

/** Longer than the kernel tries to deliver what a lowered hop limit may keep from arriving. */
export const DELIVERY_TIMEOUT_MS = 4000;
/** Connections that may wait for word of that. */
const WAITING_MAX = 256;

/** Finds out what became of token answers whose hop limit was lowered, and leaves nothing of those behind that died on the way. */
export class Deliveries {
  readonly #libc: Libc;
  readonly #sockets: ClientSockets;
  readonly #losses: Losses;
  /** Closes a connection and forgets it. */
  readonly #drop: (socket: ClientSocket) => void;
  #waiting = 0;

  constructor(libc: Libc, sockets: ClientSockets, losses: Losses, drop: (socket: ClientSocket) => void) {
    this.#drop = drop;
    this.#libc = libc;
    this.#sockets = sockets;
    this.#losses = losses;
  }

  /** Lowers the hop limit as the engine says; false when the token must not be sent, as it would travel further than it may. */
  limit(socket: ClientSocket, { hopLimit, writer }: ImdsEngine): boolean {
    socket.hopLimit = hopLimit;
    const lowered = lowerHopLimit(this.#libc, socket.fd, socket.overIpv6, hopLimit);
    if (!lowered) writer.clear();
    return lowered;
  }

  /** Ends a connection that lost its client, for the reason `errno`, or 0 when that just closed: also one no token reached. */
  end(socket: ClientSocket, errno: number, nowMs: number): void {
    const delivery = socket.hopLimit === 0 ? 'delivered' : deliveryOf(this.#libc, socket.fd, errno);
    if (delivery === 'delivered') this.#forget(socket);
    else if (delivery !== 'pending') this.#giveUp(socket, delivery === 'cut-off');
    else if (socket.phase !== 'delivering') this.#wait(socket, nowMs);
  }

  /** Looks after a connection in a sweep, and ends it when its time is over. */
  sweep(socket: ClientSocket, nowMs: number): void {
    if (socket.phase === 'delivering') this.end(socket, pendingError(this.#libc, socket.fd), nowMs);
    if (socket.deadlineMs > nowMs || socket.connection.handle !== socket) return;
    if (socket.hopLimit > 0 && deliveryOf(this.#libc, socket.fd, 0) === 'pending') this.#giveUp(socket, false);
    else this.#forget(socket);
  }

  #wait(socket: ClientSocket, nowMs: number): void {
    if (this.#waiting >= WAITING_MAX) return this.#giveUp(socket, false);
    this.#waiting++;
    // That both ends are closed is an event without an end, so nothing is watched.
    this.#sockets.unwatch(socket);
    socket.phase = 'delivering';
    socket.deadlineMs = nowMs + DELIVERY_TIMEOUT_MS;
  }

  /** The kernel would go on sending the token for minutes, and keep the connection for as long. */
  #giveUp(socket: ClientSocket, cutOff: boolean): void {
    this.#losses.count(
      socket.connection.resident.id,
      cutOff ? 'hopLimitCutOffs' : 'tokensUndelivered',
      socket.hopLimit,
    );
    resetOnClose(this.#libc, socket.fd);
    this.#forget(socket);
  }

  #forget(socket: ClientSocket): void {
    if (socket.phase === 'delivering') this.#waiting--;
    this.#drop(socket);
  }
}
