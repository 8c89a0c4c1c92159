/** A security group as metadata shows it. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
}

/** A public IPv4 address and the private one it maps to. */
export interface PublicAddress {
  readonly publicIpv4: string;
  readonly privateIpv4: string;
}

/** A network interface with the subnet and VPC it is in (`network/interfaces/macs/<mac>/`). */
export interface NetworkInterface {
  readonly interfaceId: string;
  /** Lower case, colon-separated. */
  readonly mac: string;
  /** 0 is the primary interface. */
  readonly deviceNumber: number;
  /** Undefined on instance types with one network card. */
  readonly networkCard: number | undefined;
  readonly ownerId: string;
  /** Primary first; empty on an IPv6-only interface. */
  readonly privateIpv4s: readonly string[];
  readonly publicAddresses: readonly PublicAddress[];
  readonly ipv6s: readonly string[];
  readonly ipv4Prefixes: readonly string[];
  readonly ipv6Prefixes: readonly string[];
  /** Private DNS name. */
  readonly localHostname: string;
  /** Undefined without a public address or where the VPC gives no DNS names. */
  readonly publicHostname: string | undefined;
  readonly securityGroups: readonly SecurityGroup[];
  readonly subnetId: string;
  readonly subnetIpv4Cidr: string | undefined;
  readonly subnetIpv6Cidrs: readonly string[];
  readonly vpcId: string;
  /** Primary first. */
  readonly vpcIpv4Cidrs: readonly string[];
  readonly vpcIpv6Cidrs: readonly string[];
}

/** The private DNS name EC2 gives an IPv4 address (EC2 User Guide, "EC2 instance hostnames"). */
export function ipPrivateDnsName(ipv4: string, region: string): string {
  return `ip-${ipv4.replaceAll('.', '-')}.${privateDomain(region)}`;
}

/** The private DNS name EC2 gives by resource: for IPv6-only subnets, or when asked for. */
export function resourcePrivateDnsName(instanceId: string, region: string): string {
  return `${instanceId}.${privateDomain(region)}`;
}

/** The public DNS name of a public IPv4 address. */
export function publicDnsName(ipv4: string, region: string): string {
  const zone = region === 'us-east-1' ? 'compute-1.amazonaws.com' : `${region}.compute.amazonaws.com`;
  return `ec2-${ipv4.replaceAll('.', '-')}.${zone}`;
}

function privateDomain(region: string): string {
  return region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
}
