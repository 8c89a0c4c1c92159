import { ok } from '#base';
import type { Result } from '#base';
import type { DataPlane, Listener, ListenFailure } from '#data-plane';
import { openOnOnePort } from '#host';
import type { PortRequest } from '#host';
import { DEFAULT_NETWORK } from '#model';
import { machineRefuses } from './failure.ts';
import type { StartFailure } from './settings.ts';

/** What listens: on one port, by address. */
export interface OpenHosts {
  readonly port: number;
  readonly listeners: ReadonlyMap<string, Listener>;
}

/** Listens on every address, all with the same port. After a failure nothing is left listening. */
export async function listen(
  plane: Pick<DataPlane, 'listen'>,
  request: PortRequest,
): Promise<Result<OpenHosts, StartFailure>> {
  const listening = await openOnOnePort<Listener, ListenFailure>(request, {
    open: (host, port) => plane.listen({ host, port, network: DEFAULT_NETWORK }),
    portOf: ({ port }) => port,
    close: (listener) => listener.close(),
  });
  if (!listening.ok) return failed(listening.error, request);
  return ok({ port: listening.value.port, listeners: listening.value.opened });
}

function failed(failure: ListenFailure, { portIsExplicit }: PortRequest): Result<never, StartFailure> {
  const remedy =
    failure.kind === 'in-use' && portIsExplicit
      ? '. Stop what listens there, or give another --port (0 takes a free one)'
      : '';
  return machineRefuses(`${failure.message}${remedy}`);
}
