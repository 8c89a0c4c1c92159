import { hexDigits } from '#base';
import { deriveResourceId } from './ids.ts';
import type { Instance } from './instance.ts';
import type { InstanceDeclaration, NetworkInterfaceDeclaration } from './instance-declaration.ts';
import { ipPrivateDnsName, publicDnsName, resourcePrivateDnsName } from './network-interface.ts';
import type { NetworkInterface, PublicAddress, SecurityGroup } from './network-interface.ts';
import { availabilityZoneId } from './region.ts';

/** Fills in what was not declared. Depends on nothing but the declaration: the same one always gives the same instance. */
export function completeInstance(declared: InstanceDeclaration): Instance {
  const availabilityZone = declared.availabilityZone ?? `${declared.region}a`;
  const [primary = {}, ...secondary] = declared.networkInterfaces ?? [];
  return {
    ...DEFAULTS,
    imageId: deriveResourceId('ami', declared.region),
    architecture: architectureOf(declared.instanceType ?? DEFAULTS.instanceType),
    ...declared,
    reservationId: reservationOf(declared),
    credentialsSinceMs: declared.credentialsSinceMs ?? declared.launchTimeMs,
    availabilityZone,
    availabilityZoneId: declared.availabilityZoneId ?? availabilityZoneId(availabilityZone),
    networkInterfaces: [
      completeInterface({ ...declared, availabilityZone }, primary, 0),
      ...secondary.map((networkInterface, index) =>
        completeInterface({ ...declared, availabilityZone }, networkInterface, index + 1),
      ),
    ],
  };
}

/** The id of the reservation an instance was launched in: its own unless said. */
export function reservationOf({ id, reservationId }: Pick<InstanceDeclaration, 'id' | 'reservationId'>): string {
  return reservationId ?? deriveResourceId('r', id);
}

/** The devices of an instance of which nothing is said: a root volume. */
export const DEFAULT_BLOCK_DEVICES = { ami: '/dev/xvda', root: '/dev/xvda' } as const;

const DEFAULTS = {
  state: 'running',
  amiLaunchIndex: 0,
  amiManifestPath: '(unknown)',
  ancestorAmiIds: [],
  instanceType: 't3.micro',
  lifeCycle: 'on-demand',
  system: 'nitro',
  virtualizationProfile: 'default-hvm',
  kernelId: undefined,
  ramdiskId: undefined,
  productCodes: [],
  billingProducts: [],
  placementGroupName: undefined,
  hostId: undefined,
  partitionNumber: undefined,
  blockDevices: DEFAULT_BLOCK_DEVICES,
  keyPair: undefined,
  userDataBase64: undefined,
  tags: {},
  instanceProfile: undefined,
  monitoring: undefined,
  hibernationConfigured: false,
  instanceAction: 'none',
  targetLifecycleState: undefined,
  spotInterruption: undefined,
  rebalanceNoticeMs: undefined,
  scheduledEvents: [],
  eventHistory: [],
  managedSshKeys: undefined,
  elasticGpus: {},
  elasticInference: {},
  attachments: [],
  overrides: undefined,
} satisfies Partial<Instance>;

/** Graviton families carry a `g` behind the generation: `t4g`, `c7gn`, `im4gn`, `x2gd`; and `a1`. */
function architectureOf(instanceType: string): Instance['architecture'] {
  const family = instanceType.split('.', 1)[0] ?? '';
  return family === 'a1' || /^[a-z]+\d+g[a-z]*$/.test(family) ? 'arm64' : 'x86_64';
}

function completeInterface(
  owner: PlacedDeclaration,
  declared: NetworkInterfaceDeclaration,
  index: number,
): NetworkInterface {
  const seed = `${owner.id}/${declared.deviceNumber ?? index}`;
  const vpcId = declared.vpcId ?? deriveResourceId('vpc', owner.region);
  const privateIpv4s =
    declared.privateIpv4s ?? (declared.ipv6s === undefined ? [derivedAddress(seed, owner.availabilityZone)] : []);
  const publicAddresses = (declared.publicAddresses ?? []).map((address) => mapped(address, privateIpv4s));
  return {
    interfaceId: declared.interfaceId ?? deriveResourceId('eni', seed),
    mac: declared.mac ?? derivedMac(seed),
    deviceNumber: declared.deviceNumber ?? index,
    networkCard: declared.networkCard,
    ownerId: owner.accountId,
    privateIpv4s,
    publicAddresses,
    ipv6s: declared.ipv6s ?? [],
    ipv4Prefixes: declared.ipv4Prefixes ?? [],
    ipv6Prefixes: declared.ipv6Prefixes ?? [],
    localHostname: declared.localHostname ?? privateName(owner, privateIpv4s),
    publicHostname: declared.publicHostname ?? publicName(owner, publicAddresses),
    securityGroups: (declared.securityGroups ?? [{ name: 'default' }]).map((group) => identified(group, vpcId)),
    subnetId: declared.subnetId ?? deriveResourceId('subnet', owner.availabilityZone),
    subnetIpv4Cidr: declared.subnetIpv4Cidr ?? enclosing(privateIpv4s, 20),
    subnetIpv6Cidrs: declared.subnetIpv6Cidrs ?? subnetOf(declared.ipv6s, 64),
    vpcId,
    vpcIpv4Cidrs: declared.vpcIpv4Cidrs ?? cidrList(enclosing(privateIpv4s, 16)),
    vpcIpv6Cidrs: declared.vpcIpv6Cidrs ?? subnetOf(declared.ipv6s, 56),
  };
}

/** A declaration whose zone is known. */
type PlacedDeclaration = InstanceDeclaration & { readonly availabilityZone: string };

function mapped(
  address: PublicAddress | { readonly publicIpv4: string },
  privateIpv4s: readonly string[],
): PublicAddress {
  return 'privateIpv4' in address ? address : { publicIpv4: address.publicIpv4, privateIpv4: privateIpv4s[0] ?? '' };
}

function identified(group: SecurityGroup | { readonly name: string }, vpcId: string): SecurityGroup {
  return 'id' in group ? group : { name: group.name, id: deriveResourceId('sg', `${vpcId}/${group.name}`) };
}

function privateName(owner: InstanceDeclaration, privateIpv4s: readonly string[]): string {
  const [address] = privateIpv4s;
  return address === undefined
    ? resourcePrivateDnsName(owner.id, owner.region)
    : ipPrivateDnsName(address, owner.region);
}

function publicName(owner: InstanceDeclaration, addresses: readonly PublicAddress[]): string | undefined {
  const [address] = addresses;
  return address === undefined ? undefined : publicDnsName(address.publicIpv4, owner.region);
}

/** A host address in the default subnet of the zone, never its network, router, resolver or broadcast address. */
function derivedAddress(seed: string, availabilityZone: string): string {
  const host = 4 + (Number.parseInt(hexDigits(`ipv4:${seed}`, 8), 16) % (4096 - 5));
  return `172.31.${defaultThirdOctet(availabilityZone) + (host >> 8)}.${host & 0xff}`;
}

/** The block of the default subnet of a zone: EC2 gives each a /20 of 172.31.0.0/16 (VPC User Guide, "Default subnets"). */
export function defaultSubnetCidr(availabilityZone: string): string {
  return `172.31.${defaultThirdOctet(availabilityZone)}.0/20`;
}

function defaultThirdOctet(availabilityZone: string): number {
  return ((availabilityZone.charCodeAt(availabilityZone.length - 1) - 97) & 15) * 16;
}

/** Locally administered, as EC2's own are: the second digit is 2. */
function derivedMac(seed: string): string {
  return `02${hexDigits(`mac:${seed}`, 10)}`.replaceAll(/..(?=.)/g, '$&:');
}

/** Of the default VPC these are its block and that of the zone's default subnet. */
function enclosing(addresses: readonly string[], bits: 16 | 20): string | undefined {
  const [address] = addresses;
  if (address === undefined) return undefined;
  const [a = 0, b = 0, c = 0] = address.split('.').map(Number);
  return bits === 16 ? `${a}.${b}.0.0/16` : `${a}.${b}.${c & 0xf0}.0/20`;
}

function cidrList(cidr: string | undefined): readonly string[] {
  return cidr === undefined ? [] : [cidr];
}

/** The block of `bits` around the first address; a whole number of groups is kept, which holds for /64, and /56 zeroes the last octet. */
function subnetOf(addresses: readonly string[] | undefined, bits: 56 | 64): readonly string[] {
  const [address] = addresses ?? [];
  if (address === undefined) return [];
  const groups = expand(address).slice(0, 4);
  if (bits === 56) groups[3] = (Number.parseInt(groups[3] ?? '0', 16) & 0xff00).toString(16);
  return [`${groups.join(':').replace(/(?::0)+$/, '')}::/${bits}`];
}

function expand(ipv6: string): string[] {
  const [head = '', tail] = ipv6.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  return [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
}
