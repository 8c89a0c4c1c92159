import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { describedPage, invalidMaxResults } from './max-results.ts';
import { namedResources } from './named-resources.ts';
import { networkOf } from './network.ts';
import type { Network } from './network.ts';
import { GROUP_IDS, noSuchName } from './security-group/find-group.ts';
import { groupView } from './security-group/view.ts';
import { tagsOf } from './tag-list.ts';

/** EC2 API Reference, `DescribeSecurityGroups`: by id, or by name in the default VPC. */
export const describeSecurityGroups: ActionOf<'ec2', 'DescribeSecurityGroups'> = {
  validate: invalidMaxResults,
  act(input, call) {
    const network = networkOf(call);
    const ids = groupIds(network, input);
    if (!ids.ok) return ids;
    const named = namedResources(network.groups, ids.value, GROUP_IDS);
    if (!named.ok) return named;
    const views = named.value.map(groupView);
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
    if (group === undefined) return err(noSuchName(wanted, defaultVpcId));
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
  tagsOf: ({ Tags }) => tagsOf(Tags ?? []),
};
