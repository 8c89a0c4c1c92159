import { err, ok } from '#base';
import type { Result } from '#base';
import type { RegisteredSecurityGroup } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { ec2Error } from './errors.ts';
import { changeGroup, findGroup, groupPermission } from './security-group/find-group.ts';
import { readRules } from './security-group/read-rules.ts';

/** EC2 API Reference, `ModifySecurityGroupRules`: what a rule says is replaced; it keeps its id, direction and tags. */
export const modifySecurityGroupRules: ActionOf<'ec2', 'ModifySecurityGroupRules'> = {
  permissions: (input, call) => [groupPermission(call, input)],
  async act({ GroupId, SecurityGroupRules: updates }, call) {
    const found = findGroup(call, { GroupId });
    if (!found.ok) return found;
    const changed = await changeGroup(call, found.value, (group) => modified(group, updates));
    return changed.ok ? ok({ Return: true }) : changed;
  },
};

function modified(
  group: RegisteredSecurityGroup,
  updates: readonly ec2.SecurityGroupRuleUpdate[],
): Result<RegisteredSecurityGroup, ApiError> {
  const rules = [...group.rules];
  for (const { SecurityGroupRuleId: id, SecurityGroupRule: asked = {} } of updates) {
    const index = rules.findIndex((rule) => rule.id === id);
    const present = rules[index];
    if (present === undefined) return err(noSuchRule(id));
    const read = readRules({ IpPermissions: [permissionOf(asked)] }, present.isEgress, noNames);
    if (!read.ok) return read;
    const [rule, ...more] = read.value;
    if (rule === undefined || more.length > 0) return err(ONE_PEER);
    rules[index] = { id, ...(present.tags === undefined ? {} : { tags: present.tags }), ...rule };
  }
  return ok({ ...group, rules });
}

function permissionOf(asked: ec2.SecurityGroupRuleRequest): ec2.IpPermission {
  const { IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId, Description } = asked;
  return {
    IpProtocol,
    FromPort,
    ToPort,
    IpRanges: CidrIpv4 === undefined ? [] : [{ CidrIp: CidrIpv4, Description }],
    Ipv6Ranges: CidrIpv6 === undefined ? [] : [{ CidrIpv6, Description }],
    PrefixListIds: PrefixListId === undefined ? [] : [{ PrefixListId, Description }],
    UserIdGroupPairs: ReferencedGroupId === undefined ? [] : [{ GroupId: ReferencedGroupId, Description }],
  };
}

const ONE_PEER = ec2Error(
  'InvalidParameterCombination',
  'A security group rule is about exactly one source or destination.',
);

function noNames(name: string): Result<string, ApiError> {
  return err(ec2Error('InvalidGroup.NotFound', `The security group '${name}' does not exist`));
}

function noSuchRule(id: string): ApiError {
  return ec2Error(
    'InvalidSecurityGroupRuleId.NotFound',
    `The security group rule ID '${id.slice(0, 100)}' does not exist`,
  );
}
