import type { Instance, NetworkInterface } from '#model';
import type { Category, Keys, Subject } from '../category.ts';
import { lines } from '../lines.ts';

/** The attached network interfaces, each below its MAC address. */
export const networkInterface = {
  placeholders: {
    mac: { candidates: ({ networkInterfaces }) => networkInterfaces.map(({ mac }) => mac) },
    'public-ipv4': {
      candidates: (instance, [mac]) => {
        const found = interfaceOf(instance, mac);
        return found === undefined ? [] : publicIpv4s(found);
      },
    },
  },
  categories: [
    row('device-number', '2011-01-01', 'when attached', ({ deviceNumber }) => String(deviceNumber)),
    row('interface-id', '2011-01-01', 'when attached', ({ interfaceId }) => interfaceId),
    row('ipv4-associations/{public-ipv4}', '2011-01-01', 'when that public IPv4 address is mapped', associated),
    row('ipv4-prefix', '2021-07-15', 'when IPv4 prefixes are delegated', ({ ipv4Prefixes }) => lines(ipv4Prefixes)),
    row('ipv6-prefix', '2021-07-15', 'when IPv6 prefixes are delegated', ({ ipv6Prefixes }) => lines(ipv6Prefixes)),
    row('ipv6s', '2016-06-30', 'when it has an IPv6 address', ({ ipv6s }) => lines(ipv6s)),
    row('local-hostname', '2007-01-19', 'when attached', ({ localHostname }) => localHostname),
    row('local-ipv4s', '2011-01-01', 'when it has a private IPv4 address', ({ privateIpv4s }) => lines(privateIpv4s)),
    row('mac', '2011-01-01', 'when attached', ({ mac }) => mac),
    row('network-card', '2020-11-01', 'when the instance type has several network cards', networkCard),
    {
      // What the documentation of 2023 called it; newer clients read `network-card`.
      ...row('network-card-index', '2020-11-01', 'when the instance type has several network cards', networkCard),
      unlisted: 'network-card-index',
    },
    row('owner-id', '2011-01-01', 'when attached', ({ ownerId }) => ownerId),
    row('public-hostname', '2011-01-01', 'when it has a public DNS name', ({ publicHostname }) => publicHostname),
    row('public-ipv4s', '2011-01-01', 'when it has a public IPv4 address', (found) => lines(publicIpv4s(found))),
    row('security-group-ids', '2011-01-01', 'when attached', ({ securityGroups }) =>
      securityGroups.map(({ id }) => id).join('\n'),
    ),
    row('security-groups', '2011-01-01', 'when attached', ({ securityGroups }) =>
      securityGroups.map(({ name }) => name).join('\n'),
    ),
    row('subnet-id', '2011-01-01', 'when attached', ({ subnetId }) => subnetId),
    row('subnet-ipv4-cidr-block', '2011-01-01', 'when the subnet has IPv4', ({ subnetIpv4Cidr }) => subnetIpv4Cidr),
    row('subnet-ipv6-cidr-blocks', '2016-06-30', 'when the subnet has IPv6', ({ subnetIpv6Cidrs }) =>
      lines(subnetIpv6Cidrs),
    ),
    row('vpc-id', '2011-01-01', 'when attached', ({ vpcId }) => vpcId),
    row('vpc-ipv4-cidr-block', '2011-01-01', 'when the VPC has IPv4', ({ vpcIpv4Cidrs }) => vpcIpv4Cidrs[0]),
    row('vpc-ipv4-cidr-blocks', '2016-06-30', 'when the VPC has IPv4', ({ vpcIpv4Cidrs }) => lines(vpcIpv4Cidrs)),
    row('vpc-ipv6-cidr-blocks', '2016-06-30', 'when the VPC has IPv6', ({ vpcIpv6Cidrs }) => lines(vpcIpv6Cidrs)),
  ],
} satisfies Subject;

/** A category of the interface whose MAC address is in the path; absent where there is none. */
function row(
  leaf: string,
  since: string,
  present: `when ${string}`,
  read: (found: NetworkInterface, keys: Keys) => string | undefined,
): Category {
  const value = (instance: Instance, keys: Keys): string | undefined => {
    const found = interfaceOf(instance, keys[0]);
    return found === undefined ? undefined : read(found, keys);
  };
  return { path: `meta-data/network/interfaces/macs/{mac}/${leaf}`, since, present, value };
}

function interfaceOf(instance: Instance, mac: string | undefined): NetworkInterface | undefined {
  return instance.networkInterfaces.find((candidate) => candidate.mac === mac);
}

function publicIpv4s({ publicAddresses }: NetworkInterface): readonly string[] {
  return publicAddresses.map(({ publicIpv4 }) => publicIpv4);
}

/** The private address, although the documentation of some mocks says the public one: that is what the service answers. */
function associated({ publicAddresses }: NetworkInterface, [, publicIpv4]: Keys): string | undefined {
  return lines(publicAddresses.filter((pair) => pair.publicIpv4 === publicIpv4).map((pair) => pair.privateIpv4));
}

function networkCard({ networkCard: index }: NetworkInterface): string | undefined {
  return index?.toString();
}
