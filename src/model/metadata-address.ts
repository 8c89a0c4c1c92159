import { parseAddress } from './address.ts';
import type { AddressKey } from './address.ts';
import { LINK_LOCAL_HOSTS } from './attachment.ts';

const KEYS = new Set(LINK_LOCAL_HOSTS.map(parseAddress));

/** Whether the address is one of those EC2 serves metadata at. Who calls from one has it, as this machine can. */
export function isMetadataAddress(address: AddressKey): boolean {
  return KEYS.has(address);
}
