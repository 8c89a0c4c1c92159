import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { unfitBoundary } from './permissions-boundary.ts';
import { invalidPolicyArn } from './policy-rules.ts';
import { changeRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `PutRolePermissionsBoundary`. */
export const putRolePermissionsBoundary: ActionOf<'iam', 'PutRolePermissionsBoundary'> = {
  validate: ({ RoleName, PermissionsBoundary }) =>
    invalidName('roleName', RoleName) ?? invalidPolicyArn(PermissionsBoundary),
  permissions({ RoleName, PermissionsBoundary }, call) {
    return [{ ...rolePermission(call, RoleName), keys: { 'iam:PermissionsBoundary': PermissionsBoundary } }];
  },
  async act({ RoleName, PermissionsBoundary: permissionsBoundaryArn }, call) {
    const changed = await changeRole(call, RoleName, (role) => {
      const unfit = unfitBoundary(call, permissionsBoundaryArn);
      return unfit === undefined ? ok({ ...role, permissionsBoundaryArn }) : err(unfit);
    });
    return changed.ok ? ok({}) : changed;
  },
};
