import { ok } from '#base';
import type { Result } from '#base';
import type { LaunchTemplate } from '#model';
import type { ApiError } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { findTemplate, launchTemplates, malformedTemplateId, malformedTemplateName } from './find-launch-template.ts';
import { templateView } from './launch-template-view.ts';
import { describedPage, maxResultsOutside } from './max-results.ts';

/** EC2 API Reference, `DescribeLaunchTemplates`. */
export const describeLaunchTemplates: ActionOf<'ec2', 'DescribeLaunchTemplates'> = {
  validate: ({ LaunchTemplateIds = [], LaunchTemplateNames = [], MaxResults }) =>
    LaunchTemplateIds.map(malformedTemplateId).find((error) => error !== undefined) ??
    LaunchTemplateNames.map(malformedTemplateName).find((error) => error !== undefined) ??
    maxResultsOutside(1, 200, MaxResults),
  act(input, call) {
    const named = namedTemplates(call, input.LaunchTemplateIds ?? [], input.LaunchTemplateNames ?? []);
    if (!named.ok) return named;
    const matching = filtered(named.value, input.Filters, FILTERS);
    if (!matching.ok) return matching;
    const page = describedPage([...matching.value].sort(byId), ({ id }) => id, input);
    return page.ok
      ? ok({ LaunchTemplates: page.value.items.map(templateView), NextToken: page.value.nextToken })
      : page;
  },
};

const FILTERS: Filterable<LaunchTemplate> = {
  table: {
    'create-time': ({ createdAtMs }) => new Date(createdAtMs).toISOString(),
    'launch-template-name': ({ name }) => name,
  },
  tagsOf: ({ tags }) => tags,
};

function namedTemplates(
  call: Call,
  ids: readonly string[],
  names: readonly string[],
): Result<readonly LaunchTemplate[], ApiError> {
  if (ids.length + names.length === 0) return ok(launchTemplates(call));
  const references = [
    ...ids.map((LaunchTemplateId) => ({ LaunchTemplateId })),
    ...names.map((LaunchTemplateName) => ({ LaunchTemplateName })),
  ];
  const found = new Map<string, LaunchTemplate>();
  for (const reference of references) {
    const template = findTemplate(call, reference);
    if (!template.ok) return template;
    found.set(template.value.id, template.value);
  }
  return ok([...found.values()]);
}

function byId(one: LaunchTemplate, other: LaunchTemplate): number {
  return one.id < other.id ? -1 : 1;
}
