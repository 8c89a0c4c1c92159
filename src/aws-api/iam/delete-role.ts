import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { deleteConflict } from './errors.ts';
import { instanceProfilesWith } from './instance-profiles.ts';
import { changeRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `DeleteRole`: what hangs on a role goes first. */
export const deleteRole: ActionOf<'iam', 'DeleteRole'> = {
  validate: ({ RoleName }) => invalidName('roleName', RoleName),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  async act({ RoleName }, call) {
    const deleted = await changeRole(call, RoleName, ({ inlinePolicies, attachedPolicyArns }) => {
      if (instanceProfilesWith(call, RoleName).length > 0) {
        return err(deleteConflict('remove roles from instance profile'));
      }
      if (attachedPolicyArns.length > 0) return err(deleteConflict('detach all policies'));
      if (Object.keys(inlinePolicies).length > 0) return err(deleteConflict('delete policies'));
      return ok(undefined);
    });
    return deleted.ok ? ok({}) : deleted;
  },
};
