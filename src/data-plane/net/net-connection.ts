import type { Socket } from 'node:net';
import type { OctetBuffer } from '#host';
import type { Connection } from '../connection.ts';
import type { ImdsEngine, Next } from '../engine.ts';
import type { TransportLimits } from '../transport.ts';

/** As the phases of the epoll loop. */
type Phase = 'head' | 'idle' | 'sending' | 'parked' | 'lingering';

/** What a connection is served with. */
export interface NetConnectionParts {
  readonly engine: ImdsEngine;
  readonly limits: TransportLimits;
  /** The time, also told to the engine. */
  readonly tick: () => number;
}

/** One connection of the portable transport: hands input to the engine and does what the engine says. */
export class NetConnection {
  readonly #parts: NetConnectionParts;
  readonly #connection: Connection;
  readonly #socket: Socket;
  #phase: Phase = 'head';
  #deadlineMs: number;
  #ended = false;

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
  }

  /** Takes what was read. */
  receive(buffer: OctetBuffer, length: number): void {
    if (this.#phase === 'lingering' || this.#socket.destroyed) return;
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
      const { next, unread } = engine;
      if (answered && !this.#send(next)) return;
      if (next === 'close') return this.#finish(unread);
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
    if (this.#socket.write(output) || next === 'close') return true;
    this.#pause('sending', this.#parts.limits.stallTimeoutMs);
    return false;
  }

  #drained(): void {
    if (this.#phase === 'sending') this.#resume();
  }

  /** The client will send no more; what it asked for so far is still answered. */
  #inputEnded(): void {
    this.#ended = true;
    if (this.#phase !== 'sending' && this.#phase !== 'parked') this.#socket.end();
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
