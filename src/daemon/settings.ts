import type { FaultBook, InstanceEvents } from '#admin-api';
import type { Result } from '#base';
import type { TransportChoice } from '#data-plane';
import type { ImdsEvent } from '#model';
import type { Entry } from '#telemetry';
import type { ConfigurationSource } from './configuration-source.ts';
import type { ServedSockets } from './serve-given.ts';

/** How to start a daemon: what the command line, the environment and defaults come to. */
export interface DaemonSettings {
  /** Of this openimds, as the admin API tells it. */
  readonly version: string;
  /** Path of the configuration file; undefined: the built-in first instance. */
  readonly config: string | undefined;
  /** What makes a configuration of something else than such a file. With one, `config` is not looked at. */
  readonly source?: ConfigurationSource;
  /** Addresses to listen on; empty: loopback. */
  readonly host: readonly string[];
  /** True: on no address at all; only what `Daemon.serve` is given is served. */
  readonly isHidden?: boolean;
  /** Port of the data plane; 0: any free one. */
  readonly port: number;
  /** True: that port or none. False: the next free one if it is taken. */
  readonly portIsExplicit: boolean;
  readonly apiPort: number;
  readonly apiPortIsExplicit: boolean;
  /** Where state is kept; undefined: nowhere, it ends with the process. */
  readonly stateDirectory: string | undefined;
  /** Undefined: as configured. */
  readonly transport: TransportChoice | undefined;
  /** Threads of the data plane; undefined: as configured. */
  readonly workers: number | undefined;
  /** Told of every entry that outputs are told of, such as to print it. */
  readonly tell?: ((entry: Entry) => void) | undefined;
  /** Which of EC2's responders to speak as; undefined: as configured. */
  readonly profile: 'modern' | 'legacy' | undefined;
}

/** Something the operator should know while the daemon runs. */
export interface DaemonNotice {
  /**
   * `cut-off`: a session token did not reach who asked for it, most likely for the hop limit; `throttled`: an instance asks
   * for more than it is allowed. After `failed` nothing is served any more: the daemon should be closed and started anew.
   */
  readonly kind: 'reloaded' | 'reload-refused' | 'transport-fallback' | 'warning' | 'cut-off' | 'throttled' | 'failed';
  readonly message: string;
}

/** Why a daemon did not start. Exit code 2: what was asked is wrong; 1: this machine cannot. */
export interface StartFailure {
  readonly exitCode: 1 | 2;
  readonly message: string;
}

/** Where everything is, once everything listens. */
export interface ReadyReport {
  readonly imds: {
    readonly url: string;
    /** Present when an IPv6 address is listened on. */
    readonly ipv6Url?: string;
  };
  /** The AWS API. */
  readonly api: { readonly url: string };
  /** The root access key of the account. Secret: for whoever started the daemon. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly region: string;
  readonly account: string;
  /** In the order of the configuration; at most the first hundred. */
  readonly instances: readonly { readonly id: string }[];
  /** How many there are. */
  readonly instanceCount: number;
  /** False when every instance has attachments of its own: then nobody answers a caller on loopback that is not one of them. */
  readonly answersLoopback: boolean;
}

/** A running daemon. */
export interface Daemon {
  readonly ready: ReadyReport;
  /** Where events are fired, as by the admin API. */
  readonly events: InstanceEvents;
  /** The faults there are, as the admin API has them. */
  readonly faults: FaultBook;
  /** Tells `told` of every metadata request from now on, a moment after its answer, until the result is called. */
  watchRequests(told: (request: ImdsEvent) => void): () => void;
  /** Settled once whoever watches has been told of every request that was answered until now. */
  handOver(): Promise<void>;
  /** For whoever turns the clock: settled once all that is due by it has happened, and the next request sees it. */
  nudge(): Promise<void>;
  /** Reads the configuration file again. What is wrong with it is told as a notice, and nothing changes. */
  reload(): Promise<void>;
  /**
   * Makes everything what the configuration says anew: instances as declared, no events or faults but those declared, and
   * nothing that was made by API. Keys and the time stay.
   */
  restore(): Promise<void>;
  /**
   * Serves TCP sockets that are bound already, wherever that was, as an instance: the first one unless told. They are closed
   * with what is returned, and after a failure.
   */
  serve(descriptors: readonly number[], instanceId?: string): Promise<Result<ServedSockets, string>>;
  /** Stops serving within a second and lets go of everything. May be called again. */
  close(): Promise<void>;
}
