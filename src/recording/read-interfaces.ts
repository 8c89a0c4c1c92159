import type { NetworkInterfaceDeclaration } from '#model';
import type { Facts } from './facts.ts';
import { present } from './present.ts';

const MACS = 'meta-data/network/interfaces/macs';

/** The network interfaces that a tree shows, device 0 first; undefined where it shows none. What does not say its address is none. */
export function readInterfaces(facts: Facts): readonly NetworkInterfaceDeclaration[] | undefined {
  const macs = facts.names(MACS).filter((mac) => facts.text(`${MACS}/${mac}/mac`) !== undefined);
  const interfaces = macs.map((mac) => readInterface(facts, mac));
  return interfaces.length === 0
    ? undefined
    : interfaces.toSorted((a, b) => (a.deviceNumber ?? 0) - (b.deviceNumber ?? 0));
}

function readInterface(facts: Facts, mac: string): NetworkInterfaceDeclaration {
  const at = (name: string): string => `${MACS}/${mac}/${name}`;
  const ipv4 = facts.text(at('vpc-ipv4-cidr-block'));
  return {
    mac,
    privateIpv4s: facts.lines(at('local-ipv4s')) ?? [],
    publicAddresses: readPublicAddresses(facts, at),
    securityGroups: readSecurityGroups(facts, at),
    subnetIpv6Cidrs: facts.lines(at('subnet-ipv6-cidr-blocks')) ?? [],
    vpcIpv6Cidrs: facts.lines(at('vpc-ipv6-cidr-blocks')) ?? [],
    ...present({
      interfaceId: facts.text(at('interface-id')),
      deviceNumber: facts.whole(at('device-number')),
      networkCard: facts.whole(at('network-card')) ?? facts.whole(at('network-card-index')),
      ipv6s: facts.lines(at('ipv6s')),
      ipv4Prefixes: facts.lines(at('ipv4-prefix')),
      ipv6Prefixes: facts.lines(at('ipv6-prefix')),
      localHostname: facts.text(at('local-hostname')),
      publicHostname: facts.text(at('public-hostname')),
      subnetId: facts.text(at('subnet-id')),
      subnetIpv4Cidr: facts.text(at('subnet-ipv4-cidr-block')),
      vpcId: facts.text(at('vpc-id')),
      vpcIpv4Cidrs: facts.lines(at('vpc-ipv4-cidr-blocks')) ?? (ipv4 === undefined ? undefined : [ipv4]),
    }),
  };
}

function readPublicAddresses(
  facts: Facts,
  at: (name: string) => string,
): NonNullable<NetworkInterfaceDeclaration['publicAddresses']> {
  const associated = facts.names(at('ipv4-associations'));
  const listed = facts.lines(at('public-ipv4s')) ?? [];
  return [...new Set([...listed, ...associated])].map((publicIpv4) => {
    const [privateIpv4] = facts.lines(at(`ipv4-associations/${publicIpv4}`)) ?? [];
    return privateIpv4 === undefined ? { publicIpv4 } : { publicIpv4, privateIpv4 };
  });
}

/** Names and ids are in the same order. */
function readSecurityGroups(
  facts: Facts,
  at: (name: string) => string,
): NonNullable<NetworkInterfaceDeclaration['securityGroups']> {
  const ids = facts.lines(at('security-group-ids')) ?? [];
  return (facts.lines(at('security-groups')) ?? []).map((name, index) => {
    const id = ids[index];
    return id === undefined ? { name } : { name, id };
  });
}
