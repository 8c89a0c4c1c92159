import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { organizationPermissions } from './organization.ts';
import { tagsOfResource } from './organization-tags.ts';

/** Organizations API Reference, `ListTagsForResource`: all at once, there are 50 at most. */
export const listTagsForResource: ActionOf<'organizations', 'ListTagsForResource'> = {
  permissions: (_, call) => organizationPermissions(call),
  act({ ResourceId }, call) {
    const tags = tagsOfResource(call, ResourceId);
    return tags.ok ? ok({ Tags: Object.entries(tags.value).map(([Key, Value]) => ({ Key, Value })) }) : tags;
  },
};
