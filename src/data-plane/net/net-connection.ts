import type { Socket } from 'node:net';
import type { Delays, OctetBuffer } from '#host';
import type { Connection } from '../connection.ts';
import type { ImdsEngine } from '../engine.ts';
import type { Next } from '../next.ts';
import { PacedOutput } from '../pace.ts';
import type { Pace } from '../pace.ts';
import type { TransportLimits } from '../transport.ts';

/** As the phases of the epoll loop. */
type Phase = 'head' | 'idle' | 'sending' | 'parked' | 'delayed' | 'paced' | 'lingering';

/** Input kept while an answer is held up; a client that sends more has to wait with it. */
const HELD_INPUT_BYTES = 65_536;

/** What a connection is served with. */
export interface NetConnectionParts {
  readonly engine: ImdsEngine;
  readonly limits: TransportLimits;
  /** The time, also told to the engine. */
  readonly tick: () => number;
  /** By what time an answer to the client at this port is held back. */
  readonly delays: (peerPort: number) => Delays;
}

/** One connection of the portable transport: hands input to the engine and does what the engine says. */
export class NetConnection {
  readonly #parts: NetConnectionParts;
  readonly #connection: Connection;
  readonly #socket: Socket;
  #phase: Phase = 'head';
  #deadlineMs: number;
  #ended = false;
  #paced: { readonly output: PacedOutput; readonly delays: Delays } | undefined;
  #afterPaced: { readonly next: Next; readonly unread: boolean } = { next: 'read', unread: false };
  #stopWaiting = (): void => {};

  constructor(parts: NetConnectionParts, connection: Connection, socket: Socket) {
    this.#parts = parts;
    this.#connection = connection;
    this.#socket = socket;
    this.#deadlineMs = parts.tick() + parts.limits.headTimeoutMs;
    connection.handle = this;
    socket.on('drain', () => this.#drained());
    socket.on('end', () => this.#inputEnded());
    // What went wrong with the socket is of no interest: the connection is over, and 'close' follows.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#stopWaiting());
  }

  /** Takes what was read. */
  receive(buffer: OctetBuffer, length: number): void {
    if (this.#phase === 'lingering' || this.#socket.destroyed) return;
    if (this.#isHeldUp) return this.#hold(buffer, length);
    this.#parts.tick();
    this.#parts.engine.receive(this.#connection, buffer, length);
    this.#follow();
  }

  /** Goes on after the material a request waited for has arrived. */
  unpark(): void {
    if (this.#phase !== 'parked' || this.#socket.destroyed) return;
    this.#resume();
  }

  /** Ends the connection if it has been in its phase for too long. */
  expire(nowMs: number): void {
    if (this.#deadlineMs <= nowMs) this.#socket.destroy();
  }

  /** Ends the connection unless an answer is on its way. */
  stop(): void {
    if (this.#phase === 'idle') this.#socket.destroy();
  }

  #resume(): void {
    this.#parts.tick();
    this.#parts.engine.resume(this.#connection);
    this.#socket.resume();
    this.#follow();
  }

  #follow(): void {
    const { engine, limits } = this.#parts;
    for (;;) {
      const answered = engine.writer.length > 0;
      const { next, unread, pace } = engine;
      if (answered && pace !== undefined) return this.#sendPaced(pace, next, unread);
      if (answered && !this.#send(next)) return;
      if (next === 'close') return this.#finish(unread);
      if (next === 'reset') return void this.#socket.resetAndDestroy();
      if (next === 'delayed') return this.#delay(engine.delayMs);
      if (next === 'parked') return this.#pause('parked', limits.stallTimeoutMs);
      if (next === 'read') return this.#awaitInput(answered);
      engine.resume(this.#connection);
    }
  }

  /** Sends the engine's output; false when what comes after has to wait for the client to take it. */
  #send(next: Next): boolean {
    const { writer } = this.#parts.engine;
    const output = Buffer.allocUnsafe(writer.length);
    output.set(writer.bytes.subarray(0, writer.length));
    writer.clear();
    if (this.#socket.write(output) || next === 'close' || next === 'reset') return true;
    this.#pause('sending', this.#parts.limits.stallTimeoutMs);
    return false;
  }

  #drained(): void {
    if (this.#phase === 'sending') this.#resume();
    else if (this.#phase === 'paced') this.#sendDue();
  }

  /** Reading goes on while an answer is held up: it is how one learns that the client has gone. */
  get #isHeldUp(): boolean {
    return this.#phase === 'delayed' || this.#phase === 'paced';
  }

  #hold(buffer: OctetBuffer, length: number): void {
    this.#parts.engine.hold(this.#connection, buffer, length);
    if (this.#connection.pendingLength > HELD_INPUT_BYTES) this.#socket.pause();
  }

  #delays(): Delays {
    return this.#parts.delays(this.#connection.place.peerPort);
  }

  #delay(delayMs: number): void {
    this.#enter('delayed', Infinity);
    // Whoever closes, be it for sending only, while being held up is taken for gone.
    if (this.#ended) return void this.#socket.destroy();
    this.#stopWaiting = this.#delays().after(delayMs, () => void (this.#socket.destroyed || this.#resume()));
  }

  #sendPaced(pace: Pace, next: Next, unread: boolean): void {
    const { writer } = this.#parts.engine;
    const delays = this.#delays();
    const output = new PacedOutput(Uint8Array.from(writer.bytes.subarray(0, writer.length)), pace, delays.now());
    this.#paced = { output, delays };
    writer.clear();
    this.#afterPaced = { next, unread };
    this.#enter('paced', Infinity);
    this.#sendDue();
  }

  #sendDue(): void {
    if (this.#paced === undefined || this.#socket.destroyed) return;
    const { output, delays } = this.#paced;
    const nowMs = delays.now();
    if (output.isOver(nowMs)) return void this.#socket.destroy();
    const due = output.due(nowMs);
    output.sent(due.length);
    const { next, unread } = this.#afterPaced;
    const taken = due.length === 0 || this.#socket.write(due);
    if (!output.done && taken) this.#stopWaiting = delays.after(output.nextMs(nowMs) - nowMs, () => this.#sendDue());
    if (!output.done || (!taken && next !== 'close')) return;
    this.#paced = undefined;
    if (next === 'close') this.#finish(unread);
    else if (next === 'reset') this.#socket.resetAndDestroy();
    else this.#resume();
  }

  /** The client will send no more; what it asked for so far is still answered. */
  #inputEnded(): void {
    this.#ended = true;
    if (this.#isHeldUp) this.#socket.destroy();
    else if (this.#phase !== 'sending' && this.#phase !== 'parked') this.#socket.end();
  }

  #awaitInput(answered: boolean): void {
    const { headTimeoutMs, idleTimeoutMs } = this.#parts.limits;
    if (this.#ended) this.#socket.end();
    if (this.#connection.pendingLength === 0) this.#enter('idle', idleTimeoutMs);
    else if (this.#phase !== 'head' || answered) this.#enter('head', headTimeoutMs);
  }

  #finish(unread: boolean): void {
    if (!unread) return this.#socket.destroySoon();
    this.#socket.end();
    this.#enter('lingering', this.#parts.limits.lingerTimeoutMs);
  }

  #pause(phase: Phase, timeoutMs: number): void {
    this.#socket.pause();
    this.#enter(phase, timeoutMs);
  }

  #enter(phase: Phase, timeoutMs: number): void {
    this.#phase = phase;
    this.#deadlineMs = this.#parts.tick() + timeoutMs;
  }
}
