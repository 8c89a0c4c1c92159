import type { CallerAnswer, CallerQuestion } from '#host';
import type { RequestHead } from '#protocol/imds';
import type { Connection, Place } from '../connection.ts';
import { EVENTS_PER_INSTANCE_MAX } from './request-counter.ts';
import type { RequestCounter } from './request-counter.ts';

/** Of which requests the process that made them is looked for. */
export type Attribution = 'off' | 'v1' | 'credentials' | 'v1-and-credentials' | 'all';

/** Where the processes behind connections are found. */
export interface CallerSource {
  /** Calls `arrived` later, at most once. */
  request(question: CallerQuestion, arrived: (answer: CallerAnswer) => void): void;
}

/** What is asked of whom. */
export interface CallersParts {
  readonly attribution: Attribution;
  readonly callers: CallerSource;
  /** How long an answer is held back for its caller to be found. */
  readonly callerTimeoutMs: number;
  /** Called with connections that were parked and can go on: the transport calls `resume` for each. */
  readonly unparked: (connections: readonly Connection[]) => void;
}

const WAITING_MAX = 256;
/**
 * Connections of one instance that are looked into wherever their callers may be, between two hand-overs: a loud one must
 * not use up the others' time. Further ones, as many as there can be events, are looked for only where its callers were.
 */
const THOROUGH_PER_INSTANCE_MAX = 16;
/** Room that is left to those, as each instance has few. */
const WAITING_QUICKLY_MAX = WAITING_MAX / 2;
/** When a connection whose caller could not be looked for is worth another try. */
const ASK_AGAIN_MS = 1000;

/**
 * Has the processes behind connections found, once each, while their answers are held back: who has an answer may end, and
 * then nobody knows who asked. Nobody is held back for long, and beyond what there is time for the caller is `unknown`.
 */
export class Callers {
  /** When whoever waits is let go, by the time of `tick`; Infinity while nobody does. */
  dueAtMs = Number.POSITIVE_INFINITY;
  /** Whether the callers of requests that read credentials are to be found, with a token or without. */
  readonly concernsCredentials: boolean;
  readonly #parts: CallersParts;
  readonly #ofV1: boolean;
  readonly #waiting = new Map<Connection, number>();
  #nowMs = 0;

  constructor(parts: CallersParts) {
    const { attribution } = parts;
    this.#parts = parts;
    this.#ofV1 = attribution !== 'off' && attribution !== 'credentials';
    this.concernsCredentials = attribution !== 'off' && attribution !== 'v1';
  }

  /** Sets the time of what follows, in milliseconds since the epoch. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
  }

  /** Whether the caller of the request in `head` is to be found, whatever it reads. */
  concerns({ place }: Connection, head: RequestHead): boolean {
    // Who has the other end is the proxy.
    if (place.proxy !== undefined) return false;
    if (this.#parts.attribution === 'all') return true;
    return this.#ofV1 && head.tokenStart < 0 && (head.method === 'GET' || head.method === 'HEAD');
  }

  /** True when the connection has to wait for its caller to be found. */
  awaits(connection: Connection, counter: RequestCounter): boolean {
    if (connection.caller !== undefined && this.#nowMs < connection.askCallerAtMs) return false;
    const thorough = counter.callersAsked < THOROUGH_PER_INSTANCE_MAX;
    if (!isKnowable(connection.place)) this.#settle(connection, 'unknown');
    else if (!this.#hasRoom(counter, thorough)) this.#settle(connection, 'busy');
    else return this.#wait(connection, counter, questionOf(connection, thorough));
    return false;
  }

  #hasRoom({ callersAsked }: RequestCounter, thorough: boolean): boolean {
    if (callersAsked >= EVENTS_PER_INSTANCE_MAX) return false;
    return this.#waiting.size < (thorough ? WAITING_MAX : WAITING_QUICKLY_MAX);
  }

  /** Lets those go on that have waited long enough. */
  expire(nowMs: number): void {
    if (nowMs < this.dueAtMs) return;
    const late: Connection[] = [];
    for (const [connection, dueAtMs] of this.#waiting) {
      if (dueAtMs > nowMs) break;
      this.#settle(connection, 'busy');
      late.push(connection);
    }
    this.#parts.unparked(late);
  }

  #wait(connection: Connection, counter: RequestCounter, question: CallerQuestion): boolean {
    counter.callersAsked++;
    // Those that need not wait would have taken all the room by the time its caller is known.
    counter.events++;
    connection.eventReserved = true;
    const dueAtMs = this.#nowMs + this.#parts.callerTimeoutMs;
    this.#waiting.set(connection, dueAtMs);
    this.dueAtMs = Math.min(this.dueAtMs, dueAtMs);
    this.#parts.callers.request(question, (answer) => {
      if (!this.#waiting.has(connection)) return;
      this.#settle(connection, answer);
      this.#parts.unparked([connection]);
    });
    return true;
  }

  #settle(connection: Connection, answer: CallerAnswer): void {
    connection.caller = answer === 'busy' ? 'unknown' : answer;
    connection.askCallerAtMs = answer === 'busy' ? this.#nowMs + ASK_AGAIN_MS : Number.POSITIVE_INFINITY;
    this.#waiting.delete(connection);
    const [next] = this.#waiting.values();
    this.dueAtMs = next ?? Number.POSITIVE_INFINITY;
  }
}

/** Whether there is a way to know who calls: not of virtual machines, nor behind proxies. */
function isKnowable({ peerPid, relayed, proxy }: Place): boolean {
  return peerPid !== undefined || (relayed !== true && proxy === undefined);
}

function questionOf({ place, resident: { id: asker } }: Connection, thorough: boolean): CallerQuestion {
  const { peer, peerPort, local, localPort, peerPid } = place;
  return peerPid === undefined ? { peer, peerPort, local, localPort, asker, thorough } : { pid: peerPid };
}
