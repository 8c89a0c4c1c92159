import { ok } from '#base';
import type { ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { describedPage, invalidMaxResults } from './max-results.ts';
import { TAG_HOLDERS } from './taggable.ts';

/** EC2 API Reference, `DescribeTags`. */
export const describeTags: ActionOf<'ec2', 'DescribeTags'> = {
  validate: invalidMaxResults,
  act(input, call) {
    const matching = filtered(everyTag(call), input.Filters, FILTERS);
    if (!matching.ok) return matching;
    const sorted = [...matching.value].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    const page = describedPage(sorted, keyOf, input);
    return page.ok ? ok({ Tags: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

const FILTERS: Filterable<ec2.TagDescription> = {
  table: {
    key: ({ Key }) => Key,
    'resource-id': ({ ResourceId }) => ResourceId,
    'resource-type': ({ ResourceType }) => ResourceType,
    value: ({ Value }) => Value,
  },
  tagsOf: ({ Key = '', Value = '' }) => ({ [Key]: Value }),
};

function everyTag(call: Call): readonly ec2.TagDescription[] {
  return TAG_HOLDERS.flatMap(({ resourceType, tagged }) =>
    tagged(call).flatMap(({ id, tags }) =>
      Object.entries(tags).map(([Key, Value]) => ({ ResourceId: id, ResourceType: resourceType, Key, Value })),
    ),
  );
}

function keyOf({ ResourceId = '', Key = '' }: ec2.TagDescription): string {
  return `${ResourceId}/${Key}`;
}
