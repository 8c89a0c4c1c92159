import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { invalidDescription } from './role-rules.ts';
import { changeRole, rolePermission, roleView } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `UpdateRoleDescription`. */
export const updateRoleDescription: ActionOf<'iam', 'UpdateRoleDescription'> = {
  validate: ({ RoleName, Description }) => invalidName('roleName', RoleName) ?? invalidDescription(Description),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  async act({ RoleName, Description }, call) {
    const changed = await changeRole(call, RoleName, (role) => ok({ ...role, description: Description }));
    return changed.ok ? ok({ Role: changed.value && roleView(changed.value) }) : changed;
  },
};
