// What "outside" means here. Openimds runs on one machine with its instances more often than not, and its API listens on
// that machine's loopback; GuardDuty's "outside AWS" would then be everything or nothing. So:
//
//   own       addresses and prefixes of the instance's interfaces, public ones included (behind NAT, a container of the
//             instance calls from those), and the addresses that it is attached by
//   network   the address ranges of its VPCs and subnets: its neighbours, NAT gateways and proxies in the VPC
//   machine   127.0.0.1 and ::1: relays, published ports, `openimds run` and the operator all come from there, and nothing
//             tells them apart
//   loopback  other loopback addresses are like any other address, but for an instance that is attached to nothing: such a
//             one is served on all of loopback that no other instance has
//   trusted   what the configuration says
import { inRange, isLoopback, isMetadataAddress, parseAddress, parseAddressRange } from '#model';
import type { AddressKey, AddressRange, Instance, NetworkInterface, SessionInstance } from '#model';

/** What an address is judged by. */
export interface Acquaintance {
  readonly instance: Instance | undefined;
  /** What the credentials say of the instance, which may be gone. */
  readonly session: SessionInstance;
  readonly trusted: readonly AddressRange[];
  /** Whether another instance has the address for itself; asked only where it matters, as it takes a search. */
  readonly isTaken: () => boolean;
}

/** Whether an instance's credentials may well be used from this address. */
export function isExpected(address: AddressKey, { instance, session, trusted, isTaken }: Acquaintance): boolean {
  if (isThisMachine(address) || within(address, trusted)) return true;
  if (within(address, rangesOf([session.privateIpv4 ?? '']))) return true;
  if (instance === undefined) return false;
  if (within(address, rangesOf(placesOf(instance)))) return true;
  return isLoopback(address) && instance.attachments.length === 0 && !isTaken();
}

const THIS_MACHINE = new Set([parseAddress('127.0.0.1'), parseAddress('::1')]);

function isThisMachine(address: AddressKey): boolean {
  return THIS_MACHINE.has(address) || isMetadataAddress(address);
}

function within(address: AddressKey, ranges: readonly AddressRange[]): boolean {
  return ranges.some((range) => inRange(range, address));
}

function rangesOf(texts: readonly string[]): readonly AddressRange[] {
  return texts.flatMap((text) => parseAddressRange(text) ?? []);
}

function placesOf({ networkInterfaces, attachments }: Instance): readonly string[] {
  const attached = attachments.flatMap((attachment) =>
    'address' in attachment && attachment.address !== undefined ? [attachment.address] : [],
  );
  return [...attached, ...networkInterfaces.flatMap(placesOfInterface)];
}

function placesOfInterface(nic: NetworkInterface): readonly string[] {
  return [
    ...nic.privateIpv4s,
    ...nic.publicAddresses.map(({ publicIpv4 }) => publicIpv4),
    ...nic.ipv6s,
    ...nic.ipv4Prefixes,
    ...nic.ipv6Prefixes,
    ...nic.vpcIpv4Cidrs,
    ...nic.vpcIpv6Cidrs,
    ...nic.subnetIpv6Cidrs,
  ];
}
