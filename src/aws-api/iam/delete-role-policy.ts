import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { withoutInlinePolicy } from './inline-policies.ts';
import { changeRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `DeleteRolePolicy`. */
export const deleteRolePolicy: ActionOf<'iam', 'DeleteRolePolicy'> = {
  validate: ({ RoleName, PolicyName }) => invalidName('roleName', RoleName) ?? invalidName('policyName', PolicyName),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  async act({ RoleName, PolicyName }, call) {
    const changed = await changeRole(call, RoleName, (role) => withoutInlinePolicy(role, PolicyName, 'role'));
    return changed.ok ? ok({}) : changed;
  },
};
