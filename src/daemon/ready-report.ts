import type { Configuration } from './config/configuration.ts';
import type { ReadyReport } from './settings.ts';

/** Instances named in the report. */
const NAMED_MAX = 100;

/** Where everything is. */
export function readyReport(configuration: Configuration, hosts: readonly string[], port: number): ReadyReport {
  const ipv6 = hosts.find((host) => host.includes(':'));
  const ipv4 = hosts.find((host) => !host.includes(':'));
  return {
    imds: {
      url: urlOf(ipv4 ?? ipv6 ?? '127.0.0.1', port),
      ...(ipv6 === undefined ? {} : { ipv6Url: urlOf(ipv6, port) }),
    },
    region: configuration.region,
    account: configuration.accountId,
    instances: configuration.instances.slice(0, NAMED_MAX).map(({ id }) => ({ id })),
    instanceCount: configuration.instances.length,
  };
}

/** A wildcard address is where one listens, not where one connects to. */
function urlOf(host: string, port: number): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (host === '::') return `http://[::1]:${port}`;
  return host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}
