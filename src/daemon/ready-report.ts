import type { RootAccessKey } from '#aws-api';
import type { LoadedConfiguration } from './load-configuration.ts';
import type { ReadyReport } from './settings.ts';

/** What is served where. */
export interface Served {
  readonly hosts: readonly string[];
  readonly port: number;
  readonly apiUrl: string;
  readonly rootAccessKey: RootAccessKey;
  /** Whether a caller on loopback that nobody else matches is somebody. */
  readonly answersLoopback: boolean;
}

/** Where everything is. */
export function readyReport(
  { settings, instanceCount, firstIds }: LoadedConfiguration,
  { hosts, port, apiUrl, rootAccessKey, answersLoopback }: Served,
): ReadyReport {
  const ipv6 = hosts.find((host) => host.includes(':'));
  const ipv4 = hosts.find((host) => !host.includes(':'));
  return {
    imds: {
      url: urlOf(ipv4 ?? ipv6 ?? '127.0.0.1', port),
      ...(ipv6 === undefined ? {} : { ipv6Url: urlOf(ipv6, port) }),
    },
    api: { url: apiUrl },
    credentials: { accessKeyId: rootAccessKey.accessKeyId, secretAccessKey: rootAccessKey.secretAccessKey },
    region: settings.region,
    account: settings.accountId,
    instances: firstIds.map((id) => ({ id })),
    instanceCount,
    answersLoopback,
  };
}

/** A wildcard address is where one listens, not where one connects to. */
function urlOf(host: string, port: number): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (host === '::') return `http://[::1]:${port}`;
  return host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}
