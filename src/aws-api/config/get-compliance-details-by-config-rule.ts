import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { evaluated, resultView } from './compliance.ts';
import { configPage, invalidLimit } from './config-page.ts';
import { estateOf } from './estate.ts';
import { findRule, rulePermissions } from './rules.ts';

const PAGE_SIZE = 10;

/** AWS Config API Reference, `GetComplianceDetailsByConfigRule`. */
export const getComplianceDetailsByConfigRule: ActionOf<'config', 'GetComplianceDetailsByConfigRule'> = {
  validate: invalidLimit,
  permissions: ({ ConfigRuleName }, call) => rulePermissions(call, [ConfigRuleName]),
  async act(input, call) {
    const { ConfigRuleName, ComplianceTypes = [] } = input;
    const found = findRule(call, ConfigRuleName);
    if (!found.ok) return found;
    const results = evaluated([found.value], await estateOf(call))
      .flatMap(({ rule, evaluations }) => evaluations.map((evaluation) => resultView(rule, evaluation, call.nowMs)))
      .filter(({ ComplianceType: type }) => ComplianceTypes.length === 0 || (type && ComplianceTypes.includes(type)));
    const page = configPage(results, input, PAGE_SIZE);
    return page.ok ? ok({ EvaluationResults: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};
