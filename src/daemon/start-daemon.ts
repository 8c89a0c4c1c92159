import { ok } from '#base';
import type { Result } from '#base';
import { DEFAULT_NETWORK, parseAddress } from '#model';
import type { Replica, Resident } from '#registry';
import { assemble } from './assembly.ts';
import type { Assembly, Notify } from './assembly.ts';
import { loadConfiguration } from './load-configuration.ts';
import { wrongRequest } from './failure.ts';
import { destinationHosts, listen } from './listen.ts';
import { openState } from './open-state.ts';
import { readyReport } from './ready-report.ts';
import { RunningDaemon } from './running-daemon.ts';
import type { Daemon, DaemonSettings, StartFailure } from './settings.ts';

const LOOPBACK = '127.0.0.1';
const LOOPBACK_IPV6 = '::1';

/** Starts everything and gives it back running, or says why not and leaves nothing open. */
export async function startDaemon(settings: DaemonSettings, notify: Notify): Promise<Result<Daemon, StartFailure>> {
  const configuration = await loadConfiguration(settings.config);
  if (!configuration.ok) return wrongRequest(configuration.error);
  const registry = await openState(settings.stateDirectory);
  if (!registry.ok) return registry;
  const assembly = await assemble({ settings, configuration: configuration.value, registry: registry.value, notify });
  const hosts = hostsOf(settings, assembly.plane.replica);
  const port = await listenEverywhere(assembly, hosts);
  if (!port.ok) {
    await assembly.plane.close();
    await assembly.identityPublished;
    await registry.value.close();
    return port;
  }
  const answersLoopback = onLoopback(assembly.plane.replica, LOOPBACK) !== undefined;
  const report = readyReport(configuration.value, { hosts, port: port.value, answersLoopback });
  const dataPlane = configuration.value.settings.dataPlane;
  return ok(new RunningDaemon(assembly, { hosts, port: port.value, report, dataPlane }));
}

/** Loopback unless told otherwise; over IPv6 too where somebody is to be served there. */
function hostsOf({ host }: DaemonSettings, replica: Replica): readonly [string, ...string[]] {
  const [first, ...others] = host;
  if (first !== undefined) return [first, ...others];
  const fallback = onLoopback(replica, LOOPBACK_IPV6);
  return fallback?.instance.metadataOptions.httpProtocolIpv6 === 'enabled' ? [LOOPBACK, LOOPBACK_IPV6] : [LOOPBACK];
}

/** Who a caller on this loopback address is. */
function onLoopback(replica: Replica, address: string): Resident | undefined {
  const key = parseAddress(address);
  return key === undefined ? undefined : replica.identify(DEFAULT_NETWORK, key, key);
}

async function listenEverywhere(
  assembly: Assembly,
  hosts: readonly [string, ...string[]],
): Promise<Result<number, StartFailure>> {
  const { plane, settings } = assembly;
  const destinations = destinationHosts(hosts, plane.replica.destinations(DEFAULT_NETWORK));
  if (!destinations.ok) return destinations;
  const { port, portIsExplicit } = settings;
  return listen(plane, { hosts: [...hosts, ...destinations.value], port, portIsExplicit });
}
