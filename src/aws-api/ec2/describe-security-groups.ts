import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { ec2Error } from './errors.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { describedPage, invalidMaxResults } from './max-results.ts';
import { namedResources } from './named-resources.ts';
import type { ResourceIds } from './named-resources.ts';
import { networkOf } from './network.ts';
import type { Group, Network } from './network.ts';

const GROUP_IDS: ResourceIds = {
  prefix: 'sg',
  malformed: 'InvalidGroupId.Malformed',
  notFound: (id) => ec2Error('InvalidGroup.NotFound', `The security group '${id}' does not exist`),
};

/** EC2 API Reference, `DescribeSecurityGroups`: by id, or by name in the default VPC. */
export const describeSecurityGroups: ActionOf<'ec2', 'DescribeSecurityGroups'> = {
  validate: invalidMaxResults,
  act(input, call) {
    const network = networkOf(call);
    const ids = groupIds(network, input);
    if (!ids.ok) return ids;
    const named = namedResources(network.groups, ids.value, GROUP_IDS);
    if (!named.ok) return named;
    const views = named.value.map((group) => groupView(group, call.region));
    const matching = filtered(views, input.Filters, FILTERS);
    if (!matching.ok) return matching;
    const page = describedPage(matching.value, ({ GroupId = '' }) => GroupId, input);
    return page.ok ? ok({ SecurityGroups: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

function groupIds(
  { groups, defaultVpcId }: Network,
  { GroupIds = [], GroupNames = [] }: ec2.DescribeSecurityGroupsRequest,
): Result<readonly string[], ApiError> {
  const ids = [...GroupIds];
  for (const wanted of GroupNames) {
    const group = [...groups.values()].find(({ name, vpcId }) => name === wanted && vpcId === defaultVpcId);
    if (group === undefined) {
      const message = `The security group '${wanted.slice(0, 255)}' does not exist in default VPC '${defaultVpcId}'`;
      return err(ec2Error('InvalidGroup.NotFound', message));
    }
    ids.push(group.id);
  }
  return ok(ids);
}

const FILTERS: Filterable<ec2.SecurityGroup> = {
  table: {
    description: ({ Description }) => Description,
    'egress.ip-permission.cidr': ({ IpPermissionsEgress }) =>
      IpPermissionsEgress?.flatMap(({ IpRanges }) => IpRanges?.map(({ CidrIp }) => CidrIp)),
    'egress.ip-permission.protocol': ({ IpPermissionsEgress }) =>
      IpPermissionsEgress?.map(({ IpProtocol }) => IpProtocol),
    'group-id': ({ GroupId }) => GroupId,
    'group-name': ({ GroupName }) => GroupName,
    'ip-permission.group-id': ({ IpPermissions }) =>
      IpPermissions?.flatMap(({ UserIdGroupPairs }) => UserIdGroupPairs?.map(({ GroupId }) => GroupId)),
    'ip-permission.protocol': ({ IpPermissions }) => IpPermissions?.map(({ IpProtocol }) => IpProtocol),
    'owner-id': ({ OwnerId }) => OwnerId,
    'vpc-id': ({ VpcId }) => VpcId,
  },
  tagsOf: () => ({}),
};

function groupView({ id, name, ownerId, vpcId }: Group, region: string): ec2.SecurityGroup {
  return {
    GroupId: id,
    GroupName: name,
    SecurityGroupArn: arn(region, 'ec2', region, ownerId, `security-group/${id}`),
    Description: name === 'default' ? 'default VPC security group' : name,
    OwnerId: ownerId,
    VpcId: vpcId,
    IpPermissions: name === 'default' ? [{ ...ALL, UserIdGroupPairs: [{ GroupId: id, UserId: ownerId }] }] : [],
    IpPermissionsEgress: [{ ...ALL, UserIdGroupPairs: [], IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    Tags: [],
  };
}

/** Amazon VPC User Guide, "Default security groups": everything from its own members in, and everything out. */
const ALL = { IpProtocol: '-1', IpRanges: [], Ipv6Ranges: [], PrefixListIds: [] } as const;
