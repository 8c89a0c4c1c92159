import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { invalidDescription, invalidSessionDuration } from './role-rules.ts';
import { changeRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `UpdateRole`. What is not said keeps its value. */
export const updateRole: ActionOf<'iam', 'UpdateRole'> = {
  validate: ({ RoleName, Description, MaxSessionDuration }) =>
    invalidName('roleName', RoleName) ?? invalidDescription(Description) ?? invalidSessionDuration(MaxSessionDuration),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  async act({ RoleName, Description, MaxSessionDuration }, call) {
    const changed = await changeRole(call, RoleName, (role) =>
      ok({
        ...role,
        description: Description ?? role.description,
        maxSessionDurationSeconds: MaxSessionDuration ?? role.maxSessionDurationSeconds,
      }),
    );
    return changed.ok ? ok({}) : changed;
  },
};
