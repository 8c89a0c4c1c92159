import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';
import { withoutTags } from './tagged.ts';

/** IAM API Reference, `UntagRole`. */
export const untagRole: ActionOf<'iam', 'UntagRole'> = {
  validate: ({ RoleName }) => invalidName('roleName', RoleName),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  async act({ RoleName, TagKeys }, call) {
    const changed = await changeRole(call, RoleName, (role) => withoutTags(role, TagKeys));
    return changed.ok ? ok({}) : changed;
  },
};
