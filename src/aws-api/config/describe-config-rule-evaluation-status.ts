import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { configPage } from './config-page.ts';
import { namedRules, rulePermissions } from './rules.ts';

const PAGE_SIZE = 150;

/** AWS Config API Reference, `DescribeConfigRuleEvaluationStatus`. A rule is evaluated whenever somebody reads what it says. */
export const describeConfigRuleEvaluationStatus: ActionOf<'config', 'DescribeConfigRuleEvaluationStatus'> = {
  permissions: ({ ConfigRuleNames }, call) => rulePermissions(call, ConfigRuleNames),
  act(input, call) {
    const rules = namedRules(call, input.ConfigRuleNames);
    if (!rules.ok) return rules;
    const page = configPage(rules.value, input, PAGE_SIZE);
    if (!page.ok) return page;
    const statuses = page.value.items.map(({ name, arn, id, createdAtMs, evaluatedAtMs }) => ({
      ConfigRuleName: name,
      ConfigRuleArn: arn,
      ConfigRuleId: id,
      LastSuccessfulInvocationTime: new Date(evaluatedAtMs),
      LastSuccessfulEvaluationTime: new Date(evaluatedAtMs),
      FirstActivatedTime: new Date(createdAtMs),
      FirstEvaluationStarted: true,
    }));
    return ok({ ConfigRulesEvaluationStatus: statuses, NextToken: page.value.nextToken });
  },
};
