import type { DataPlane } from '#data-plane';
import type { Platform } from '#host';
import {
  DEFAULT_RETENTION,
  EPHEMERAL_RETENTION,
  openMemoryStore,
  openSqliteStore,
  Outputs,
  Telemetry,
} from '#telemetry';
import type { Retention, Store } from '#telemetry';
import type { Notify } from './assembly.ts';
import type { Configuration } from './config/configuration.ts';
import type { Observations } from './observations.ts';
import type { DaemonSettings } from './settings.ts';

/** What telemetry follows. */
export interface TelemetrySources {
  readonly settings: DaemonSettings;
  readonly configuration: Omit<Configuration, 'instances'>;
  readonly platform: Platform;
  readonly plane: DataPlane;
  readonly observations: Observations;
  readonly notify: Notify;
}

/** Telemetry at work, and its ways out. */
export interface OpenTelemetry {
  readonly telemetry: Telemetry;
  readonly outputs: Outputs;
  /** Writes what waits. The data plane has been closed before. */
  close(): Promise<void>;
}

/** Opens what was kept and follows the data plane from now on. A file that cannot be used is no reason not to serve. */
export function openTelemetry(sources: TelemetrySources): OpenTelemetry {
  const { settings, configuration, platform, plane, observations, notify } = sources;
  const { accountId, region, telemetry: declared } = configuration;
  const warn = (message: string): void => notify({ kind: 'warning', message });
  const telemetry = new Telemetry({
    ...platform,
    store: openStore(settings.stateDirectory, declared.retention, warn),
    ownerOf: (id) => plane.replica.find(id)?.instance,
    watched: (everything) => plane.observe({ everything }),
    failed: (reason) => warn(`what is observed cannot be written, and waits in memory: ${reason}`),
  });
  const resource = { version: settings.version, accountId, region };
  const outputs = new Outputs({ ...platform, telemetry, settings: declared, resource, tell: settings.tell, warn });
  const stop = observations.subscribe((observation) => telemetry.observe(observation));
  return {
    telemetry,
    outputs,
    async close() {
      stop();
      await outputs.close();
      telemetry.close();
    },
  };
}

function openStore(folder: string | undefined, declared: Partial<Retention>, warn: (message: string) => void): Store {
  if (folder === undefined) return openMemoryStore({ ...EPHEMERAL_RETENTION, ...declared });
  const opened = openSqliteStore(folder, { ...DEFAULT_RETENTION, ...declared });
  if (opened.ok) return opened.value;
  const { path, reason } = opened.error;
  warn(`${path} cannot be used: ${reason}. Metrics and history are kept in memory until the next start`);
  return openMemoryStore({ ...EPHEMERAL_RETENTION, ...declared });
}
