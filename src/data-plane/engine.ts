import type { Octets } from '#base';
import { Framing, INCOMPLETE, malformation, parseRequestHead, RequestHead } from '#protocol/imds';
import type { AnswerWriter, Refusal } from '#protocol/imds';
import type { TokenPowers } from '#token';
import { Admission } from './admission.ts';
import { Connection, NOBODY } from './connection.ts';
import type { Affliction, Place } from './connection.ts';
import type { EngineParts } from './engine-parts.ts';
import { distort } from './faults/distort.ts';
import { FaultBoard } from './faults/fault-board.ts';
import type { AssignedFault } from './faults/fault-board.ts';
import { statusAnswer } from './faults/status-answer.ts';
import { ItemShelf } from './item-shelf.ts';
import { Losses } from './losses.ts';
import type { ObservedAnswer } from './observation/observed-answer.ts';
import { Callers } from './observation/callers.ts';
import type { Next } from './next.ts';
import { Observer } from './observation/observer.ts';
import type { Pace } from './pace.ts';
import { Throttle } from './throttle.ts';
import type { RequestCounter } from './observation/request-counter.ts';

/** Answers pile up to this many bytes before the rest of the input has to wait for them to be sent. */
const OUTPUT_HIGH_WATER = 65_536;
/** Linux sends with 64 unless told otherwise, so there is nothing to lower from here on. */
const HOP_LIMIT_MAX = 64;

/**
 * The way of a metadata request, parse to render: socket, then identify, admit, look up, render, record, and back.
 * Synchronous and without I/O. A transport gives it bytes, sends what is in `writer` and obeys `next` and `hopLimit`.
 */
export class ImdsEngine {
  /** What to send; the transport clears it before the next call. */
  readonly writer: AnswerWriter;
  /** What is told of the requests; the transport hands it over when it is due. */
  readonly observer: Observer;
  /** What callers did not get; the transport counts what it sees, and tells of it. */
  readonly losses = new Losses();
  /** What instances use of their limits. */
  readonly throttle: Throttle;
  /** Who made the requests; the transport has it let go of those that wait too long. */
  readonly callers: Callers;
  next: Next = 'read';
  /** True when the connection is closed with input left unread: a transport that just closed it would reset the answer away. */
  unread = false;
  /** Above 0: lower the connection's IP TTL or hop limit to this before sending, and never raise it again. */
  hopLimit = 0;
  /** How long to wait where `next` says so, in milliseconds. Input that comes meanwhile goes to `hold`. */
  delayMs = 0;
  /** How the output is to be sent; undefined: at once. */
  pace: Pace | undefined = undefined;

  readonly #parts: EngineParts;
  readonly #head = new RequestHead();
  readonly #framing = new Framing();
  readonly #shelf: ItemShelf;
  readonly #admission: Admission;
  readonly #faults: FaultBoard;
  #nowMs = 0;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.writer = parts.writer;
    this.#shelf = new ItemShelf(parts);
    this.throttle = new Throttle(parts.throttle);
    this.callers = new Callers(parts);
    const { throttle, losses } = this;
    this.#admission = new Admission({ ...parts, throttle, losses }, this.#shelf, this.callers);
    const { writer, microseconds } = parts;
    this.observer = new Observer({ head: this.#head, framing: this.#framing, writer, microseconds });
    this.#faults = parts.faults ?? new FaultBoard();
  }

  /** Sets the time of everything that follows, in milliseconds since the epoch. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#admission.tick(nowMs);
    this.observer.tick(nowMs);
    this.callers.tick(nowMs);
    this.writer.setTime(nowMs);
  }

  /** When something is due besides input: a hand-over of what was observed, or of callers that wait. Infinity while nothing is. */
  get dueAtMs(): number {
    return Math.min(this.observer.dueAtMs, this.callers.dueAtMs);
  }

  /** Replaces the keys that seal and open session tokens. */
  useTokenRing(ring: TokenPowers['ring']): void {
    this.#admission.useRing(ring);
  }

  /** Replaces the faults at work. */
  useFaults(faults: readonly AssignedFault[]): void {
    this.#faults.replace(faults);
  }

  /** Admits a connection, or counts and refuses a caller nobody knows: the transport then closes without an answer. */
  open(place: Place): Connection | undefined {
    if (place.proxy !== undefined) return new Connection(place, NOBODY);
    const resident = this.#admission.identify(place);
    if (resident === undefined) {
      this.observer.unknownCaller(place);
      return undefined;
    }
    if (this.#faults.active && this.#faults.refuses(resident, this.#nowMs)) return undefined;
    return new Connection(place, resident);
  }

  /** Takes the first `length` of `bytes`, which stay the transport's: what must outlive the call is copied. */
  receive(connection: Connection, bytes: Octets, length: number): void {
    if (connection.pendingLength === 0) {
      this.#consume(connection, bytes, length);
    } else {
      connection.keep(this.#parts.allocate, bytes, 0, length);
      this.resume(connection);
    }
  }

  /** Keeps input that comes while the connection has to wait. */
  hold(connection: Connection, bytes: Octets, length: number): void {
    connection.keep(this.#parts.allocate, bytes, 0, length);
  }

  /** Goes on with input that had to wait. */
  resume(connection: Connection): void {
    const { pending, pendingLength } = connection;
    connection.pending = undefined;
    connection.pendingLength = 0;
    connection.parked = false;
    if (pending === undefined) this.#begin();
    else this.#consume(connection, pending, pendingLength);
  }

  #begin(): void {
    this.next = 'read';
    this.hopLimit = 0;
    this.unread = false;
    this.pace = undefined;
  }

  #consume(connection: Connection, bytes: Octets, end: number): void {
    this.#begin();
    let at = 0;
    while (at < end && this.next === 'read') {
      const length = this.#parse(connection, bytes, at, end);
      if (length === INCOMPLETE || !this.#respond(connection, bytes)) break;
      at += length;
      if (this.next === 'read' && this.writer.length >= OUTPUT_HIGH_WATER) this.next = 'resume';
    }
    if (this.next === 'close') this.unread = at < end;
    else if (at < end) connection.keep(this.#parts.allocate, bytes, at, end);
  }

  /** How many bytes the next request takes, body included; `INCOMPLETE` when it is not all there. A refused one ends the connection. */
  #parse(connection: Connection, bytes: Octets, at: number, end: number): number {
    const head = this.#head;
    const length = parseRequestHead(bytes, at, end, head);
    if (length < 0) return this.#refuse(connection, bytes, malformation(length));
    if (length === INCOMPLETE || head.contentLength === 0) return length;
    // A client that expects 100 Continue has not sent its body, and with a final answer never will.
    if (head.expectsContinue) head.close = true;
    else if (head.contentLength > end - at - length) return INCOMPLETE;
    return Math.min(length + head.contentLength, end - at);
  }

  /** Answers what cannot be read as a request. Where it ends is unknown, so nothing behind it may be read as one. */
  #refuse(connection: Connection, bytes: Octets, refusal: Refusal): typeof INCOMPLETE {
    this.next = 'close';
    // What cannot be read says for nobody that it may be answered.
    if (connection.place.proxy !== undefined) {
      this.observer.unknownCaller(connection.place);
      return INCOMPLETE;
    }
    this.#framing.reset();
    this.#write(connection, bytes, { kind: 'refusal', refusal });
    return INCOMPLETE;
  }

  /** False when the request has to be looked at again later. */
  #respond(connection: Connection, bytes: Octets): boolean {
    this.observer.begin(connection);
    if (this.callers.concerns(connection, this.#head) && this.callers.awaits(connection, this.#counterOf(connection)))
      return this.#park(connection);
    if (this.#faults.active) this.#afflict(connection, bytes);
    const { affliction } = connection;
    if (affliction !== undefined && !this.#holdBack(connection, affliction)) return false;
    if (affliction !== undefined && this.#preempt(connection, affliction, bytes)) return true;
    const outcome = this.#admission.admit(connection, bytes, this.#head, this.#framing);
    switch (outcome.kind) {
      case 'unknown-caller':
        this.observer.unknownCaller(connection.place, bytes);
        this.next = 'close';
        connection.affliction = undefined;
        return true;
      case 'parked':
        this.#park(connection);
        return this.#lookAgain(connection);
      case 'token':
        if (!this.#lowerHopLimit(connection, outcome.hopLimit)) return this.#lookAgain(connection);
        break;
      default:
    }
    if (affliction !== undefined) return this.#writeWrong(connection, affliction, bytes, outcome);
    this.#write(connection, bytes, outcome);
    if (!this.#framing.keepAlive) this.next = 'close';
    return true;
  }

  /** A request that has to wait is one request all the same. */
  #lookAgain({ resident }: Connection): false {
    this.throttle.giveBackRequest(resident);
    return false;
  }

  /** Decides, once for each request, what goes wrong with it. */
  #afflict(connection: Connection, bytes: Octets): void {
    if (connection.affliction !== undefined || !this.#admission.recognize(connection, bytes, this.#head)) return;
    const { method, targetStart, targetEnd } = this.#head;
    const target = bytes.latin1Slice(targetStart, targetEnd);
    const misbehaviour = this.#faults.misbehaviour(connection.resident, method, target, this.#nowMs);
    if (misbehaviour === undefined) return;
    connection.affliction = { misbehaviour, delayed: misbehaviour.delayMs === 0 };
  }

  /** True when the request can be answered now: answers before it are out, and it has waited as long as it should. */
  #holdBack(connection: Connection, affliction: Affliction): boolean {
    if (this.writer.length > 0) {
      this.next = 'resume';
      return false;
    }
    if (affliction.delayed) return true;
    affliction.delayed = true;
    this.delayMs = affliction.misbehaviour.delayMs;
    this.observer.parked(connection);
    this.next = 'delayed';
    return false;
  }

  /** Does what needs no look at the request: no answer, or one whatever was asked. False when there is no such thing. */
  #preempt(connection: Connection, affliction: Affliction, bytes: Octets): boolean {
    const { ending, status } = affliction.misbehaviour;
    if (ending !== 'answer') {
      this.observer.unanswered(connection, this.#counterOf(connection), bytes);
      connection.affliction = undefined;
      this.next = ending;
      return true;
    }
    if (status === undefined) return false;
    this.#framing.follow(this.#head, bytes);
    return this.#writeWrong(connection, affliction, bytes, statusAnswer(status));
  }

  /** Writes an answer that goes wrong. Nothing is written after it until it is out: how it is sent is its own. */
  #writeWrong(connection: Connection, { misbehaviour }: Affliction, bytes: Octets, answer: ObservedAnswer): true {
    this.writer.setTime(this.#nowMs + misbehaviour.clockSkewMs);
    this.#write(connection, bytes, answer);
    connection.affliction = undefined;
    this.writer.setTime(this.#nowMs);
    const { pace, ends } = distort(this.writer, misbehaviour);
    this.pace = pace;
    this.next = ends ?? (this.#framing.keepAlive ? 'resume' : 'close');
    return true;
  }

  #park(connection: Connection): false {
    connection.parked = true;
    this.observer.parked(connection);
    this.next = 'parked';
    return false;
  }

  /**
   * Answers that come before a token on the same connection must not be limited with it, so they are sent first: false
   * says that the request has to be looked at again after that.
   */
  #lowerHopLimit(connection: Connection, allowed: number): boolean {
    const hopLimit = allowed + this.#parts.hopDistance;
    if (connection.hopLimited || hopLimit >= HOP_LIMIT_MAX || connection.place.relayed === true) return true;
    if (this.writer.length > 0) {
      this.next = 'resume';
      return false;
    }
    connection.hopLimited = true;
    this.hopLimit = hopLimit;
    return true;
  }

  #write(connection: Connection, bytes: Octets, answer: ObservedAnswer): void {
    const from = this.writer.length;
    this.writer.write(answer, this.#framing);
    this.observer.answered(connection, this.#counterOf(connection), bytes, answer, from);
  }

  #counterOf({ resident }: Connection): RequestCounter {
    return this.#shelf.of(resident).counter;
  }
}
