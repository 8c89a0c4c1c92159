import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { err, ok } from '#base';
import type { Result } from '#base';
import { openOnOnePort } from '#host';
import type { PortRequest } from '#host';
import { SERVER_LIMITS } from './limits.ts';

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

/** Listens on every address with the same port: the one asked for or, if that was only a wish, the next that is free. */
export async function listen(make: () => Server, request: PortRequest): Promise<Result<Listening, ApiListenFailure>> {
  const listening = await openOnOnePort<Server, ApiListenFailure>(request, {
    async open(host, port) {
      const server = make();
      const failure = await listenOn(server, host, port);
      return failure === undefined ? ok(server) : err(failure);
    },
    portOf,
    close: (server) => closeServer(server),
  });
  if (!listening.ok) return listening;
  const { opened, port } = listening.value;
  return ok({ servers: [...opened.values()], port });
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
