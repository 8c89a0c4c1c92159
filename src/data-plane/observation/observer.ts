import type { Octets } from '#base';
import type { ImdsEvent, ImdsOutcome, Observation, RequestCount } from '#model';
import type { AnswerWriter, Framing, Refusal, RequestHead } from '#protocol/imds';
import type { Connection, Place } from '../connection.ts';
import { describePlace, describeRequest, NOTHING_READ } from './describe-request.ts';
import type { ObservedAnswer } from './observed-answer.ts';
import { EVENTS_PER_INSTANCE_MAX, RequestCounter } from './request-counter.ts';

/** What an observer looks at: the engine's own records, as they stand when an answer has been written. */
export interface ObserverParts {
  readonly head: RequestHead;
  readonly framing: Framing;
  readonly writer: AnswerWriter;
  /** A stopwatch, in microseconds. */
  readonly microseconds: () => number;
}

const MINUTE_MS = 60_000;
/** How long what was observed may wait to be handed over. */
const HAND_OVER_MS = 250;
/** Events kept until then. */
const EVENTS_MAX = 1024;
const EVENT_BYTES_MAX = 1_048_576;
/** Beside its texts, about. */
const EVENT_BYTES = 512;
const PROCESS_BYTES = 2048;
/** `HTTP/1.1 ` stands before the status. */
const STATUS_AT = 9;

/** Counts every request of one engine, and keeps those that matter until they are handed over. */
export class Observer {
  /** When the next hand-over is due, by the time of `tick`; Infinity while there is nothing to hand over. */
  dueAtMs = Number.POSITIVE_INFINITY;
  /** Whether to keep an event of every request. */
  everything = false;
  readonly #parts: ObserverParts;
  readonly #unknown = new RequestCounter('');
  readonly #touched: RequestCounter[] = [];
  readonly #refusals = new Map<Refusal, number>();
  #counts: RequestCount[] = [];
  #events: ImdsEvent[] = [];
  #eventBytes = 0;
  #dropped = 0;
  #unknownCallers = 0;
  #nowMs = 0;
  #minuteMs = 0;
  #startedUs = 0;

  constructor(parts: ObserverParts) {
    this.#parts = parts;
  }

  /** Sets the time of what follows, in milliseconds since the epoch. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    if (nowMs >= this.#minuteMs && nowMs < this.#minuteMs + MINUTE_MS) return;
    this.#closeMinute();
    this.#minuteMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  }

  /** Marks when the request was there, if an event of it is to be expected; for a connection that was parked, that was before. */
  begin({ parkedSinceUs }: Connection): void {
    if (parkedSinceUs > 0) this.#startedUs = parkedSinceUs;
    else this.#startedUs = this.everything || this.#parts.head.tokenStart < 0 ? this.#parts.microseconds() : 0;
  }

  /** Notes that the connection has to wait: its waiting is part of its latency. */
  parked(connection: Connection): void {
    connection.parkedSinceUs = this.#startedUs || this.#parts.microseconds();
  }

  /** Counts the answer that begins at `from` in the writer, and keeps an event of it if it matters. */
  answered(connection: Connection, counter: RequestCounter, bytes: Octets, answer: ObservedAnswer, from: number): void {
    const { framing, writer } = this.#parts;
    const withToken = framing.remainingTtlSeconds >= 0;
    if (!counter.touched) this.#touch(counter);
    counter.count(answer, withToken, writer.length - from);
    connection.parkedSinceUs = 0;
    if (answer.kind === 'refusal') this.#refusals.set(answer.refusal, (this.#refusals.get(answer.refusal) ?? 0) + 1);
    const { eventReserved } = connection;
    connection.eventReserved = false;
    if (!this.everything && !matters(answer, withToken)) return;
    if (this.#hasRoom(counter, eventReserved, isCredentials(answer)))
      this.#keep(this.#eventOf(connection, bytes, answer, from));
    else this.#dropped++;
  }

  /** Notes a request whose connection ends without an answer, as a fault would have it. It is in no count. */
  unanswered(connection: Connection, counter: RequestCounter, bytes: Octets): void {
    if (!counter.touched) this.#touch(counter);
    const { eventReserved } = connection;
    connection.eventReserved = false;
    if (this.#hasRoom(counter, eventReserved, false)) {
      const { place, resident, caller } = connection;
      const described = describeRequest(this.#parts.head, bytes, place);
      this.#keep({
        ...this.#blank(place),
        ...described,
        instanceId: resident.id,
        outcome: 'unanswered',
        process: caller,
        ...faultsOf(connection),
      });
    } else this.#dropped++;
  }

  /** Notes a caller who is nobody's instance: a connection, or a request on one whose instance is gone. */
  unknownCaller(place: Place, bytes?: Octets): void {
    this.#unknownCallers++;
    this.#isDue();
    if (!this.#hasRoom(this.#unknown, false, false)) {
      this.#dropped++;
      return;
    }
    this.#keep({
      ...this.#blank(place),
      ...(bytes === undefined ? NOTHING_READ : describeRequest(this.#parts.head, bytes, place)),
      outcome: 'unknown-caller',
    });
  }

  /** Everything observed since the last time, which is forgotten; undefined when there is nothing. */
  take(): Observation | undefined {
    if (this.dueAtMs === Number.POSITIVE_INFINITY) return undefined;
    this.#closeMinute();
    const observation: Observation = {
      counts: this.#counts,
      events: this.#events,
      dropped: this.#dropped,
      unknownCallers: this.#unknownCallers,
      refusals: Object.fromEntries(this.#refusals),
    };
    this.dueAtMs = Number.POSITIVE_INFINITY;
    this.#counts = [];
    this.#events = [];
    this.#refusals.clear();
    this.#eventBytes = this.#dropped = this.#unknownCallers = this.#unknown.events = 0;
    return observation;
  }

  #touch(counter: RequestCounter): void {
    counter.touched = true;
    this.#touched.push(counter);
    this.#isDue();
  }

  #isDue(): void {
    if (this.dueAtMs === Number.POSITIVE_INFINITY) this.dueAtMs = this.#nowMs + HAND_OVER_MS;
  }

  #closeMinute(): void {
    for (const counter of this.#touched) this.#counts.push(counter.take(this.#minuteMs));
    this.#touched.length = 0;
  }

  #hasRoom(counter: RequestCounter, reserved: boolean, always: boolean): boolean {
    if (this.#events.length >= EVENTS_MAX || this.#eventBytes >= EVENT_BYTES_MAX) return false;
    return reserved || ++counter.events <= EVENTS_PER_INSTANCE_MAX || always || this.everything;
  }

  #keep(event: ImdsEvent): void {
    this.#events.push(event);
    this.#eventBytes += EVENT_BYTES + event.path.length + event.userAgent.length;
    if (typeof event.process === 'object') this.#eventBytes += PROCESS_BYTES;
  }

  #eventOf(connection: Connection, bytes: Octets, answer: ObservedAnswer, from: number): ImdsEvent {
    const { head, writer } = this.#parts;
    const { place, resident, caller } = connection;
    const credentials = answer.kind === 'item' ? answer.credentials : undefined;
    return {
      ...this.#blank(place),
      ...describeRequest(head, bytes, place),
      instanceId: resident.id,
      outcome: OUTCOMES[answer.kind],
      status: Number(writer.bytes.latin1Slice(from + STATUS_AT, from + STATUS_AT + 3)),
      refusal: answer.kind === 'refusal' ? answer.refusal : undefined,
      credentials: credentials !== undefined,
      accessKeyId: credentials?.accessKeyId,
      bytes: writer.length - from,
      latencyUs: this.#startedUs > 0 ? Math.max(1, Math.round(this.#parts.microseconds() - this.#startedUs)) : 0,
      process: caller,
      ...faultsOf(connection),
    };
  }

  #blank(place: Place): ImdsEvent {
    return {
      timeMs: this.#nowMs,
      instanceId: undefined,
      ...describePlace(place),
      ...NOTHING_READ,
      outcome: 'unknown-caller',
      status: 0,
      refusal: undefined,
      credentials: false,
      accessKeyId: undefined,
      bytes: 0,
      latencyUs: 0,
      process: undefined,
    };
  }
}

const OUTCOMES: Readonly<Record<ObservedAnswer['kind'], ImdsOutcome>> = {
  item: 'item',
  token: 'token',
  allow: 'options',
  refusal: 'refused',
  given: 'refused',
};

/** Asked of what is kept only, so that it costs other requests nothing. */
function faultsOf({ affliction }: Connection): Pick<ImdsEvent, 'faults'> {
  return affliction === undefined ? NO_FAULTS : { faults: affliction.misbehaviour.faults };
}

const NO_FAULTS = {};

function isCredentials(answer: ObservedAnswer): boolean {
  return answer.kind === 'item' && answer.credentials !== undefined;
}

/** Use of v1, refusals, a fault's own among them, and credentials. */
function matters(answer: ObservedAnswer, withToken: boolean): boolean {
  return (
    answer.kind === 'refusal' ||
    answer.kind === 'given' ||
    (answer.kind === 'item' && !withToken) ||
    isCredentials(answer)
  );
}
