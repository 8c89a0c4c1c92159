import { ok } from '#base';
import type { Result } from '#base';
import { makeNetworkNamespaces } from '#host';
import { instanceNetwork } from './instance-network.ts';
import { FAMILIES } from './metadata-address.ts';
import type { RunProgram } from './run-program.ts';

/** A network that ends with the process: the metadata addresses at one end, programs at the other. */
export interface InstanceNetwork {
  /** The file of the network namespace that programs are to run in, for as long as the network is open. */
  readonly path: string;
  /** Sockets of port 80 of the metadata addresses, bound and not listening: one for each IP family there is. */
  readonly sockets: readonly number[];
  /** Lets go of it. What still runs in it keeps its part of it. */
  close(): void;
}

const METADATA_PORT = 80;

/** Makes such a network, in which an answer travels `hops` hops. Needs CAP_SYS_ADMIN and CAP_NET_ADMIN; the error says what failed. */
export async function openInstanceNetwork(run: RunProgram, hops: number): Promise<Result<InstanceNetwork, string>> {
  const made = await makeNetworkNamespaces({ count: hops + 1, port: METADATA_PORT });
  if (!made.ok) return made;
  const { descriptors, sockets } = made.value;
  const pathOf = (place: number): string => `/proc/${process.pid}/fd/${descriptors[place]}`;
  const families = FAMILIES.slice(0, sockets.length);
  for (const [place, input] of instanceNetwork(hops, families, pathOf).entries()) {
    const done = await run({ program: 'nsenter', args: [`--net=${pathOf(place)}`, 'ip', '-batch', '-'], input });
    if (done.ok) continue;
    made.value.close();
    return done;
  }
  return ok({ path: pathOf(hops), sockets, close: () => made.value.close() });
}
