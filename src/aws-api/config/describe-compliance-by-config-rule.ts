import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { complianceOf, evaluated } from './compliance.ts';
import { configPage } from './config-page.ts';
import { estateOf } from './estate.ts';
import { namedRules, rulePermissions } from './rules.ts';

const PAGE_SIZE = 25;

/** AWS Config API Reference, `DescribeComplianceByConfigRule`. */
export const describeComplianceByConfigRule: ActionOf<'config', 'DescribeComplianceByConfigRule'> = {
  permissions: ({ ConfigRuleNames }, call) => rulePermissions(call, ConfigRuleNames),
  async act({ ConfigRuleNames, ComplianceTypes = [], NextToken }, call) {
    const rules = namedRules(call, ConfigRuleNames);
    if (!rules.ok) return rules;
    const wanted = evaluated(rules.value, await estateOf(call))
      .map(({ rule, evaluations }) => ({ ConfigRuleName: rule.name, Compliance: complianceOf(evaluations) }))
      .filter(({ Compliance: { ComplianceType } }) => isWanted(ComplianceType, ComplianceTypes));
    const page = configPage(wanted, { NextToken }, PAGE_SIZE);
    return page.ok ? ok({ ComplianceByConfigRules: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

function isWanted<Type>(type: Type | undefined, types: readonly Type[]): boolean {
  return types.length === 0 || (type !== undefined && types.includes(type));
}
