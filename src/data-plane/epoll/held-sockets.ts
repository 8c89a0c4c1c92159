import { LINUX } from '#host';
import type { Libc } from '#host';
import type { ImdsEngine } from '../engine.ts';
import { PacedOutput } from '../pace.ts';
import type { Pace } from '../pace.ts';
import type { ClientSocket, Phase } from './client-socket.ts';
import { READABLE } from './readiness.ts';
import { Timers } from './timers.ts';

/** What the loop does for sockets that are held up. */
export interface HeldSocketActions {
  /** The delay is over, or the last byte is out: what comes next can be done. */
  readonly goOn: (socket: ClientSocket) => void;
  /** What has come may be looked at again. */
  readonly read: (socket: ClientSocket) => void;
  readonly drop: (socket: ClientSocket) => void;
  readonly watch: (socket: ClientSocket, events: number) => void;
}

const GONE = LINUX.EPOLLERR | LINUX.EPOLLHUP | LINUX.EPOLLRDHUP;

/** Sockets that are not read, or whose answer is held back or goes out bit by bit, each until its time, to the millisecond. */
export class HeldSockets {
  readonly #libc: Libc;
  readonly #engine: ImdsEngine;
  readonly #actions: HeldSocketActions;
  readonly #timers = new Timers<ClientSocket>();

  constructor({ libc, engine }: { readonly libc: Libc; readonly engine: ImdsEngine }, actions: HeldSocketActions) {
    this.#libc = libc;
    this.#engine = engine;
    this.#actions = actions;
  }

  /** How long the loop may sleep: `patienceMs`, or until the first of them has to go on. */
  patienceMs(patienceMs: number): number {
    const { nextMs } = this.#timers;
    return nextMs === Infinity ? patienceMs : Math.min(patienceMs, Math.max(0, Math.ceil(nextMs - performance.now())));
  }

  /** Holds an answer back for as long as the engine says. */
  delay(socket: ClientSocket): void {
    this.#take(socket, 'delayed');
    socket.afterSending = 'resume';
    this.#timers.set(socket, performance.now() + this.#engine.delayMs);
    this.#actions.watch(socket, LINUX.EPOLLRDHUP);
  }

  /** Leaves what has come unread for a while. An idle socket is that no longer, but gets its time, until `latestMs`, only once. */
  throttle(socket: ClientSocket, waitMs: number, latestMs: number): void {
    socket.phase = 'throttled';
    socket.deadlineMs = Math.min(socket.deadlineMs, latestMs);
    this.#timers.set(socket, performance.now() + waitMs);
    this.#actions.watch(socket, 0);
  }

  /** Sends the engine's output at a pace. */
  send(socket: ClientSocket, pace: Pace): void {
    const { writer, next, unread } = this.#engine;
    this.#take(socket, 'paced');
    socket.paced = new PacedOutput(Buffer.from(writer.bytes.subarray(0, writer.length)), pace, performance.now());
    socket.afterSending = next;
    socket.lingerAfterSending = unread;
    writer.clear();
    this.#sendDue(socket);
  }

  /** Does what events of a socket ask for. Whoever closes, be it for sending only, while being held up is taken for gone. */
  serve(socket: ClientSocket, bits: number): void {
    if ((bits & GONE) !== 0) this.#actions.drop(socket);
    else this.#sendDue(socket);
  }

  /** Goes on with those whose time has come. */
  wake(): void {
    if (this.#timers.nextMs === Infinity) return;
    const nowMs = performance.now();
    for (let socket = this.#timers.take(nowMs); socket !== undefined; socket = this.#timers.take(nowMs)) {
      if (socket.phase === 'throttled') this.#readAgain(socket);
      else if (socket.paced === undefined) this.#actions.goOn(socket);
      else this.#sendDue(socket);
    }
  }

  /** Lets go of a socket. */
  forget(socket: ClientSocket): void {
    this.#timers.clear(socket);
  }

  #readAgain(socket: ClientSocket): void {
    socket.phase = 'head';
    this.#actions.watch(socket, READABLE);
    this.#actions.read(socket);
  }

  /** From here on its time is kept here. */
  #take(socket: ClientSocket, phase: Phase): void {
    socket.phase = phase;
    socket.deadlineMs = Infinity;
  }

  #sendDue(socket: ClientSocket): void {
    const { paced } = socket;
    if (paced === undefined) return;
    const nowMs = performance.now();
    if (paced.isOver(nowMs)) return this.#actions.drop(socket);
    const due = paced.due(nowMs);
    const flags = LINUX.MSG_DONTWAIT | LINUX.MSG_NOSIGNAL;
    const sent = due.length === 0 ? 0 : this.#libc.send(socket.fd, due, due.length, flags);
    if (sent < 0 && this.#libc.errno() !== LINUX.EAGAIN) return this.#actions.drop(socket);
    paced.sent(Math.max(sent, 0));
    if (sent < due.length) return this.#actions.watch(socket, LINUX.EPOLLRDHUP | LINUX.EPOLLOUT);
    if (!paced.done) {
      this.#actions.watch(socket, LINUX.EPOLLRDHUP);
      return this.#timers.set(socket, paced.nextMs(nowMs));
    }
    socket.paced = undefined;
    this.#actions.goOn(socket);
  }
}
