import type { Libc } from '#host';
import type { Losses } from '../losses.ts';
import type { Throttle } from '../throttle.ts';
import type { ClientSocket } from './client-socket.ts';
import { segmentsReceived } from './tcp-info.ts';

/** What TCP waits before it sends a segment again that was lost, at first; it doubles each time. */
const FIRST_RETRANSMISSION_MS = 200;
const LAST_RETRANSMISSION_MS = 6400;

/**
 * Treats what an instance sends beyond its packets per second as lost. The kernel has acknowledged it by the time it can be
 * counted, so the client's TCP will not send it again; instead it is left unread for as long as that would have waited, and
 * then counted anew. The client sees what it would see on EC2: no answer, and later perhaps a late one.
 */
export class ThrottledReads {
  readonly #libc: Libc;
  readonly #throttle: Throttle;
  readonly #losses: Losses;

  constructor(libc: Libc, throttle: Throttle, losses: Losses) {
    this.#libc = libc;
    this.#throttle = throttle;
    this.#losses = losses;
  }

  /** Whether what comes on a connection is to be counted at all. */
  concern(socket: ClientSocket): boolean {
    return this.#throttle.packetLimit(socket.connection.resident) > 0;
  }

  /** Counts what waits to be read from a connection: 0 when it may be read, else the milliseconds it has to wait. */
  waitMs(socket: ClientSocket, nowMs: number): number {
    const { resident } = socket.connection;
    const packets = this.#packetsOf(socket);
    if (this.#throttle.takePackets(resident, packets, nowMs)) {
      socket.packetsCounted += packets;
      return (socket.retransmissionMs = 0);
    }
    this.#losses.count(resident.id, 'packetsThrottled');
    const waitMs = socket.retransmissionMs === 0 ? FIRST_RETRANSMISSION_MS : 2 * socket.retransmissionMs;
    return (socket.retransmissionMs = Math.min(waitMs, LAST_RETRANSMISSION_MS));
  }

  /** At least one; that of the handshake which came before the connection was there counts too. */
  #packetsOf(socket: ClientSocket): number {
    const packets = socket.connection.place.relayed === true ? 0 : segmentsReceived(this.#libc, socket.fd) + 1;
    return Math.max(1, packets - socket.packetsCounted);
  }
}
