import { parseAddress } from './address.ts';
import type { AddressKey } from './address.ts';

const KEYS = new Set(['169.254.169.254', 'fd00:ec2::254'].map(parseAddress));

/** Whether the address is one of those EC2 serves metadata at. Who calls from one has it, as this machine can. */
export function isMetadataAddress(address: AddressKey): boolean {
  return KEYS.has(address);
}
