import { BUILT_IN_METADATA_OPTIONS, completeInstance, deriveInstanceId } from '#model';
import type {
  AccountId,
  Instance,
  InstanceDeclaration,
  NetworkInterface,
  NetworkInterfaceDeclaration,
  RegisteredSecurityGroup,
} from '#model';
import type { Call } from '../action.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { visibleInstances } from './find-instances.ts';
import { registeredGroups, unregisteredGroup } from './security-group/registered-groups.ts';
import { zonesOf } from './zones.ts';

/** A VPC. */
export interface Vpc {
  readonly id: string;
  readonly ownerId: string;
  readonly isDefault: boolean;
  /** Primary first. */
  readonly ipv4Cidrs: readonly string[];
  readonly ipv6Cidrs: readonly string[];
}

/** A subnet. */
export interface Subnet {
  readonly id: string;
  readonly ownerId: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly zoneId: string;
  readonly isDefault: boolean;
  readonly ipv4Cidr: string | undefined;
  readonly ipv6Cidrs: readonly string[];
  /** IPv4 addresses that instances have, prefixes included. */
  readonly usedIpv4s: number;
}

/** What there is in one account and Region by id. */
export interface Network {
  readonly defaultVpcId: string;
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  /** Those that somebody made or changed, and those that instances are in. */
  readonly groups: ReadonlyMap<string, RegisteredSecurityGroup>;
}

const known = new WeakMap<Inventory, Map<string, Network>>();

/**
 * The network around the instances: nobody keeps VPCs and subnets, so there are those that instances are in, and the default
 * ones that an instance would be in of which nothing is said. The same holds for security groups that nobody has made or
 * changed. Read anew once instances or groups have changed.
 */
export function networkOf(call: Call): Network {
  const { inventory, accountId, region } = call;
  const place = `${accountId}/${region}`;
  const network = networksOf(inventory).get(place) ?? surveyed(call);
  networksOf(inventory).set(place, network);
  return network;
}

function networksOf(inventory: Inventory): Map<string, Network> {
  const present = known.get(inventory);
  if (present !== undefined) return present;
  const networks = new Map<string, Network>();
  known.set(inventory, networks);
  inventory.watch((changes) => {
    if (changes.some(({ kind }) => kind === 'instance' || kind === 'security-group')) networks.clear();
  });
  return networks;
}

function surveyed(call: Call): Network {
  const survey = new Survey(call);
  for (const group of registeredGroups(call)) survey.addRegistered(group);
  for (const { entity } of visibleInstances(call)) {
    if (entity.state === 'terminated') continue;
    if (entity.networkInterfaces === undefined) {
      survey.addPlain(entity);
      continue;
    }
    const instance = completeInstance(entity);
    for (const nic of instance.networkInterfaces) survey.add(instance, nic);
  }
  return survey.network();
}

/** An instance of which nothing is said: what it gets is the default of account and Region. */
function plainInstance(
  { accountId, region }: Call,
  availabilityZone: string | undefined,
  nic: NetworkInterfaceDeclaration = {},
): Instance {
  return completeInstance({
    id: deriveInstanceId(''),
    // Whoever calls has been found to be of it.
    accountId: accountId as AccountId,
    region,
    launchTimeMs: 0,
    revisedAtMs: 0,
    metadataOptions: BUILT_IN_METADATA_OPTIONS,
    networkInterfaces: [nic],
    ...(availabilityZone === undefined ? {} : { availabilityZone }),
  });
}

class Survey {
  readonly #call: Call;
  readonly #plain: readonly Instance[];
  readonly #plainByZone = new Map<string, Instance>();
  readonly #vpcs = new Map<string, Vpc>();
  readonly #subnets = new Map<string, Subnet>();
  readonly #groups = new Map<string, RegisteredSecurityGroup>();

  constructor(call: Call) {
    this.#call = call;
    this.#plain = [undefined, ...zonesOf(call.region)].map((zone) => plainInstance(call, zone?.name));
    for (const { networkInterfaces } of this.#plain) this.#addVpc(networkInterfaces[0]);
  }

  get #defaultVpcId(): string {
    return this.#plain[0]?.networkInterfaces[0].vpcId ?? '';
  }

  /** An instance of whose network nothing is said: in one zone all such are in the same, and there may be very many. */
  addPlain({ availabilityZone, availabilityZoneId }: InstanceDeclaration): void {
    const zone = `${availabilityZone} ${availabilityZoneId}`;
    const seen = this.#plainByZone.get(zone) ?? plainInstance(this.#call, availabilityZone);
    const alike = availabilityZoneId === undefined ? seen : { ...seen, availabilityZoneId };
    this.#plainByZone.set(zone, alike);
    this.add(alike, alike.networkInterfaces[0]);
  }

  add(instance: Instance, nic: NetworkInterface): void {
    this.#addVpc(nic);
    this.#addSubnet(instance, nic, nic.privateIpv4s.length + nic.ipv4Prefixes.length * 16);
    for (const { id, name } of nic.securityGroups) this.#addGroup(nic, id, name);
  }

  /** A group that somebody made or changed. */
  addRegistered(group: RegisteredSecurityGroup): void {
    this.#groups.set(group.id, group);
  }

  /** What the instances have shown, and the defaults that none of them is in. */
  network(): Network {
    for (const instance of this.#plain) this.#addSubnet(instance, instance.networkInterfaces[0], 0);
    const withDefault = new Set(
      [...this.#groups.values()].filter(({ name }) => name === 'default').map(({ vpcId }) => vpcId),
    );
    for (const { id: vpcId } of this.#vpcs.values()) {
      const [nic] = plainInstance(this.#call, undefined, { vpcId }).networkInterfaces;
      const [group] = nic.securityGroups;
      if (group !== undefined && !withDefault.has(vpcId)) this.#addGroup(nic, group.id, group.name);
    }
    return { defaultVpcId: this.#defaultVpcId, vpcs: this.#vpcs, subnets: this.#subnets, groups: this.#groups };
  }

  #addVpc({ vpcId: id, ownerId, vpcIpv4Cidrs, vpcIpv6Cidrs }: NetworkInterface): void {
    const present = this.#vpcs.get(id);
    const ipv4Cidrs = [...new Set([...(present?.ipv4Cidrs ?? []), ...vpcIpv4Cidrs])];
    const ipv6Cidrs = [...new Set([...(present?.ipv6Cidrs ?? []), ...vpcIpv6Cidrs])];
    this.#vpcs.set(id, { id, ownerId, isDefault: id === this.#defaultVpcId, ipv4Cidrs, ipv6Cidrs });
  }

  #addSubnet({ availabilityZone, availabilityZoneId }: Instance, nic: NetworkInterface, usedIpv4s: number): void {
    const { subnetId: id, ownerId, vpcId, subnetIpv4Cidr, subnetIpv6Cidrs } = nic;
    const present = this.#subnets.get(id);
    this.#subnets.set(id, {
      id,
      ownerId,
      vpcId: present?.vpcId ?? vpcId,
      zone: present?.zone ?? availabilityZone,
      zoneId: present?.zoneId ?? availabilityZoneId,
      isDefault: this.#plain.some(({ networkInterfaces: [{ subnetId }] }) => subnetId === id),
      ipv4Cidr: present?.ipv4Cidr ?? subnetIpv4Cidr,
      ipv6Cidrs: [...new Set([...(present?.ipv6Cidrs ?? []), ...subnetIpv6Cidrs])],
      usedIpv4s: (present?.usedIpv4s ?? 0) + usedIpv4s,
    });
  }

  #addGroup({ vpcId }: NetworkInterface, id: string, name: string): void {
    if (!this.#groups.has(id)) this.#groups.set(id, unregisteredGroup(this.#call, { id, name, vpcId }));
  }
}
