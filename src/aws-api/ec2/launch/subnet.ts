import { completeInstance, defaultSubnetCidr, deriveResourceId } from '#model';
import type { InstanceDeclaration, NetworkInterface } from '#model';
import type { Call } from '../../action.ts';
import { defined } from '../../defined.ts';
import { zonesOf } from '../zones.ts';

/** The subnet that an interface is launched into. */
export interface LaunchSubnet {
  readonly id: string;
  /** Undefined where the subnet does not say: then the placement does. */
  readonly zone: string | undefined;
  /** Instances in it get public addresses unless they ask not to (VPC User Guide, "Default subnets"). */
  readonly isDefault: boolean;
  /** Where addresses that nobody asks for are taken from; undefined where the subnet does not say. */
  readonly cidr: string | undefined;
  /** What a network interface says of its subnet and VPC. */
  readonly surroundings: Partial<
    Pick<NetworkInterface, 'vpcId' | 'subnetIpv4Cidr' | 'subnetIpv6Cidrs' | 'vpcIpv4Cidrs' | 'vpcIpv6Cidrs'>
  >;
}

/** The subnet of this id; without one, the default one of a zone. One that nobody is in yet is taken as it is named. */
export function launchSubnet(call: Call, id: string | undefined, zone: string | undefined): LaunchSubnet {
  const defaults = defaultSubnets(call.region);
  if (id === undefined || defaults.has(id)) {
    const subnetId = id ?? deriveResourceId('subnet', zone ?? defaultZone(call.region));
    const own = defaults.get(subnetId) ?? defaultZone(call.region);
    return { id: subnetId, zone: own, isDefault: true, cidr: defaultSubnetCidr(own), surroundings: {} };
  }
  const member = call.inventory.findMentioning(
    'instance',
    `"${id}"`,
    (each) => interfaceIn(call, each, id) !== undefined,
  );
  const nic = member && interfaceIn(call, member, id);
  if (member === undefined || nic === undefined) {
    return { id, zone: undefined, isDefault: false, cidr: undefined, surroundings: {} };
  }
  const { vpcId, subnetIpv4Cidr, subnetIpv6Cidrs, vpcIpv4Cidrs, vpcIpv6Cidrs } = nic;
  return {
    id,
    zone: completeInstance(member).availabilityZone,
    isDefault: false,
    cidr: subnetIpv4Cidr,
    surroundings: defined({ vpcId, subnetIpv4Cidr, subnetIpv6Cidrs, vpcIpv4Cidrs, vpcIpv6Cidrs }),
  };
}

/** The default subnet for those who name neither a subnet nor a zone. */
export function defaultSubnetId(region: string): string {
  return deriveResourceId('subnet', defaultZone(region));
}

/** Where instances are of which nothing is said (`completeInstance`). */
function defaultZone(region: string): string {
  return `${region}a`;
}

/** The default subnets of a Region with their zones. */
function defaultSubnets(region: string): ReadonlyMap<string, string> {
  const zones = [defaultZone(region), ...zonesOf(region).map(({ name }) => name)];
  return new Map(zones.map((zone) => [deriveResourceId('subnet', zone), zone] as const));
}

/** Whether an instance in a subnet has a private address. */
export function isInUse(call: Call, address: string, subnetId: string): boolean {
  const holder = call.inventory.findMentioning('instance', `"${address}"`, (each) =>
    Boolean(interfaceIn(call, each, subnetId)?.privateIpv4s.includes(address)),
  );
  return holder !== undefined;
}

/** The private addresses that instances in a subnet have. */
export function addressesIn(call: Call, subnetId: string): ReadonlySet<string> {
  const members = call.inventory.mentioning('instance', `"${subnetId}"`);
  return new Set(members.flatMap((each) => interfaceIn(call, each, subnetId)?.privateIpv4s ?? []));
}

function interfaceIn(
  { accountId, region }: Call,
  instance: InstanceDeclaration,
  subnetId: string,
): NetworkInterface | undefined {
  if (instance.accountId !== accountId || instance.region !== region || instance.state === 'terminated')
    return undefined;
  return completeInstance(instance).networkInterfaces.find((nic) => nic.subnetId === subnetId);
}
