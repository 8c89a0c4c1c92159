import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { existingUser } from './existing-user.ts';
import { userPermission } from './users.ts';

/** IAM API Reference, `ListServiceSpecificCredentials`. There are no such credentials. */
export const listServiceSpecificCredentials: ActionOf<'iam', 'ListServiceSpecificCredentials'> = {
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  act({ UserName }, call) {
    const user = existingUser(call, UserName);
    return user.ok ? ok({ ServiceSpecificCredentials: [], IsTruncated: false }) : user;
  },
};
