import { isLoopback, parseAddress } from '#model';
import type { AddressKey } from '#model';

/** Names that cannot come from a public zone (RFC 6761, RFC 6762, RFC 9476, and what ICANN has reserved for private use). */
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|test|alt|arpa)$/;

/**
 * Whether a `Host` is no name of this service: then some other name was made to resolve here, or somebody passed on a
 * request that was meant for another. Names of one label and private addresses are given by whoever set up the network, as
 * by container composition, and prove nothing. An empty value is not foreign.
 */
export function isForeignHost(host: string, local: AddressKey): boolean {
  const name = withoutPort(host).toLowerCase().replace(/\.$/, '');
  if (name === '') return false;
  const address = parseAddress(name.replace(/^\[(.*)\]$/, '$1'));
  if (address !== undefined) return address !== local && !isPrivate(address);
  return name.includes('.') && !LOCAL_NAME.test(name);
}

function withoutPort(host: string): string {
  return host.replace(/:\d*$/, '');
}

/** Loopback, link-local, RFC 1918, shared (RFC 6598) and unique local (RFC 4193) addresses. */
function isPrivate(address: AddressKey): boolean {
  if (isLoopback(address)) return true;
  if (typeof address === 'string') return /^(?:f[cd]|fe[89ab])/.test(address);
  const high = address >>> 16;
  return (
    high >>> 8 === 10 || high === 0xa9fe || high === 0xc0a8 || (high & 0xfff0) === 0xac10 || (high & 0xffc0) === 0x6440
  );
}
