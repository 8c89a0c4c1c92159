import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { existingUser } from './existing-user.ts';
import { userPermission } from './users.ts';

/** IAM API Reference, `ListSSHPublicKeys`. There are no such keys. */
export const listSshPublicKeys: ActionOf<'iam', 'ListSSHPublicKeys'> = {
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  act({ UserName }, call) {
    const user = existingUser(call, UserName);
    return user.ok ? ok({ SSHPublicKeys: [], IsTruncated: false }) : user;
  },
};
