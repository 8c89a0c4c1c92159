import { err, ok } from '#base';
import type { Result } from '#base';
import type { DataPlane, ListenFailure } from '#data-plane';
import { DEFAULT_NETWORK, parseAddress } from '#model';
import { machineRefuses, wrongRequest } from './failure.ts';
import type { StartFailure } from './settings.ts';

/** Where to listen. */
export interface ListenRequest {
  /** The first of them decides the port. */
  readonly hosts: readonly [string, ...string[]];
  readonly port: number;
  /** True: that port or none. */
  readonly portIsExplicit: boolean;
}

/** How many of the following ports are tried before any free one is taken. */
const NEXT_PORTS = 20;
/** How often a port the system chose for the first address may turn out to be taken on another. */
const FREE_PORT_TRIES = 5;
/** Addresses that are opened one by one; for more there is `--host 0.0.0.0`. */
export const DESTINATIONS_MAX = 256;

/** Listens on every address, all with the same port, and gives the port. */
export async function listen(
  plane: Pick<DataPlane, 'listen'>,
  request: ListenRequest,
): Promise<Result<number, StartFailure>> {
  const [first, ...others] = request.hosts;
  for (let tries = 1; ; tries++) {
    const port = await listenFirst(plane, first, request);
    if (!port.ok) return failed(port.error, request);
    const failure = await listenAll(plane, others, port.value);
    if (failure === undefined) return port;
    if (request.port !== 0 || failure.kind !== 'in-use' || tries === FREE_PORT_TRIES) return failed(failure, request);
  }
}

async function listenFirst(
  plane: Pick<DataPlane, 'listen'>,
  host: string,
  request: ListenRequest,
): Promise<Result<number, ListenFailure>> {
  for (const port of candidates(request)) {
    const listening = await plane.listen({ host, port, network: DEFAULT_NETWORK });
    if (listening.ok) return ok(listening.value.port);
    if (listening.error.kind !== 'in-use' || request.portIsExplicit) return listening;
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
): Promise<ListenFailure | undefined> {
  for (const host of hosts) {
    const listening = await plane.listen({ host, port, network: DEFAULT_NETWORK });
    if (!listening.ok) return listening.error;
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

/** The addresses that instances are attached to by destination and that `hosts` do not cover. */
export function destinationHosts(
  hosts: readonly string[],
  destinations: Iterable<string>,
): Result<readonly string[], StartFailure> {
  const covered = new Set(hosts.map((host) => parseAddress(host)));
  const everyIpv4 = covered.has(0) || hosts.includes('::');
  const missing = [...destinations].filter((address) => {
    const key = parseAddress(address);
    return !covered.has(key) && !(typeof key === 'number' ? everyIpv4 : hosts.includes('::'));
  });
  if (missing.length <= DESTINATIONS_MAX) return ok(missing);
  return wrongRequest(
    `${missing.length} instances are attached to addresses of their own; up to ${DESTINATIONS_MAX} are listened on one by one. Use --host 0.0.0.0 (or ::) to listen on all of this machine's`,
  );
}
