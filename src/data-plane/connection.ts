import type { Octets } from '#base';
import type { Misbehaviour } from '#fault';
import type { AddressKey, CallerProcess } from '#model';
import type { Resident } from '#registry';
import type { TrustedProxy } from './trusted-proxy.ts';

/** What a listener is for: the network its callers are on, and the address they reach it by where that is known beforehand. */
export interface Place {
  readonly network: string;
  readonly peer: AddressKey;
  readonly peerPort: number;
  readonly local: AddressKey;
  readonly localPort: number;
  /** The process at the other end of a unix socket, where the kernel has named it. */
  readonly peerPid?: number | undefined;
  /** True where packets go to somebody who passes them on: a hop limit would bite there, and not on the way to the instance. */
  readonly relayed?: boolean;
  /** Callers are who this proxy says of each request, and nobody otherwise. */
  readonly proxy?: TrustedProxy | undefined;
}

/** A misbehaviour on its way: decided once, however often the request has to be looked at. */
export interface Affliction {
  readonly misbehaviour: Misbehaviour;
  /** True once the answer has been held back for as long as it should. */
  delayed: boolean;
}
/** Who calls through a trusted proxy before it has said so. Nothing may be asked of it. */
export const NOBODY: Resident = {
  id: '',
  get instance(): never {
    throw new Error('nobody has no instance');
  },
  throttle: undefined,
  memo: undefined,
  current: false,
};

const PENDING_BYTES_FIRST = 1024;

/** One client connection as the protocol sees it. A transport makes it through the engine and keeps the socket to itself. */
export class Connection {
  readonly place: Place;
  /** Who the caller was found to be. */
  resident: Resident;
  /** Input that has not been consumed: part of a head, a head whose body is still coming, or requests that must wait. */
  pending: Octets | undefined = undefined;
  pendingLength = 0;
  /** Bytes of a request body that are still to come and will be dropped. The head they belong to is in `pending`. */
  bodyRemaining = 0;
  /** True once an answer with a lowered hop limit went out; it must never be raised again on this connection. */
  hopLimited = false;
  /** True while a request waits for material; nothing may be read. */
  parked = false;
  /** When the request that waits was there, by the observer's stopwatch; 0 when none waits. */
  parkedSinceUs = 0;
  /** What goes wrong with the request that comes next out of `pending`; undefined: not decided, or nothing. */
  affliction: Affliction | undefined = undefined;
  /** The process behind it; undefined until it has been looked for. */
  caller: CallerProcess | 'unknown' | undefined = undefined;
  /** True while there is room for an event of the request that waits for that. */
  eventReserved = false;
  /** When it may be looked for again, by the engine's time. */
  askCallerAtMs = 0;
  /** Set by the transport: what it needs to find its own side of the connection. */
  handle: unknown = undefined;

  constructor(place: Place, resident: Resident) {
    this.place = place;
    this.resident = resident;
  }

  /** Puts bytes from `start` to `end` behind what is pending. */
  keep(allocate: (length: number) => Octets, bytes: Octets, start: number, end: number): void {
    const { pending, pendingLength } = this;
    const length = pendingLength + end - start;
    if (pending === undefined || pending.length < length) {
      this.pending = allocate(Math.max(length, 2 * (pending?.length ?? PENDING_BYTES_FIRST / 2)));
      if (pending !== undefined) this.pending.set(pending.subarray(0, pendingLength));
    }
    this.pending?.set(bytes.subarray(start, end), pendingLength);
    this.pendingLength = length;
  }
}
