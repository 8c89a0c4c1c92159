import { readAccess } from '#daemon';
import { defaultStateDirectory } from './directories.ts';
import { fail } from './failure.ts';
import { exportLines, sdkVariables } from './shell-exports.ts';

/** Prints what points SDKs at a service that listens on `hosts`, of which the first IPv4 address is taken. */
export function env(hosts: readonly string[], port: number, json: boolean): void {
  print(sdkVariables(serviceUrl(hosts, port)), json);
}

/** The same for the service that was started last with this state; false, and nothing printed, where none was. */
export async function envOfRunning(state: string | undefined, json: boolean): Promise<boolean> {
  const access = await readAccess(state ?? defaultStateDirectory(process.env));
  if (!access.ok || access.value.imds === undefined) return false;
  print(sdkVariables(access.value.imds.url), json);
  return true;
}

/** Prints what makes the AWS CLI and SDKs call the AWS API here, as the root user of the account. */
export async function rootEnv(state: string | undefined, json: boolean): Promise<void> {
  const access = await readAccess(state ?? defaultStateDirectory(process.env));
  if (!access.ok) return fail(access.error, 1);
  const { api, credentials, region } = access.value;
  const variables = {
    AWS_ENDPOINT_URL: api.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
  print(variables, json);
}

function print(variables: Readonly<Record<string, string>>, json: boolean): void {
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
