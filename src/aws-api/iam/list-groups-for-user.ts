import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { existingUser } from './existing-user.ts';
import { userPermission } from './users.ts';

/** IAM API Reference, `ListGroupsForUser`. There are no groups. */
export const listGroupsForUser: ActionOf<'iam', 'ListGroupsForUser'> = {
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  act({ UserName }, call) {
    const user = existingUser(call, UserName);
    return user.ok ? ok({ Groups: [], IsTruncated: false }) : user;
  },
};
