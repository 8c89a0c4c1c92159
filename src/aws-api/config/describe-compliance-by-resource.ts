import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { complianceOf, evaluated } from './compliance.ts';
import { configPage, invalidLimit } from './config-page.ts';
import { estateOf } from './estate.ts';
import { invalidValue } from './errors.ts';
import { allRules } from './rules.ts';

const PAGE_SIZE = 10;

/** AWS Config API Reference, `DescribeComplianceByResource`: of resources that any rule looks at. */
export const describeComplianceByResource: ActionOf<'config', 'DescribeComplianceByResource'> = {
  validate: (input) =>
    input.ResourceId !== undefined && input.ResourceType === undefined
      ? invalidValue('A ResourceId needs a ResourceType.')
      : invalidLimit(input),
  async act(input, call) {
    const { ResourceType, ResourceId, ComplianceTypes = [] } = input;
    const evaluations = evaluated(allRules(call), await estateOf(call)).flatMap((rule) => rule.evaluations);
    const groups = Map.groupBy(evaluations, ({ resourceType, resourceId }) => `${resourceType}/${resourceId}`);
    const wanted = [...groups.values()]
      .map((group) => ({
        ResourceType: group[0]?.resourceType,
        ResourceId: group[0]?.resourceId,
        Compliance: complianceOf(group),
      }))
      .filter((one) => ResourceType === undefined || one.ResourceType === ResourceType)
      .filter((one) => ResourceId === undefined || one.ResourceId === ResourceId)
      .filter(
        ({ Compliance: { ComplianceType: type } }) =>
          ComplianceTypes.length === 0 || (type && ComplianceTypes.includes(type)),
      );
    const page = configPage(wanted, input, PAGE_SIZE);
    return page.ok ? ok({ ComplianceByResources: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};
