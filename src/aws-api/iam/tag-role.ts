import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { iamTags } from './iam-tags.ts';
import { changeRole, rolePermission } from './roles.ts';
import { invalidName, invalidTags } from './rules.ts';
import { withTags } from './tagged.ts';

/** IAM API Reference, `TagRole`. */
export const tagRole: ActionOf<'iam', 'TagRole'> = {
  validate: ({ RoleName, Tags }) => invalidName('roleName', RoleName) ?? invalidTags(Tags),
  permissions: ({ RoleName, Tags }, call) => [{ ...rolePermission(call, RoleName), requestTags: iamTags(Tags) }],
  async act({ RoleName, Tags }, call) {
    const changed = await changeRole(call, RoleName, (role) => withTags(role, Tags));
    return changed.ok ? ok({}) : changed;
  },
};
