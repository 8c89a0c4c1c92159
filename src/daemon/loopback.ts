import { DEFAULT_NETWORK, parseAddress } from '#model';
import type { Replica, Resident } from '#registry';
import type { DaemonSettings } from './settings.ts';

/** Where one listens unless told otherwise. */
export const LOOPBACK = '127.0.0.1';
const LOOPBACK_IPV6 = '::1';

/** Loopback unless told otherwise; over IPv6 too where somebody is to be served there. */
export function hostsOf({ host }: Pick<DaemonSettings, 'host'>, replica: Replica): readonly [string, ...string[]] {
  const [first, ...others] = host;
  if (first !== undefined) return [first, ...others];
  const fallback = onLoopback(replica, LOOPBACK_IPV6);
  return fallback?.instance.metadataOptions.httpProtocolIpv6 === 'enabled' ? [LOOPBACK, LOOPBACK_IPV6] : [LOOPBACK];
}

/** Who a caller on this loopback address is. */
export function onLoopback(replica: Replica, address: string): Resident | undefined {
  const key = parseAddress(address);
  return key === undefined ? undefined : replica.identify(DEFAULT_NETWORK, key, key);
}
