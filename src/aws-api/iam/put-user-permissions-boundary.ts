import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { unfitBoundary } from './permissions-boundary.ts';
import { invalidPolicyArn } from './policy-rules.ts';
import { changeUser, userPermission } from './users.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `PutUserPermissionsBoundary`. */
export const putUserPermissionsBoundary: ActionOf<'iam', 'PutUserPermissionsBoundary'> = {
  validate: ({ UserName, PermissionsBoundary }) =>
    invalidName('userName', UserName) ?? invalidPolicyArn(PermissionsBoundary),
  permissions({ UserName, PermissionsBoundary }, call) {
    return [{ ...userPermission(call, UserName), keys: { 'iam:PermissionsBoundary': PermissionsBoundary } }];
  },
  async act({ UserName, PermissionsBoundary: permissionsBoundaryArn }, call) {
    const changed = await changeUser(call, UserName, (user) => {
      const unfit = unfitBoundary(call, permissionsBoundaryArn);
      return unfit === undefined ? ok({ ...user, permissionsBoundaryArn }) : err(unfit);
    });
    return changed.ok ? ok({}) : changed;
  },
};
