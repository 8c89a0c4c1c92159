import { ok } from '#base';
import type { Result } from '#base';
import { realPlatform } from '#host';
import { writeAccess } from './access-file.ts';
import { assemble } from './assembly.ts';
import type { Assembly, Notify } from './assembly.ts';
import { LOOPBACK, onLoopback } from './loopback.ts';
import { loadConfiguration } from './load-configuration.ts';
import type { LoadedConfiguration } from './load-configuration.ts';
import { wrongRequest } from './failure.ts';
import { Listeners } from './listeners.ts';
import { openState } from './open-state.ts';
import { readyReport } from './ready-report.ts';
import { RunningDaemon } from './running-daemon.ts';
import type { Daemon, DaemonSettings, StartFailure } from './settings.ts';

/** From this number on, what starting left behind is worth the tenth of a second that giving it back takes. */
const MANY_INSTANCES = 10_000;

/**
 * Starts everything and gives it back running, or says why not and leaves nothing open. The platform is for tests that turn
 * the clock: only the net transport goes by it.
 */
export async function startDaemon(
  settings: DaemonSettings,
  notify: Notify,
  platform = realPlatform(),
): Promise<Result<Daemon, StartFailure>> {
  const configuration = await loadConfiguration(settings);
  if (!configuration.ok) return wrongRequest(configuration.error);
  for (const message of configuration.value.notes) notify({ kind: 'warning', message });
  const registry = await openState(settings.stateDirectory);
  if (!registry.ok) return registry;
  const assembly = await assemble({
    settings,
    platform,
    configuration: configuration.value,
    registry: registry.value,
    notify,
  });
  const daemon = await open(assembly, configuration.value);
  if (daemon.ok) return daemon;
  await assembly.plane.close();
  await assembly.faults.close();
  await assembly.openTelemetry.close();
  await assembly.identityPublished;
  await registry.value.close();
  return daemon;
}

/** Metadata first: whoever waits for it must not wait for the API to load. */
async function open(assembly: Assembly, configuration: LoadedConfiguration): Promise<Result<Daemon, StartFailure>> {
  const { plane, settings, notify } = assembly;
  const { dataPlane, telemetry } = configuration.settings;
  const warn = (message: string): void => notify({ kind: 'warning', message });
  // Where it is a fallback, the data plane has said so.
  if ((settings.transport ?? dataPlane.transport) === 'net' && settings.isHidden !== true)
    warn('served through node:net, as was asked for: hop limits and packetsPerSecond are not enforced');
  const parts = { plane, settings, warn };
  const listeners =
    settings.isHidden === true ? ok(Listeners.none(parts)) : await Listeners.open(parts, dataPlane.listen);
  if (!listeners.ok) return listeners;
  const { openApi } = await import('./open-api.ts');
  const opened = await openApi(assembly, configuration.settings, listeners.value);
  if (!opened.ok) {
    await listeners.value.close();
    return opened;
  }
  if (configuration.instanceCount >= MANY_INSTANCES) await plane.releaseMemory();
  const { api, rootAccessKey } = opened.value;
  const answersLoopback = onLoopback(plane.replica, LOOPBACK) !== undefined;
  const { hosts, port } = listeners.value;
  const report = readyReport(configuration, { hosts, port, apiUrl: api.url, rootAccessKey, answersLoopback });
  if (settings.stateDirectory !== undefined) await writeAccess(settings.stateDirectory, report);
  const listening = { listeners: listeners.value, openApi: opened.value, report, dataPlane, telemetry };
  const daemon = new RunningDaemon(assembly, listening);
  await daemon.takeOverSockets();
  return ok(daemon);
}
