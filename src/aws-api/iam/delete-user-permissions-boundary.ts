import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { noSuchEntity } from './errors.ts';
import { changeUser, userPermission } from './users.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `DeleteUserPermissionsBoundary`. */
export const deleteUserPermissionsBoundary: ActionOf<'iam', 'DeleteUserPermissionsBoundary'> = {
  validate: ({ UserName }) => invalidName('userName', UserName),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  async act({ UserName }, call) {
    const changed = await changeUser(call, UserName, (user) => {
      if (user.permissionsBoundaryArn !== undefined) return ok({ ...user, permissionsBoundaryArn: undefined });
      return err(noSuchEntity(`The permissions boundary of user ${user.name}`));
    });
    return changed.ok ? ok({}) : changed;
  },
};
