import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { noSuchEntity } from './errors.ts';
import { changeRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `DeleteRolePermissionsBoundary`. */
export const deleteRolePermissionsBoundary: ActionOf<'iam', 'DeleteRolePermissionsBoundary'> = {
  validate: ({ RoleName }) => invalidName('roleName', RoleName),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  async act({ RoleName }, call) {
    const changed = await changeRole(call, RoleName, (role) => {
      if (role.permissionsBoundaryArn !== undefined) return ok({ ...role, permissionsBoundaryArn: undefined });
      return err(noSuchEntity(`The permissions boundary of role ${role.name}`));
    });
    return changed.ok ? ok({}) : changed;
  },
};
