import { ok } from '#base';
import { arn, deriveResourceId } from '#model';
import type { Tags } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { ec2Error } from './errors.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { describedPage, invalidMaxResults } from './max-results.ts';
import { namedResources } from './named-resources.ts';
import type { ResourceIds } from './named-resources.ts';
import { networkOf } from './network.ts';
import type { Subnet } from './network.ts';
import { tagList, tagsOf } from './tag-list.ts';
import { keptTags } from './tagged-network.ts';

/** The ids of subnets. */
export const SUBNET_IDS: ResourceIds = {
  prefix: 'subnet',
  malformed: 'InvalidSubnetID.Malformed',
  notFound: (id) => ec2Error('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`),
};

/** EC2 API Reference, `DescribeSubnets`. */
export const describeSubnets: ActionOf<'ec2', 'DescribeSubnets'> = {
  validate: invalidMaxResults,
  act(input, call) {
    const named = namedResources(networkOf(call).subnets, input.SubnetIds, SUBNET_IDS);
    if (!named.ok) return named;
    const views = named.value.map((subnet) => subnetView(subnet, call.region, keptTags(call, subnet.id)));
    const matching = filtered(views, input.Filters, FILTERS);
    if (!matching.ok) return matching;
    const page = describedPage(matching.value, ({ SubnetId = '' }) => SubnetId, input);
    return page.ok ? ok({ Subnets: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

const TABLE: Filterable<ec2.Subnet>['table'] = {
  'availability-zone': ({ AvailabilityZone }) => AvailabilityZone,
  'availability-zone-id': ({ AvailabilityZoneId }) => AvailabilityZoneId,
  'available-ip-address-count': ({ AvailableIpAddressCount }) => AvailableIpAddressCount,
  'cidr-block': ({ CidrBlock }) => CidrBlock,
  'default-for-az': ({ DefaultForAz }) => DefaultForAz,
  'enable-dns64': ({ EnableDns64 }) => EnableDns64,
  'ipv6-cidr-block-association.association-id': ({ Ipv6CidrBlockAssociationSet }) =>
    Ipv6CidrBlockAssociationSet?.map(({ AssociationId }) => AssociationId),
  'ipv6-cidr-block-association.ipv6-cidr-block': ({ Ipv6CidrBlockAssociationSet }) =>
    Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  'ipv6-native': ({ Ipv6Native }) => Ipv6Native,
  'map-public-ip-on-launch': ({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch,
  'owner-id': ({ OwnerId }) => OwnerId,
  state: ({ State }) => State,
  'subnet-arn': ({ SubnetArn }) => SubnetArn,
  'subnet-id': ({ SubnetId }) => SubnetId,
  'vpc-id': ({ VpcId }) => VpcId,
};

/** Some have a second spelling (EC2 API Reference, `DescribeSubnets`). */
const FILTERS: Filterable<ec2.Subnet> = {
  table: {
    ...TABLE,
    availabilityZone: ({ AvailabilityZone }) => AvailabilityZone,
    availabilityZoneId: ({ AvailabilityZoneId }) => AvailabilityZoneId,
    cidr: ({ CidrBlock }) => CidrBlock,
    cidrBlock: ({ CidrBlock }) => CidrBlock,
    defaultForAz: ({ DefaultForAz }) => DefaultForAz,
  },
  tagsOf: ({ Tags }) => tagsOf(Tags ?? []),
};

function subnetView(subnet: Subnet, region: string, tags: Tags): ec2.Subnet {
  const { id, ownerId, vpcId, zone, zoneId, isDefault, ipv4Cidr, ipv6Cidrs } = subnet;
  return {
    SubnetId: id,
    SubnetArn: arn(region, 'ec2', region, ownerId, `subnet/${id}`),
    OwnerId: ownerId,
    VpcId: vpcId,
    State: 'available',
    AvailabilityZone: zone,
    AvailabilityZoneId: zoneId,
    DefaultForAz: isDefault,
    CidrBlock: ipv4Cidr,
    AvailableIpAddressCount: freeIpv4s(subnet),
    Ipv6Native: ipv4Cidr === undefined,
    Ipv6CidrBlockAssociationSet: ipv6Cidrs.map((Ipv6CidrBlock) => ({
      AssociationId: deriveResourceId('subnet-cidr-assoc', `${id}/${Ipv6CidrBlock}`),
      Ipv6CidrBlock,
      Ipv6CidrBlockState: { State: 'associated' },
    })),
    // VPC User Guide, "Default subnets".
    MapPublicIpOnLaunch: isDefault,
    AssignIpv6AddressOnCreation: false,
    MapCustomerOwnedIpOnLaunch: false,
    EnableDns64: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    Tags: tagList(tags),
  };
}

/** Amazon VPC User Guide, "Subnet CIDR blocks": the first four addresses and the last belong to AWS. */
function freeIpv4s({ ipv4Cidr, usedIpv4s }: Subnet): number {
  if (ipv4Cidr === undefined) return 0;
  const [, bits = '32'] = ipv4Cidr.split('/');
  return Math.max(0, 2 ** (32 - Number(bits)) - 5 - usedIpv4s);
}
