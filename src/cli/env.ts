import { exportLines, sdkVariables } from './shell-exports.ts';

/** Prints what points SDKs at a service that listens on `hosts`, of which the first IPv4 address is taken. */
export function env(hosts: readonly string[], port: number, json: boolean): void {
  const variables = sdkVariables(serviceUrl(hosts, port));
  const text = json ? JSON.stringify(variables) : exportLines(variables).join('\n');
  process.stdout.write(`${text}\n`);
}

/** One listens on a wildcard address, and connects to loopback. */
function serviceUrl(hosts: readonly string[], port: number): string {
  const host = hosts.find((address) => !address.includes(':')) ?? hosts[0] ?? '127.0.0.1';
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const authority = reachable.includes(':') ? `[${reachable}]` : reachable;
  return port === 80 ? `http://${authority}` : `http://${authority}:${port}`;
}
