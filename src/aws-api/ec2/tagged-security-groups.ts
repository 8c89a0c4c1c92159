import { err, ok } from '#base';
import type { RegisteredSecurityGroup, SecurityGroupRule } from '#model';
import { arn } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import { ec2Error } from './errors.ts';
import { networkOf } from './network.ts';
import { changeGroup, GROUP_IDS, groupPermission } from './security-group/find-group.ts';
import { registeredGroups } from './security-group/registered-groups.ts';
import { retagged } from './tagged-documents.ts';
import type { TagHolder } from './tag-holders.ts';

/** The tags of security groups. */
export const SECURITY_GROUP_TAGS: TagHolder = {
  resourceType: 'security-group',
  notFound: GROUP_IDS.notFound,
  find: (call, id) => networkOf(call).groups.get(id),
  tagged: registeredGroups,
  async change(call, id, update) {
    const group = networkOf(call).groups.get(id);
    if (group === undefined) return err(GROUP_IDS.notFound(id));
    return changeGroup(call, group, (present) => retagged(present, update));
  },
  permission: (call, id) => groupPermission(call, { GroupId: id }),
};

/** The tags of the rules of security groups. */
export const RULE_TAGS: TagHolder = {
  resourceType: 'security-group-rule',
  notFound: noSuchRule,
  find(call, id) {
    const rule = findRule(call, id)?.rule;
    return rule && { id, tags: rule.tags ?? {} };
  },
  tagged: (call) => registeredGroups(call).flatMap(({ rules }) => rules.map(({ id, tags = {} }) => ({ id, tags }))),
  async change(call, id, update) {
    const found = findRule(call, id);
    if (found === undefined) return err(noSuchRule(id));
    return changeGroup(call, found.group, (group) => {
      const rule = group.rules.find((each) => each.id === id);
      const after = rule === undefined ? err(noSuchRule(id)) : retagged(rule, update);
      if (!after.ok) return after;
      return ok({ ...group, rules: group.rules.map((each) => (each === rule ? after.value : each)) });
    });
  },
  permission: (call, id) => ({
    resource: arn(call.region, 'ec2', call.region, call.accountId, `security-group-rule/${id}`),
    resourceTags: findRule(call, id)?.rule.tags,
  }),
};

function findRule(
  call: Call,
  id: string,
): { readonly group: RegisteredSecurityGroup; readonly rule: SecurityGroupRule } | undefined {
  for (const group of networkOf(call).groups.values()) {
    const rule = group.rules.find((each) => each.id === id);
    if (rule !== undefined) return { group, rule };
  }
  return undefined;
}

function noSuchRule(id: string): ApiError {
  return ec2Error('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`);
}
