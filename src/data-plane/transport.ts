import type { Result } from '#base';
import type { AssignedFault } from './faults/fault-board.ts';
import type { TrustedProxy } from './trusted-proxy.ts';
import type { TokenPowers } from '#token';
import type { Change } from '#registry';

/** Where to listen. */
export type ListenAddress = TcpListenAddress | UnixListenAddress | VsockListenAddress | GivenSocket;

/** An IP address and port. */
export interface TcpListenAddress {
  /** IPv4 or IPv6 text. `::` takes IPv4 too. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The network whose callers reach this address. */
  readonly network: string;
  /** Only what arrives through this network interface. */
  readonly interface?: string;
  /** In this network namespace: a name of `ip netns`, or the path of a namespace file. */
  readonly netns?: string;
  /** Also before any interface has the address. */
  readonly early?: boolean;
  /** Who calls here is who this proxy says. */
  readonly proxy?: TrustedProxy;
}

/** A unix stream socket. A file left behind by a server that is gone is replaced. */
export interface UnixListenAddress {
  readonly socketPath: string;
  /** Permissions of the file. */
  readonly mode: number;
  readonly network: string;
}

/** A vsock port of this host, for its virtual machines. */
export interface VsockListenAddress {
  readonly vsockPort: number;
  readonly network: string;
}

/** A TCP socket that somebody has bound, wherever that was, and that does not listen yet. It is the transport's from here on. */
export interface GivenSocket {
  readonly descriptor: number;
  readonly network: string;
}

/** A listener at work. */
export interface Listener {
  /** The port taken; 0 for a unix socket. */
  readonly port: number;
  /** False once the namespace or interface it was opened on is gone, or has been replaced by another of the same name. */
  isCurrent(): boolean;
  /** Stops accepting there. Connections that are open go on for as long as their callers are still known. */
  close(): Promise<void>;
}

/** Why an address cannot be listened on. */
export interface ListenFailure {
  /** `no-such-family`: this machine has no IPv6. */
  readonly kind: 'in-use' | 'failed' | 'no-such-family';
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
  /** For the process behind a request to be found, while its answer is held back. */
  readonly callerTimeoutMs: number;
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
  callerTimeoutMs: 250,
};

/** What of the requests is to be told. */
export interface Attention {
  /** True: every request becomes an `ImdsEvent`; false: those that matter. */
  readonly everything: boolean;
}

/** Feeds the engine bytes and does what it says. Two of them behave alike; one contract suite says so. */
export interface Transport {
  readonly name: 'epoll' | 'net';
  /** Begins to accept. */
  listen(address: ListenAddress): Promise<Result<Listener, ListenFailure>>;
  /** Brings the transport's copies of the registry up to date; settled once every request that follows sees the changes. */
  apply(changes: readonly Change[]): Promise<void>;
  /** Replaces the faults at work; settled once every request that follows sees them. */
  useFaults(faults: readonly AssignedFault[]): Promise<void>;
  /** Replaces the keys that seal and open session tokens. */
  useTokenRing(ring: TokenPowers['ring']): void;
  /** Gives back the memory that taking in many changes needed. Whoever asks meanwhile waits for it. */
  releaseMemory(): Promise<void>;
  /** Sets which requests become events from now on. */
  observe(attention: Attention): void;
  /** Hands over what was observed so far, without waiting until that is due; settled once it was. */
  handOver(): Promise<void>;
  /** Stops accepting, lets answers that are on their way finish for a moment, hands over what was observed, and frees everything. */
  close(): Promise<void>;
}
