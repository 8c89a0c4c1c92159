import { allocateOctets, LINUX } from '#host';
import type { Libc } from '#host';
import type { Connection, Place } from '../connection.ts';
import type { ImdsEngine } from '../engine.ts';
import { Acceptor } from './acceptor.ts';
import { ClientSocket } from './client-socket.ts';
import type { Phase } from './client-socket.ts';
import { ClientSockets } from './client-sockets.ts';
import { Deliveries, DELIVERY_TIMEOUT_MS } from './deliveries.ts';
import { HeldSockets } from './held-sockets.ts';
import type { ListeningSocket } from './listening-socket.ts';
import type { LoopParts } from './loop-parts.ts';
import { BROKEN, ENDING, READABLE, Readiness } from './readiness.ts';
import { pendingError, resetOnClose } from './socket-options.ts';
import { ThrottledReads } from './throttled-reads.ts';

const READ_BYTES = 65_536;
const SWEEP_INTERVAL_MS = 1000;
/** How long answers on their way may take once the loop has been told to stop. */
const STOP_GRACE_MS = 300;

/**
 * The Linux transport: one thread that waits in epoll, reads, lets the engine answer, and sends. A short connection costs
 * five system calls: accept, recv, send, shutdown, close.
 */
export class EpollLoop {
  readonly #parts: LoopParts;
  readonly #libc: Libc;
  readonly #engine: ImdsEngine;
  readonly #readiness: Readiness;
  readonly #acceptor: Acceptor;
  readonly #sockets: ClientSockets;
  readonly #deliveries: Deliveries;
  readonly #throttled: ThrottledReads;
  readonly #input = allocateOctets(READ_BYTES);
  readonly #held: HeldSockets;
  #nowMs = 0;
  #nextSweepMs = 0;
  #stopAtMs = Infinity;

  constructor(parts: LoopParts) {
    this.#parts = parts;
    this.#libc = parts.libc;
    this.#engine = parts.engine;
    this.#readiness = new Readiness(parts.libc);
    this.#readiness.add(parts.wakeFd, LINUX.EPOLLIN);
    this.#sockets = new ClientSockets(parts.libc, this.#readiness);
    const drop = (socket: ClientSocket): void => this.#drop(socket);
    const { throttle, losses } = parts.engine;
    this.#deliveries = new Deliveries(parts.libc, this.#sockets, losses, drop);
    this.#throttled = new ThrottledReads(parts.libc, throttle, losses);
    this.#held = new HeldSockets(parts, {
      goOn: (socket) => this.#goOn(socket),
      read: (socket) => this.#read(socket),
      drop,
      watch: (socket, events) => this.#sockets.watch(socket, events),
    });
    this.#acceptor = new Acceptor(parts.libc, this.#readiness, parts.shared, (fd, place) => this.#accepted(fd, place));
  }

  /** Accepts from a listening socket. */
  listen(listener: ListeningSocket): void {
    this.#acceptor.listen(listener);
  }

  /** Stops accepting from a listening socket, which stays its owner's to close. */
  unlisten(fd: number): void {
    this.#acceptor.unlisten(fd);
  }

  /** Ends `run`: nothing is accepted any more, idle connections close, answers on their way get a moment. */
  stop(): void {
    this.#stopAtMs = this.#nowMs + STOP_GRACE_MS;
    this.#acceptor.stop();
    for (const socket of this.#sockets.all()) if (socket.phase === 'idle') this.#drop(socket);
  }

  /** Goes on with connections whose material has arrived. */
  unpark(connections: readonly Connection[]): void {
    for (const connection of connections) {
      const socket = connection.handle;
      if (socket instanceof ClientSocket && socket.phase === 'parked') this.#resume(socket);
    }
  }

  /** Serves until `stop`. Blocks the thread. */
  run(): void {
    this.#tick();
    while (this.#nowMs < this.#stopAtMs && (this.#stopAtMs === Infinity || this.#sockets.size > 0)) {
      const count = this.#readiness.wait(this.#patienceMs());
      this.#tick();
      for (let index = 0; index < count; index++)
        this.#dispatch(this.#readiness.descriptor(index), this.#readiness.bits(index));
      this.#held.wake();
      if (this.#nowMs >= this.#nextSweepMs) this.#sweep();
      if (this.#nowMs >= this.#engine.dueAtMs) this.#parts.due(this.#nowMs);
    }
    for (const socket of this.#sockets.all()) this.#drop(socket);
    this.#readiness.close();
  }

  /** Never for ever: a process that ends has to wait for its threads, and one that waits in the kernel does not hear of it. */
  #patienceMs(): number {
    const dueMs = Math.max(0, this.#engine.dueAtMs - this.#nowMs);
    return this.#held.patienceMs(this.#stopAtMs < Infinity ? STOP_GRACE_MS / 10 : Math.min(SWEEP_INTERVAL_MS, dueMs));
  }

  #tick(): void {
    this.#nowMs = this.#parts.clock.now();
    this.#engine.tick(this.#nowMs);
  }

  #dispatch(fd: number, bits: number): void {
    const socket = this.#sockets.at(fd);
    if (socket !== undefined) return this.#serve(socket, bits);
    if (!this.#acceptor.accept(fd) && fd === this.#parts.wakeFd) this.#parts.woken();
  }

  #accepted(fd: number, place: Place): void {
    const connection = this.#sockets.size < this.#parts.limits.connections ? this.#engine.open(place) : undefined;
    if (connection === undefined) this.#libc.close(fd);
    else this.#admit(fd, connection);
  }

  #admit(fd: number, connection: Connection): void {
    const socket = new ClientSocket(fd, connection);
    socket.deadlineMs = this.#nowMs + this.#parts.limits.headTimeoutMs;
    this.#sockets.add(socket);
    // Most first requests arrive with the connection, and then it never needs to be watched.
    this.#read(socket);
    if (this.#sockets.at(fd) === socket && socket.watched === -1) this.#sockets.watch(socket, READABLE);
  }

  #serve(socket: ClientSocket, bits: number): void {
    switch (socket.phase) {
      case 'head':
      case 'idle':
        // The end that was told of comes behind the input.
        if ((bits & ENDING) !== 0) this.#sockets.doubt(socket);
        return this.#read(socket);
      case 'sending':
        return this.#sendRest(socket);
      case 'parked':
      case 'throttled':
        if ((bits & BROKEN) !== 0) this.#lose(socket, pendingError(this.#libc, socket.fd));
        return;
      case 'delayed':
      case 'paced':
        return this.#held.serve(socket, bits);
      case 'lingering':
        return this.#discard(socket);
      case 'delivering':
        return;
    }
  }

  #read(socket: ClientSocket): void {
    const waitMs = this.#throttled.concern(socket) ? this.#throttled.waitMs(socket, this.#nowMs) : 0;
    if (waitMs > 0) return this.#held.throttle(socket, waitMs, this.#nowMs + this.#parts.limits.headTimeoutMs);
    const count = this.#sockets.receive(socket, this.#input);
    if (count === READ_BYTES) this.#sockets.doubt(socket);
    if (count > 0) {
      this.#engine.receive(socket.connection, this.#input, count);
      this.#follow(socket);
    } else {
      this.#endOfInput(socket, count);
    }
  }

  #endOfInput(socket: ClientSocket, count: number): void {
    const errno = count === 0 ? 0 : this.#libc.errno();
    if (errno !== LINUX.EAGAIN) this.#lose(socket, errno);
  }

  /** Does what the engine says until it wants more input or the client must take some output first. */
  #follow(socket: ClientSocket): void {
    const engine = this.#engine;
    for (;;) {
      const answered = engine.writer.length > 0;
      if (engine.hopLimit > 0 && !this.#deliveries.limit(socket, engine)) return this.#drop(socket);
      if (answered && engine.pace !== undefined) return this.#held.send(socket, engine.pace);
      if (answered && !this.#send(socket)) return;
      switch (engine.next) {
        case 'resume':
          engine.resume(socket.connection);
          continue;
        case 'close':
        case 'reset':
          return this.#finish(socket, engine.next, engine.unread);
        case 'delayed':
          return this.#held.delay(socket);
        case 'parked':
          return this.#enter(socket, 'parked', this.#parts.limits.stallTimeoutMs, 0);
        case 'read':
          return this.#awaitInput(socket, answered);
      }
    }
  }

  /** A request that began gets its whole time once, however slowly it trickles in. */
  #awaitInput(socket: ClientSocket, answered: boolean): void {
    const { headTimeoutMs, idleTimeoutMs } = this.#parts.limits;
    if (socket.connection.pendingLength === 0) return this.#enter(socket, 'idle', idleTimeoutMs, READABLE);
    if (socket.phase !== 'head' || answered) return this.#enter(socket, 'head', headTimeoutMs, READABLE);
    this.#sockets.watch(socket, READABLE);
  }

  /** Sends the engine's output; false when the client does not take all of it now, or is gone. */
  #send(socket: ClientSocket): boolean {
    const { writer } = this.#engine;
    const { length } = writer;
    const output = writer.bytes;
    // The last answer waits for the end of the connection, which follows at once: together they are one packet.
    const sent = this.#sockets.send(socket, output, length, this.#engine.next === 'close');
    writer.clear();
    if (sent === length) return true;
    const errno = sent < 0 ? this.#libc.errno() : LINUX.EAGAIN;
    if (errno !== LINUX.EAGAIN) {
      this.#lose(socket, errno);
      return false;
    }
    socket.unsent = Buffer.from(output.subarray(Math.max(sent, 0), length));
    socket.afterSending = this.#engine.next;
    socket.lingerAfterSending = this.#engine.unread;
    this.#enter(socket, 'sending', this.#parts.limits.stallTimeoutMs, LINUX.EPOLLOUT);
    return false;
  }

  #sendRest(socket: ClientSocket): void {
    const { unsent } = socket;
    if (unsent === undefined) return;
    const sent = this.#sockets.send(socket, unsent, unsent.length, false);
    if (sent < 0) return this.#endOfInput(socket, sent);
    socket.deadlineMs = this.#nowMs + this.#parts.limits.stallTimeoutMs;
    if (sent < unsent.length) {
      socket.unsent = unsent.subarray(sent);
      return;
    }
    socket.unsent = undefined;
    this.#goOn(socket);
  }

  #goOn(socket: ClientSocket): void {
    const { afterSending: next, lingerAfterSending } = socket;
    if (next === 'close' || next === 'reset') return this.#finish(socket, next, lingerAfterSending);
    // Also when it was parked: the material may have arrived while the client was busy taking the answer before it.
    this.#resume(socket);
  }

  #resume(socket: ClientSocket): void {
    this.#engine.resume(socket.connection);
    this.#follow(socket);
  }

  /**
   * Closes after the last answer. Input that was never read would make the kernel reset the answer away, and whether a token
   * was delivered is told to who stays.
   */
  #finish(socket: ClientSocket, how: 'close' | 'reset', unread: boolean): void {
    if (how === 'reset') resetOnClose(this.#libc, socket.fd);
    // Not `close` alone: with input that has come meanwhile it would take back an answer that is not on its way yet.
    else this.#libc.shutdown(socket.fd, LINUX.SHUT_WR);
    if (how === 'reset' || (!unread && socket.hopLimit === 0)) return this.#drop(socket);
    const { lingerTimeoutMs } = this.#parts.limits;
    this.#enter(socket, 'lingering', socket.hopLimit === 0 ? lingerTimeoutMs : DELIVERY_TIMEOUT_MS, READABLE);
  }

  #discard(socket: ClientSocket): void {
    const count = this.#sockets.receive(socket, this.#input);
    if (count <= 0) return this.#endOfInput(socket, count);
    this.#sockets.doubt(socket);
    this.#sockets.watch(socket, READABLE);
  }

  #enter(socket: ClientSocket, phase: Phase, timeoutMs: number, events: number): void {
    socket.phase = phase;
    socket.deadlineMs = this.#nowMs + timeoutMs;
    this.#sockets.watch(socket, events);
  }

  /** The client is gone, for the reason `errno`, or 0 when it has just closed. */
  #lose(socket: ClientSocket, errno: number): void {
    this.#held.forget(socket);
    this.#deliveries.end(socket, errno, this.#nowMs);
  }

  #drop(socket: ClientSocket): void {
    this.#held.forget(socket);
    this.#sockets.drop(socket);
  }

  #sweep(): void {
    this.#nextSweepMs = this.#nowMs + SWEEP_INTERVAL_MS;
    for (const socket of this.#sockets.all()) this.#deliveries.sweep(socket, this.#nowMs);
    this.#acceptor.wake();
    const losses = this.#engine.losses.take();
    if (losses.length > 0) this.#parts.lost(losses);
  }
}
