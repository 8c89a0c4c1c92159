import { err, ok } from '#base';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { ec2Error } from './errors.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { describedPage, invalidMaxResults } from './max-results.ts';
import { networkOf } from './network.ts';
import { ruleView } from './security-group/view.ts';
import { tagsOf } from './tag-list.ts';

/** EC2 API Reference, `DescribeSecurityGroupRules`. */
export const describeSecurityGroupRules: ActionOf<'ec2', 'DescribeSecurityGroupRules'> = {
  validate: invalidMaxResults,
  act(input, call) {
    const { SecurityGroupRuleIds: ids = [] } = input;
    const groups = [...networkOf(call).groups.values()];
    const every = groups.flatMap((group) => group.rules.map((rule) => ruleView(group, rule)));
    const unknown = ids.find((id) => !every.some(({ SecurityGroupRuleId }) => SecurityGroupRuleId === id));
    if (unknown !== undefined) {
      const message = `The security group rule ID '${unknown.slice(0, 100)}' does not exist`;
      return err(ec2Error('InvalidSecurityGroupRuleId.NotFound', message));
    }
    const named = every.filter(({ SecurityGroupRuleId = '' }) => ids.length === 0 || ids.includes(SecurityGroupRuleId));
    const matching = filtered(named, input.Filters, FILTERS);
    if (!matching.ok) return matching;
    const sorted = [...matching.value].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    const page = describedPage(sorted, keyOf, input);
    return page.ok ? ok({ SecurityGroupRules: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

function keyOf({ SecurityGroupRuleId = '' }: ec2.SecurityGroupRule): string {
  return SecurityGroupRuleId;
}

const FILTERS: Filterable<ec2.SecurityGroupRule> = {
  table: {
    'group-id': ({ GroupId }) => GroupId,
    'security-group-rule-id': ({ SecurityGroupRuleId }) => SecurityGroupRuleId,
  },
  tagsOf: ({ Tags }) => tagsOf(Tags ?? []),
};
