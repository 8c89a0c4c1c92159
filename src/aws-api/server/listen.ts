import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { err, ok } from '#base';
import type { Result } from '#base';
import { SERVER_LIMITS } from './limits.ts';

/** Where to listen. */
export interface ListenRequest {
  /** The first of them decides the port. */
  readonly hosts: readonly [string, ...string[]];
  /** 0: any free port. */
  readonly port: number;
  /** True: that port or none. */
  readonly portIsExplicit: boolean;
}

/** Why an address cannot be listened on. */
export interface ApiListenFailure {
  readonly kind: 'in-use' | 'failed';
  readonly message: string;
}

/** Servers that listen, one an address, all on the same port. */
export interface Listening {
  readonly servers: readonly Server[];
  readonly port: number;
}

/** How many of the following ports are tried before any free one is taken. */
const NEXT_PORTS = 20;

/** Listens on every address with the same port: the one asked for or, if that was only a wish, the next that is free. */
export async function listen(make: () => Server, request: ListenRequest): Promise<Result<Listening, ApiListenFailure>> {
  let failure: ApiListenFailure = { kind: 'failed', message: 'there is no address to listen on' };
  for (const port of candidates(request)) {
    const listening = await listenEverywhere(make, request.hosts, port);
    if (listening.ok || listening.error.kind !== 'in-use') return listening;
    failure = listening.error;
  }
  return err(failure);
}

function candidates({ port, portIsExplicit }: ListenRequest): readonly number[] {
  if (portIsExplicit && port !== 0) return [port];
  // A free port of the first address may be taken on another, so it is asked for more than once.
  const anyFree = [0, 0, 0];
  return port === 0 ? anyFree : [...Array.from({ length: NEXT_PORTS }, (_, index) => port + index), ...anyFree];
}

async function listenEverywhere(
  make: () => Server,
  hosts: readonly string[],
  port: number,
): Promise<Result<Listening, ApiListenFailure>> {
  const servers: Server[] = [];
  let shared = port;
  for (const host of hosts) {
    const server = make();
    const failure = await listenOn(server, host, shared);
    if (failure !== undefined) {
      await closeServers(servers);
      return err(failure);
    }
    servers.push(server);
    shared = portOf(server);
  }
  return ok({ servers, port: shared });
}

async function listenOn(server: Server, host: string, port: number): Promise<ApiListenFailure | undefined> {
  try {
    server.listen({ host, port });
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const inUse = 'code' in error && error.code === 'EADDRINUSE';
    return { kind: inUse ? 'in-use' : 'failed', message: `cannot listen on ${host} port ${port}: ${error.message}` };
  }
}

function portOf(server: Server): number {
  // Only a server on a pipe has a text for an address.
  return (server.address() as AddressInfo).port;
}

/** Stops listening; answers on their way get half a second. */
export async function closeServers(servers: readonly Server[]): Promise<void> {
  await Promise.all(servers.map(closeServer));
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), SERVER_LIMITS.closeGraceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
