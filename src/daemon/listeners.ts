import { ok } from '#base';
import type { Result } from '#base';
import type { DataPlane, ListenAddress, Listener, ListenFailure } from '#data-plane';
import { DEFAULT_NETWORK, LINK_LOCAL_HOSTS } from '#model';
import type { ListenDeclaration } from './config/configuration.ts';
import { machineRefuses, wrongRequest } from './failure.ts';
import { listen } from './listen.ts';
import { hostsOf } from './loopback.ts';
import type { DaemonSettings, StartFailure } from './settings.ts';
import { attachmentListeners, declaredListeners, destinationHosts } from './wanted-listeners.ts';

/** Namespaces and interfaces come, go and are replaced without anybody being told. */
const CHECK_INTERVAL_MS = 2000;
/** Where those are reached who are given their sockets. */
const LINK_LOCAL_PORT = 80;

/** What is listened for, and who is told what cannot be. */
export interface ListenersParts {
  readonly plane: Pick<DataPlane, 'listen' | 'replica'>;
  readonly settings: Pick<DaemonSettings, 'host' | 'port' | 'portIsExplicit'>;
  readonly warn: (message: string) => void;
}

/**
 * Keeps what is listened on as the command line, the configuration and the attachments of instances want it, while all of
 * those change. What cannot be opened is told once, and tried again for as long as it is wanted.
 */
export class Listeners {
  /** The port of the data plane. */
  readonly port: number;
  /** The addresses listened on for everybody, at the start. */
  readonly hosts: readonly string[];
  readonly #parts: ListenersParts;
  readonly #open: Map<string, Listener>;
  readonly #timer: NodeJS.Timeout;
  #declared: readonly ListenDeclaration[];
  /** What is told already, until it is mended. */
  #told: ReadonlySet<string> = new Set();
  #seen = '';
  #reconciling: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(
    parts: ListenersParts,
    declared: readonly ListenDeclaration[],
    hosts: readonly string[],
    port: number,
    open: Map<string, Listener>,
  ) {
    this.port = port;
    this.hosts = hosts;
    this.#parts = parts;
    this.#declared = declared;
    this.#open = open;
    this.#timer = setInterval(() => void this.#queue(), CHECK_INTERVAL_MS).unref();
  }

  /** Listens nowhere, whatever is wanted. */
  static none(parts: ListenersParts): Listeners {
    const none = new Listeners(parts, [], LINK_LOCAL_HOSTS, LINK_LOCAL_PORT, new Map());
    void none.close();
    return none;
  }

  /** Opens everything; fails when one that the command line or the configuration names cannot be had. */
  static async open(
    parts: ListenersParts,
    declared: readonly ListenDeclaration[],
  ): Promise<Result<Listeners, StartFailure>> {
    const { plane, settings } = parts;
    const hosts = hostsOf(settings, plane.replica);
    const destinations = destinationHosts(hosts, plane.replica);
    if (!destinations.ok) return wrongRequest(destinations.error);
    const { port: wantedPort, portIsExplicit } = settings;
    const opened = await listen(plane, { hosts: [...hosts, ...destinations.value], port: wantedPort, portIsExplicit });
    if (!opened.ok) return opened;
    const { port, listeners } = opened.value;
    const open = new Map([...listeners].map(([host, listener]) => [keyOf(hostAddress(host, port)), listener]));
    for (const address of declaredListeners(declared, port)) {
      const listening = await plane.listen(address);
      if (!listening.ok) return machineRefuses(`dataPlane.listen: ${listening.error.message}`);
      open.set(keyOf(address), listening.value);
    }
    const all = new Listeners(parts, declared, hosts, port, open);
    await all.#queue();
    return ok(all);
  }

  /** What listens. */
  get addresses(): readonly ListenAddress[] {
    return [...this.#open.keys()].map((key) => JSON.parse(key) as ListenAddress);
  }

  /** Why what should listen does not. */
  get failures(): readonly string[] {
    return [...this.#told];
  }

  /** Takes over the `dataPlane.listen` of a configuration that was read again. */
  declare(declared: readonly ListenDeclaration[]): Promise<void> {
    this.#declared = declared;
    return this.#queue();
  }

  /** Follows the instances, if anything about them has changed that matters here. */
  follow(): Promise<void> {
    const { replica } = this.#parts.plane;
    const now = `${replica.listenersRevision} ${hostsOf(this.#parts.settings, replica).join()}`;
    if (now === this.#seen) return this.#reconciling;
    this.#seen = now;
    return this.#queue();
  }

  /** Leaves what is open to the data plane to close. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#reconciling;
  }

  #queue(): Promise<void> {
    this.#reconciling = this.#reconciling.then(() => (this.#closed ? undefined : this.#reconcile()));
    return this.#reconciling;
  }

  async #reconcile(): Promise<void> {
    const wanted = new Map(this.#wanted().map((address) => [keyOf(address), address]));
    for (const [key, listener] of this.#open) {
      if (wanted.has(key) && listener.isCurrent()) continue;
      this.#open.delete(key);
      await listener.close();
    }
    const failures = new Set<string>();
    for (const [key, address] of wanted) {
      if (this.#open.has(key)) continue;
      const listening = await this.#parts.plane.listen(address);
      if (listening.ok) this.#open.set(key, listening.value);
      else if (!isExpected(address, listening.error)) failures.add(listening.error.message);
    }
    this.#tell(failures);
  }

  #wanted(): readonly ListenAddress[] {
    const { plane, settings } = this.#parts;
    const hosts = hostsOf(settings, plane.replica);
    const destinations = destinationHosts(hosts, plane.replica);
    if (!destinations.ok) this.#tell(new Set([...this.#told, destinations.error]));
    return [
      ...[...hosts, ...(destinations.ok ? destinations.value : [])].map((host) => hostAddress(host, this.port)),
      ...declaredListeners(this.#declared, this.port),
      ...attachmentListeners(plane.replica),
    ];
  }

  #tell(failures: ReadonlySet<string>): void {
    for (const message of failures) if (!this.#told.has(message)) this.#parts.warn(message);
    this.#told = failures;
  }
}

function hostAddress(host: string, port: number): ListenAddress {
  return { host, port, network: DEFAULT_NETWORK };
}

function keyOf(address: ListenAddress): string {
  return JSON.stringify(address);
}

/** On a machine without IPv6 the second of the link-local addresses is missed by nobody. */
function isExpected(address: ListenAddress, failure: ListenFailure): boolean {
  return failure.kind === 'no-such-family' && 'early' in address;
}
