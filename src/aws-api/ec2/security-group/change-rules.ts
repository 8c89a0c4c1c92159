import { err, ok } from '#base';
import type { Result } from '#base';
import type { RegisteredSecurityGroup, SecurityGroupRule, Tags } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../../action.ts';
import { ec2Error } from '../errors.ts';
import { newResourceId } from '../new-resource-id.ts';
import { specifiedTags } from '../tag-specifications.ts';
import { changeGroup, findGroup } from './find-group.ts';
import type { GroupReference } from './find-group.ts';
import { readRules, ruleKey } from './read-rules.ts';
import type { AskedRule, RulesInput } from './read-rules.ts';
import { ruleView } from './view.ts';

/** How many rules of one direction a group may have (Amazon VPC quotas). */
const RULES_MAX = 60;

interface Added extends RulesInput, GroupReference {
  readonly TagSpecifications?: readonly ec2.TagSpecification[] | undefined;
}

/** Adds the rules of a request to its group: all of them, or none if one is there already. */
export async function authorizeRules(
  call: Call,
  input: Added,
  isEgress: boolean,
): Promise<Result<ec2.AuthorizeSecurityGroupIngressResult, ApiError>> {
  const found = findGroup(call, input);
  if (!found.ok) return found;
  const asked = readRules(input, isEgress, groupIdIn(call));
  if (!asked.ok) return asked;
  const tags = specifiedTags(input.TagSpecifications, 'security-group-rule');
  const added = asked.value.map((rule) => newRule(call, rule, tags));
  const changed = await changeGroup(call, found.value, (group) => withRules(group, added, isEgress));
  if (!changed.ok) return changed;
  return ok({ Return: true, SecurityGroupRules: added.map((rule) => ruleView(changed.value, rule)) });
}

function groupIdIn(call: Call): (name: string) => Result<string, ApiError> {
  return (GroupName) => {
    const group = findGroup(call, { GroupName });
    return group.ok ? ok(group.value.id) : group;
  };
}

function newRule({ platform }: Call, rule: AskedRule, tags: Tags): SecurityGroupRule {
  const id = newResourceId('sgr', platform.random);
  return { id, ...rule, ...(Object.keys(tags).length === 0 ? {} : { tags }) };
}

function withRules(
  group: RegisteredSecurityGroup,
  added: readonly SecurityGroupRule[],
  isEgress: boolean,
): Result<RegisteredSecurityGroup, ApiError> {
  const keys = new Set(group.rules.map(ruleKey));
  for (const rule of added) {
    const key = ruleKey(rule);
    if (keys.has(key)) return err(duplicate(rule));
    keys.add(key);
  }
  const rules = [...group.rules, ...added];
  return rules.filter((rule) => rule.isEgress === isEgress).length > RULES_MAX
    ? err(TOO_MANY)
    : ok({ ...group, rules });
}

const TOO_MANY = ec2Error(
  'RulesPerSecurityGroupLimitExceeded',
  'The maximum number of rules per security group has been reached.',
);

function duplicate({ protocol, fromPort, toPort }: SecurityGroupRule): ApiError {
  const what = `${protocol === '-1' ? 'ALL' : protocol.toUpperCase()}, from port: ${fromPort}, to port: ${toPort}, ALLOW`;
  return ec2Error('InvalidPermission.Duplicate', `the specified rule "peer: ${what}" already exists`);
}

interface Removed extends RulesInput, GroupReference {
  readonly SecurityGroupRuleIds?: readonly string[] | undefined;
}

/** Takes rules away from a group, by what they say or by their ids: all of them, or none if one is not there. */
export async function revokeRules(
  call: Call,
  input: Removed,
  isEgress: boolean,
): Promise<Result<ec2.RevokeSecurityGroupIngressResult, ApiError>> {
  const found = findGroup(call, input);
  if (!found.ok) return found;
  const doomed = doomedKeys(call, input, isEgress);
  if (!doomed.ok) return doomed;
  let revoked: readonly SecurityGroupRule[] = [];
  const changed = await changeGroup(call, found.value, (group) => {
    const isDoomed = (rule: SecurityGroupRule): boolean =>
      rule.isEgress === isEgress && (doomed.value.has(rule.id) || doomed.value.has(ruleKey(rule)));
    revoked = group.rules.filter(isDoomed);
    if (revoked.length < doomed.value.size) return err(NO_SUCH_RULE);
    return ok({ ...group, rules: group.rules.filter((rule) => !isDoomed(rule)) });
  });
  if (!changed.ok) return changed;
  return ok({ Return: true, RevokedSecurityGroupRules: revoked.map((rule) => revokedView(changed.value, rule)) });
}

const NO_SUCH_RULE = ec2Error(
  'InvalidPermission.NotFound',
  'The specified rule does not exist in this security group.',
);

function doomedKeys(call: Call, input: Removed, isEgress: boolean): Result<ReadonlySet<string>, ApiError> {
  const { SecurityGroupRuleIds: ids = [] } = input;
  if (ids.length > 0) return ok(new Set(ids));
  const asked = readRules(input, isEgress, groupIdIn(call));
  return asked.ok ? ok(new Set(asked.value.map(ruleKey))) : asked;
}

function revokedView(group: RegisteredSecurityGroup, rule: SecurityGroupRule): ec2.RevokedSecurityGroupRule {
  const { GroupOwnerId: _, Tags: _tags, ReferencedGroupInfo: referenced, ...view } = ruleView(group, rule);
  return { ...view, ReferencedGroupId: referenced?.GroupId };
}
