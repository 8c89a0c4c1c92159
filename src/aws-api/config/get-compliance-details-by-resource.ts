import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { evaluated, resultView } from './compliance.ts';
import { configPage } from './config-page.ts';
import { estateOf } from './estate.ts';
import { invalidValue } from './errors.ts';
import { allRules } from './rules.ts';

const PAGE_SIZE = 100;

/** AWS Config API Reference, `GetComplianceDetailsByResource`. */
export const getComplianceDetailsByResource: ActionOf<'config', 'GetComplianceDetailsByResource'> = {
  validate: ({ ResourceType, ResourceId }) =>
    ResourceType === undefined || ResourceId === undefined
      ? invalidValue('ResourceType and ResourceId say which resource is meant.')
      : undefined,
  async act(input, call) {
    const { ResourceType, ResourceId, ComplianceTypes = [] } = input;
    const results = evaluated(allRules(call), await estateOf(call)).flatMap(({ rule, evaluations }) =>
      evaluations
        .filter(({ resourceType, resourceId }) => resourceType === ResourceType && resourceId === ResourceId)
        .filter(({ compliance }) => ComplianceTypes.length === 0 || ComplianceTypes.includes(compliance))
        .map((evaluation) => resultView(rule, evaluation, call.nowMs)),
    );
    const page = configPage(results, { NextToken: input.NextToken }, PAGE_SIZE);
    return page.ok ? ok({ EvaluationResults: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};
