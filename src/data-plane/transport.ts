import type { Result } from '#base';
import type { Tally } from './tally.ts';
import type { TokenPowers } from '#token';
import type { Change } from '#registry';

/** Where to listen. */
export interface ListenAddress {
  /** IPv4 or IPv6 text. `::` takes IPv4 too. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The network whose callers reach this address. */
  readonly network: string;
}

/** Why an address cannot be listened on. */
export interface ListenFailure {
  readonly kind: 'in-use' | 'failed';
  readonly message: string;
}

/** How long and how much a transport puts up with. */
export interface TransportLimits {
  /** Connections beyond this are closed at once. */
  readonly connections: number;
  /** From the first byte of a request, or the connection, to the last of its head. */
  readonly headTimeoutMs: number;
  /** Between requests of a connection that is kept alive. */
  readonly idleTimeoutMs: number;
  /** For a client to take an answer, and for material to arrive. */
  readonly stallTimeoutMs: number;
  /** For a client to read the last answer of a connection it sent too much on. */
  readonly lingerTimeoutMs: number;
}

/** Generous to every real client, and the end of a slow one. */
export const DEFAULT_TRANSPORT_LIMITS: TransportLimits = {
  connections: 16_384,
  headTimeoutMs: 10_000,
  idleTimeoutMs: 60_000,
  stallTimeoutMs: 10_000,
  lingerTimeoutMs: 2_000,
};

/** Feeds the engine bytes and does what it says. Two of them behave alike; one contract suite says so. */
export interface Transport {
  readonly name: 'epoll' | 'net';
  /** Begins to accept; the port in the result is the one taken. */
  listen(address: ListenAddress): Promise<Result<{ readonly port: number }, ListenFailure>>;
  /** Brings the transport's copies of the registry up to date; settled once every request that follows sees the changes. */
  apply(changes: readonly Change[]): Promise<void>;
  /** Replaces the keys that seal and open session tokens. */
  useTokenRing(ring: TokenPowers['ring']): void;
  /** Gives back the memory that taking in many changes needed. Whoever asks meanwhile waits for it. */
  releaseMemory(): Promise<void>;
  /** What was counted so far. */
  tally(): Promise<Tally>;
  /** Stops accepting, lets answers that are on their way finish for a moment, and frees everything. */
  close(): Promise<void>;
}
