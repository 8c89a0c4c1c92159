import { DEFAULT_NETWORK } from '#model';
import type { Attachment, IamInstanceProfile, InstanceId, LaunchedApart, NetworkInterfaceDeclaration } from '#model';
import type { Call } from '../../action.ts';
import { defined } from '../../defined.ts';
import { profileOfInstance } from '../find-profile.ts';
import { newResourceId } from '../new-resource-id.ts';
import { derivedIpv6, derivedPrivateIpv4, derivedPublicIpv4 } from './derived-addresses.ts';
import { FreeAddresses } from './free-addresses.ts';
import { requestedIpv4s, requestedPrimary } from './plan-network.ts';
import type { PlannedInterface } from './plan-network.ts';

/** What each instance of a launch is to have for itself: its id, its addresses, and what it sees of the profile. */
export function launchedApart(
  call: Call,
  count: number,
  interfaces: readonly PlannedInterface[],
  profile: IamInstanceProfile | undefined,
): readonly LaunchedApart[] {
  const addresses = new FreeAddresses(call, count);
  const requested = interfaces.flatMap(({ specification }) => [
    ...requestedIpv4s(specification),
    ...(specification.Ipv6Addresses ?? []).map(({ Ipv6Address = '' }) => Ipv6Address),
  ]);
  return Array.from({ length: count }, () => {
    // Of the form that ids have.
    const id = newResourceId('i', call.platform.random) as InstanceId;
    return {
      id,
      networkInterfaces: interfaces.map((nic) => declaredInterface(nic, id, addresses)),
      ...(requested.length === 0 ? {} : { attachments: requested.map(attachment) }),
      ...(profile === undefined ? {} : { instanceProfile: profileOfInstance(call, profile, id) }),
    };
  });
}

/** Whoever asks for an address is known by it: to requests that come from there, this instance answers. */
function attachment(address: string): Attachment {
  return { kind: 'source', address, network: DEFAULT_NETWORK };
}

function declaredInterface(planned: PlannedInterface, id: string, free: FreeAddresses): NetworkInterfaceDeclaration {
  const { specification, subnet, securityGroups, publicIpv4 } = planned;
  const seed = `${id}/${specification.DeviceIndex ?? 0}`;
  const privateIpv4s = privateAddresses(planned, seed, free);
  const [privateIpv4 = ''] = privateIpv4s;
  const ipv6s = ipv6Addresses(planned, seed);
  return {
    ...defined({
      deviceNumber: specification.DeviceIndex,
      networkCard: specification.NetworkCardIndex,
      interfaceId: specification.NetworkInterfaceId,
    }),
    ...subnet.surroundings,
    subnetId: subnet.id,
    securityGroups,
    privateIpv4s,
    ...(ipv6s.length === 0 ? {} : { ipv6s }),
    ...(publicIpv4 ? { publicAddresses: [{ publicIpv4: derivedPublicIpv4(seed), privateIpv4 }] } : {}),
    ...prefixes(planned),
  };
}

function privateAddresses(
  { specification, subnet }: PlannedInterface,
  seed: string,
  free: FreeAddresses,
): readonly string[] {
  const primary = requestedPrimary(specification);
  const requested = requestedIpv4s(specification);
  for (const address of requested) free.take(subnet.id, address);
  const derived = (index: number): string => {
    const isTaken = (address: string): boolean => free.isTaken(subnet.id, address);
    const address = derivedPrivateIpv4(subnet.cidr, `${seed}/${index}`, isTaken);
    free.take(subnet.id, address);
    return address;
  };
  const addresses = primary === undefined ? [derived(0), ...requested] : requested;
  const { SecondaryPrivateIpAddressCount: more = 0 } = specification;
  return [...addresses, ...Array.from({ length: more }, (_, index) => derived(addresses.length + index))];
}

function ipv6Addresses({ specification, subnet }: PlannedInterface, seed: string): readonly string[] {
  const { Ipv6Addresses = [], Ipv6AddressCount = 0 } = specification;
  const own = { id: subnet.id, cidr: subnet.surroundings.subnetIpv6Cidrs?.[0] };
  return [
    ...Ipv6Addresses.map(({ Ipv6Address = '' }) => Ipv6Address),
    ...Array.from({ length: Ipv6AddressCount }, (_, index) => derivedIpv6(own, `${seed}/${index}`)),
  ];
}

function prefixes({ specification }: PlannedInterface): NetworkInterfaceDeclaration {
  const ipv4Prefixes = (specification.Ipv4Prefixes ?? []).flatMap(({ Ipv4Prefix }) => Ipv4Prefix ?? []);
  const ipv6Prefixes = (specification.Ipv6Prefixes ?? []).flatMap(({ Ipv6Prefix }) => Ipv6Prefix ?? []);
  return {
    ...(ipv4Prefixes.length === 0 ? {} : { ipv4Prefixes }),
    ...(ipv6Prefixes.length === 0 ? {} : { ipv6Prefixes }),
  };
}
