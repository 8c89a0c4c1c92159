import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { withoutTags } from '../tags.ts';
import { organizationPermissions } from './organization.ts';
import { changeResourceTags } from './organization-tags.ts';

/** Organizations API Reference, `UntagResource`. */
export const untagResource: ActionOf<'organizations', 'UntagResource'> = {
  permissions: (_, call) => organizationPermissions(call),
  async act({ ResourceId, TagKeys }, call) {
    const changed = await changeResourceTags(call, ResourceId, (tags) => withoutTags(tags, TagKeys));
    return changed.ok ? ok({}) : changed;
  },
};
