import { err, ok } from '#base';
import type { Result } from '#base';
import type { DataPlane, Listener, ListenFailure } from '#data-plane';
import { DEFAULT_NETWORK } from '#model';
import { machineRefuses } from './failure.ts';
import type { StartFailure } from './settings.ts';

/** Where to listen. */
export interface ListenRequest {
  /** The first of them decides the port. */
  readonly hosts: readonly [string, ...string[]];
  readonly port: number;
  /** True: that port or none. */
  readonly portIsExplicit: boolean;
}

/** What listens: on one port, by address. */
export interface OpenHosts {
  readonly port: number;
  readonly listeners: ReadonlyMap<string, Listener>;
}

/** How many of the following ports are tried before any free one is taken. */
const NEXT_PORTS = 20;
/** How often a port the system chose for the first address may turn out to be taken on another. */
const FREE_PORT_TRIES = 5;

/** Listens on every address, all with the same port. After a failure nothing is left listening. */
export async function listen(
  plane: Pick<DataPlane, 'listen'>,
  request: ListenRequest,
): Promise<Result<OpenHosts, StartFailure>> {
  const [first, ...others] = request.hosts;
  for (let tries = 1; ; tries++) {
    const decided = await listenFirst(plane, first, request);
    if (!decided.ok) return failed(decided.error, request);
    const { port } = decided.value;
    const listeners = new Map([[first, decided.value]]);
    const failure = await listenAll(plane, others, port, listeners);
    if (failure === undefined) return ok({ port, listeners });
    await Promise.all([...listeners.values()].map((listener) => listener.close()));
    if (request.port !== 0 || failure.kind !== 'in-use' || tries === FREE_PORT_TRIES) return failed(failure, request);
  }
}

async function listenFirst(
  plane: Pick<DataPlane, 'listen'>,
  host: string,
  request: ListenRequest,
): Promise<Result<Listener, ListenFailure>> {
  for (const port of candidates(request)) {
    const listening = await plane.listen({ host, port, network: DEFAULT_NETWORK });
    if (listening.ok || listening.error.kind !== 'in-use' || request.portIsExplicit) return listening;
  }
  return err({ kind: 'in-use', message: `no port is free on ${host}` });
}

function candidates({ port, portIsExplicit }: ListenRequest): readonly number[] {
  if (portIsExplicit || port === 0) return [port];
  return [...Array.from({ length: NEXT_PORTS }, (_, index) => port + index), 0];
}

async function listenAll(
  plane: Pick<DataPlane, 'listen'>,
  hosts: readonly string[],
  port: number,
  listeners: Map<string, Listener>,
): Promise<ListenFailure | undefined> {
  for (const host of hosts) {
    const listening = await plane.listen({ host, port, network: DEFAULT_NETWORK });
    if (!listening.ok) return listening.error;
    listeners.set(host, listening.value);
  }
  return undefined;
}

function failed(failure: ListenFailure, { portIsExplicit }: ListenRequest): Result<never, StartFailure> {
  const remedy =
    failure.kind === 'in-use' && portIsExplicit
      ? '. Stop what listens there, or give another --port (0 takes a free one)'
      : '';
  return machineRefuses(`${failure.message}${remedy}`);
}
