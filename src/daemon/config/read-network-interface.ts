import type { Report } from '#document';
import type { NetworkInterfaceDeclaration } from '#model';
import type { NetworkInterfaceShape } from './network-interface-schema.ts';
import { present } from './present.ts';

interface PrivateAddress {
  readonly privateIpAddress: string;
  readonly publicIpAddress?: string;
}

/** The interfaces of an instance in the words of the model. Device 0 comes first, and no two share a device or a MAC. */
export function readNetworkInterfaces(
  shapes: readonly NetworkInterfaceShape[],
  report: Report,
): readonly NetworkInterfaceDeclaration[] {
  const seen = new Set<string | number>();
  return shapes.map((shape, index) => {
    const deviceIndex = shape.deviceIndex ?? index;
    if (index === 0 && deviceIndex !== 0) report([index, 'deviceIndex'], 'the first interface is device 0');
    for (const [key, value] of [
      ['deviceIndex', deviceIndex],
      ['mac', shape.mac?.toLowerCase()],
    ] as const) {
      if (value !== undefined && seen.has(value))
        report([index, key], 'another interface of this instance has the same');
      if (value !== undefined) seen.add(value);
    }
    return readNetworkInterface(shape, (path, message) => report([index, ...path], message));
  });
}

function readNetworkInterface(shape: NetworkInterfaceShape, report: Report): NetworkInterfaceDeclaration {
  const addresses = privateAddresses(shape, report);
  return present({
    interfaceId: shape.networkInterfaceId,
    mac: shape.mac?.toLowerCase(),
    deviceNumber: shape.deviceIndex,
    networkCard: shape.networkCardIndex,
    privateIpv4s: addresses.length === 0 ? undefined : addresses.map(({ privateIpAddress }) => privateIpAddress),
    publicAddresses: publicAddresses(shape, addresses, report),
    ipv6s: shape.ipv6Addresses?.map(canonicalIpv6),
    ipv4Prefixes: shape.ipv4Prefixes,
    ipv6Prefixes: shape.ipv6Prefixes?.map(canonicalIpv6Cidr),
    localHostname: shape.privateDnsName,
    publicHostname: shape.publicDnsName,
    securityGroups: shape.securityGroups?.map(securityGroup),
    subnetId: shape.subnetId,
    subnetIpv4Cidr: shape.subnetIpv4CidrBlock,
    subnetIpv6Cidrs: shape.subnetIpv6CidrBlocks?.map(canonicalIpv6Cidr),
    vpcId: shape.vpcId,
    vpcIpv4Cidrs: shape.vpcIpv4CidrBlocks,
    vpcIpv6Cidrs: shape.vpcIpv6CidrBlocks?.map(canonicalIpv6Cidr),
  });
}

/** Primary first. EC2's own lists repeat the primary address, so a list here may, too. */
function privateAddresses(shape: NetworkInterfaceShape, report: Report): readonly PrivateAddress[] {
  const { privateIpAddress } = shape;
  const listed = (shape.privateIpAddresses ?? []).map((entry) =>
    typeof entry === 'string' ? { privateIpAddress: entry } : entry,
  );
  const seen = new Set<string>();
  for (const [index, entry] of listed.entries()) {
    if (seen.has(entry.privateIpAddress)) report(['privateIpAddresses', index], 'the same address is listed twice');
    seen.add(entry.privateIpAddress);
  }
  if (privateIpAddress === undefined) return listed;
  const primary = listed.find((entry) => entry.privateIpAddress === privateIpAddress) ?? { privateIpAddress };
  return [primary, ...listed.filter((entry) => entry !== primary)];
}

function publicAddresses(
  shape: NetworkInterfaceShape,
  addresses: readonly PrivateAddress[],
  report: Report,
): NetworkInterfaceDeclaration['publicAddresses'] {
  const mapped = addresses.flatMap(({ publicIpAddress, privateIpAddress }) =>
    publicIpAddress === undefined ? [] : [{ publicIpv4: publicIpAddress, privateIpv4: privateIpAddress }],
  );
  const { publicIpAddress } = shape;
  if (publicIpAddress === undefined) return mapped.length === 0 ? undefined : mapped;
  const [primary] = addresses;
  if (primary === undefined && shape.ipv6Addresses !== undefined)
    report(['publicIpAddress'], 'a public IPv4 address needs a privateIpAddress that it maps to');
  if (primary?.publicIpAddress !== undefined && primary.publicIpAddress !== publicIpAddress)
    report(['publicIpAddress'], 'privateIpAddresses gives the primary address another public one');
  const others = mapped.filter(({ publicIpv4 }) => publicIpv4 !== publicIpAddress);
  return [{ publicIpv4: publicIpAddress, ...present({ privateIpv4: primary?.privateIpAddress }) }, ...others];
}

function securityGroup(
  group: string | { readonly id?: string; readonly name: string },
): { readonly name: string } | { readonly id: string; readonly name: string } {
  if (typeof group === 'string') return { name: group };
  const { id, name } = group;
  return id === undefined ? { name } : { id, name };
}

/** The text form of RFC 5952, which is how EC2 writes addresses. */
function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

function canonicalIpv6Cidr(block: string): string {
  const [address = '', bits = ''] = block.split('/');
  return `${canonicalIpv6(address)}/${bits}`;
}
