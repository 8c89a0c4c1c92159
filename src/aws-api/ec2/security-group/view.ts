import type { RegisteredSecurityGroup, SecurityGroupRule } from '#model';
import type { ec2 } from '#protocol/aws';
import { tagList } from '../tag-list.ts';
import { groupArn } from './find-group.ts';

/** A security group as DescribeSecurityGroups shows it. */
export function groupView(group: RegisteredSecurityGroup): ec2.SecurityGroup {
  const { id, name, description, accountId, vpcId, rules, tags } = group;
  return {
    GroupId: id,
    GroupName: name,
    SecurityGroupArn: groupArn(group, id),
    Description: description,
    OwnerId: accountId,
    VpcId: vpcId,
    IpPermissions: permissions(
      group,
      rules.filter(({ isEgress }) => !isEgress),
    ),
    IpPermissionsEgress: permissions(
      group,
      rules.filter(({ isEgress }) => isEgress),
    ),
    Tags: tagList(tags),
  };
}

/** Rules of one protocol and the same ports are one permission. */
function permissions(
  { accountId }: RegisteredSecurityGroup,
  rules: readonly SecurityGroupRule[],
): readonly ec2.IpPermission[] {
  const alike = Map.groupBy(rules, ({ protocol, fromPort, toPort }) => `${protocol}/${fromPort}/${toPort}`);
  return [...alike.values()].map((members) => ({
    ...portsOf(members[0]),
    IpRanges: members.flatMap(({ peer, description }) =>
      peer.kind === 'ipv4' ? [{ CidrIp: peer.cidr, Description: description }] : [],
    ),
    Ipv6Ranges: members.flatMap(({ peer, description }) =>
      peer.kind === 'ipv6' ? [{ CidrIpv6: peer.cidr, Description: description }] : [],
    ),
    UserIdGroupPairs: members.flatMap(({ peer, description }) =>
      peer.kind === 'group' ? [{ GroupId: peer.groupId, UserId: accountId, Description: description }] : [],
    ),
    PrefixListIds: members.flatMap(({ peer, description }) =>
      peer.kind === 'prefix-list' ? [{ PrefixListId: peer.prefixListId, Description: description }] : [],
    ),
  }));
}

/** Without ports where a protocol has none. */
function portsOf(rule: SecurityGroupRule | undefined): ec2.IpPermission {
  if (rule === undefined) return {};
  const { protocol, fromPort, toPort } = rule;
  const hasPorts = protocol !== '-1' && (fromPort !== -1 || toPort !== -1 || protocol.startsWith('icmp'));
  return { IpProtocol: protocol, ...(hasPorts ? { FromPort: fromPort, ToPort: toPort } : {}) };
}

/** A rule of a group as the API shows it by itself. */
export function ruleView({ id, accountId }: RegisteredSecurityGroup, rule: SecurityGroupRule): ec2.SecurityGroupRule {
  const { peer, description } = rule;
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: id,
    GroupOwnerId: accountId,
    IsEgress: rule.isEgress,
    IpProtocol: rule.protocol,
    FromPort: rule.fromPort,
    ToPort: rule.toPort,
    CidrIpv4: peer.kind === 'ipv4' ? peer.cidr : undefined,
    CidrIpv6: peer.kind === 'ipv6' ? peer.cidr : undefined,
    PrefixListId: peer.kind === 'prefix-list' ? peer.prefixListId : undefined,
    ReferencedGroupInfo: peer.kind === 'group' ? { GroupId: peer.groupId, UserId: accountId } : undefined,
    Description: description,
    Tags: tagList(rule.tags ?? {}),
  };
}
