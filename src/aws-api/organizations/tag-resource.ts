import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { organizationPermissions } from './organization.ts';
import { changeResourceTags, invalidOrganizationTags, tagsFrom } from './organization-tags.ts';

/** Organizations API Reference, `TagResource`. */
export const tagResource: ActionOf<'organizations', 'TagResource'> = {
  validate: ({ Tags }) => invalidOrganizationTags(Tags),
  permissions: (_, call) => organizationPermissions(call),
  async act({ ResourceId, Tags }, call) {
    const changed = await changeResourceTags(call, ResourceId, (tags) => ({ ...tags, ...tagsFrom(Tags) }));
    return changed.ok ? ok({}) : changed;
  },
};
