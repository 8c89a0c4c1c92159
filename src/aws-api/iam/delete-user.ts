import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { accessKeysOf } from './access-keys.ts';
import { deleteConflict } from './errors.ts';
import { invalidName } from './rules.ts';
import { changeUser, userPermission } from './users.ts';

/** IAM API Reference, `DeleteUser`: what hangs on a user goes first. */
export const deleteUser: ActionOf<'iam', 'DeleteUser'> = {
  validate: ({ UserName }) => invalidName('userName', UserName),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  async act({ UserName }, call) {
    const deleted = await changeUser(call, UserName, ({ inlinePolicies, attachedPolicyArns }) => {
      if (accessKeysOf(call, UserName).length > 0) return err(deleteConflict('delete access keys'));
      if (attachedPolicyArns.length > 0) return err(deleteConflict('detach all policies'));
      if (Object.keys(inlinePolicies).length > 0) return err(deleteConflict('delete policies'));
      return ok(undefined);
    });
    return deleted.ok ? ok({}) : deleted;
  },
};
