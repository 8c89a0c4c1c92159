import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { findRole, rolePermission, roleView } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `GetRole`. */
export const getRole: ActionOf<'iam', 'GetRole'> = {
  validate: ({ RoleName }) => invalidName('roleName', RoleName),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  act({ RoleName }, call) {
    const role = findRole(call, RoleName);
    return role.ok ? ok({ Role: roleView(role.value) }) : role;
  },
};
