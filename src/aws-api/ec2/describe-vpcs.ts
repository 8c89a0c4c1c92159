import { ok } from '#base';
import { deriveResourceId } from '#model';
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
import type { Vpc } from './network.ts';
import { tagList, tagsOf } from './tag-list.ts';
import { keptTags } from './tagged-network.ts';

/** The ids of VPCs. */
export const VPC_IDS: ResourceIds = {
  prefix: 'vpc',
  malformed: 'InvalidVpcID.Malformed',
  notFound: (id) => ec2Error('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`),
};

/** EC2 API Reference, `DescribeVpcs`. */
export const describeVpcs: ActionOf<'ec2', 'DescribeVpcs'> = {
  validate: invalidMaxResults,
  act(input, call) {
    const named = namedResources(networkOf(call).vpcs, input.VpcIds, VPC_IDS);
    if (!named.ok) return named;
    const matching = filtered(
      named.value.map((vpc) => vpcView(vpc, keptTags(call, vpc.id))),
      input.Filters,
      FILTERS,
    );
    if (!matching.ok) return matching;
    const page = describedPage(matching.value, ({ VpcId = '' }) => VpcId, input);
    return page.ok ? ok({ Vpcs: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

const FILTERS: Filterable<ec2.Vpc> = {
  table: {
    cidr: ({ CidrBlock }) => CidrBlock,
    'cidr-block-association.association-id': ({ CidrBlockAssociationSet }) =>
      CidrBlockAssociationSet?.map(({ AssociationId }) => AssociationId),
    'cidr-block-association.cidr-block': ({ CidrBlockAssociationSet }) =>
      CidrBlockAssociationSet?.map(({ CidrBlock }) => CidrBlock),
    'cidr-block-association.state': ({ CidrBlockAssociationSet }) =>
      CidrBlockAssociationSet?.map(({ CidrBlockState }) => CidrBlockState?.State),
    'dhcp-options-id': ({ DhcpOptionsId }) => DhcpOptionsId,
    'ipv6-cidr-block-association.association-id': ({ Ipv6CidrBlockAssociationSet }) =>
      Ipv6CidrBlockAssociationSet?.map(({ AssociationId }) => AssociationId),
    'ipv6-cidr-block-association.ipv6-cidr-block': ({ Ipv6CidrBlockAssociationSet }) =>
      Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
    'ipv6-cidr-block-association.state': ({ Ipv6CidrBlockAssociationSet }) =>
      Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State),
    'is-default': ({ IsDefault }) => IsDefault,
    isDefault: ({ IsDefault }) => IsDefault,
    'owner-id': ({ OwnerId }) => OwnerId,
    state: ({ State }) => State,
    'vpc-id': ({ VpcId }) => VpcId,
  },
  tagsOf: ({ Tags }) => tagsOf(Tags ?? []),
};

function vpcView({ id, ownerId, isDefault, ipv4Cidrs, ipv6Cidrs }: Vpc, tags: Tags): ec2.Vpc {
  return {
    VpcId: id,
    OwnerId: ownerId,
    State: 'available',
    IsDefault: isDefault,
    InstanceTenancy: 'default',
    CidrBlock: ipv4Cidrs[0],
    DhcpOptionsId: deriveResourceId('dopt', ownerId),
    CidrBlockAssociationSet: ipv4Cidrs.map((CidrBlock) => ({
      AssociationId: deriveResourceId('vpc-cidr-assoc', `${id}/${CidrBlock}`),
      CidrBlock,
      CidrBlockState: { State: 'associated' },
    })),
    Ipv6CidrBlockAssociationSet: ipv6Cidrs.map((Ipv6CidrBlock) => ({
      AssociationId: deriveResourceId('vpc-cidr-assoc', `${id}/${Ipv6CidrBlock}`),
      Ipv6CidrBlock,
      Ipv6CidrBlockState: { State: 'associated' },
    })),
    Tags: tagList(tags),
  };
}
