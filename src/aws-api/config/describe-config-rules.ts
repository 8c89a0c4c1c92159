import { ok } from '#base';
import type { ConfigRule } from '#model';
import type { config } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { configPage } from './config-page.ts';
import { namedRules, rulePermissions } from './rules.ts';

const PAGE_SIZE = 25;

/** AWS Config API Reference, `DescribeConfigRules`. */
export const describeConfigRules: ActionOf<'config', 'DescribeConfigRules'> = {
  permissions: ({ ConfigRuleNames }, call) => rulePermissions(call, ConfigRuleNames),
  act({ ConfigRuleNames, Filters, NextToken }, call) {
    const rules = namedRules(call, ConfigRuleNames);
    if (!rules.ok) return rules;
    // Every rule here is detective and its results are there to be read.
    const isAnyWanted = Filters?.EvaluationMode !== 'PROACTIVE' && Filters?.RuleEvaluationVisibility !== 'INTERNAL';
    const page = configPage(isAnyWanted ? rules.value : [], { NextToken }, PAGE_SIZE);
    return page.ok ? ok({ ConfigRules: page.value.items.map(ruleView), NextToken: page.value.nextToken }) : page;
  },
};

function ruleView(rule: ConfigRule): config.ConfigRule {
  return {
    ConfigRuleName: rule.name,
    ConfigRuleArn: rule.arn,
    ConfigRuleId: rule.id,
    Description: rule.description,
    Source: { Owner: 'AWS', SourceIdentifier: rule.sourceIdentifier },
    Scope: scopeView(rule),
    MaximumExecutionFrequency: frequencyOf(rule),
    ConfigRuleState: 'ACTIVE',
    EvaluationModes: [{ Mode: 'DETECTIVE' }],
  };
}

function scopeView({ scope }: ConfigRule): config.Scope | undefined {
  if (scope === undefined) return undefined;
  const { resourceTypes, resourceId, tagKey, tagValue } = scope;
  return {
    ComplianceResourceTypes: resourceTypes.length === 0 ? undefined : resourceTypes,
    ComplianceResourceId: resourceId,
    TagKey: tagKey,
    TagValue: tagValue,
  };
}

const FREQUENCIES: readonly config.MaximumExecutionFrequency[] = [
  'One_Hour',
  'Three_Hours',
  'Six_Hours',
  'Twelve_Hours',
  'TwentyFour_Hours',
];

function frequencyOf({ maximumExecutionFrequency: wanted }: ConfigRule): config.MaximumExecutionFrequency | undefined {
  return FREQUENCIES.find((frequency) => frequency === wanted);
}
