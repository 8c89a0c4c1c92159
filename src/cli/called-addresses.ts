import { networkInterfaces } from 'node:os';
import { DEFAULT_NETWORK } from '#model';
import type { Attachment } from '#model';

/** Makes whoever calls one of the addresses listened on the instance: for services of which there is but one. */
export function attachedToCalled(hosts: readonly string[]): readonly Attachment[] {
  return calledAddresses(hosts).map((address) => ({ kind: 'destination', address, network: DEFAULT_NETWORK }));
}

/** The addresses that callers of `hosts` call: of a wildcard, all that this machine has now. */
export function calledAddresses(hosts: readonly string[]): readonly string[] {
  return [...new Set(hosts.flatMap(addressesOf))];
}

function addressesOf(host: string): readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  return all.filter(({ family }) => family === 'IPv4' || host === '::').map(({ address }) => address);
}
