import { DEFAULT_TRANSPORT_LIMITS } from '#data-plane';
import type { DataPlaneSettings as RunningSettings } from '#data-plane';
import type { DataPlaneSettings } from './config/configuration.ts';
import type { DaemonSettings } from './settings.ts';

/** What command line and file together say of the data plane; the command line goes first. */
export function dataPlaneSettings(
  settings: DaemonSettings,
  configured: DataPlaneSettings,
): Pick<
  RunningSettings,
  'transport' | 'workers' | 'limits' | 'features' | 'attribution' | 'profile' | 'hopDistance' | 'throttle'
> {
  const workers = settings.workers ?? configured.workers ?? 1;
  const connections = configured.maxConnections ?? DEFAULT_TRANSPORT_LIMITS.connections;
  return {
    transport: settings.transport ?? configured.transport,
    workers,
    limits: { ...DEFAULT_TRANSPORT_LIMITS, connections: Math.ceil(connections / workers) },
    features: { securityCredentialsExtended: configured.securityCredentialsExtended },
    hopDistance: configured.hopDistance,
    throttle: configured.throttle,
    attribution: configured.attribution,
    profile: settings.profile ?? configured.profile,
  };
}
