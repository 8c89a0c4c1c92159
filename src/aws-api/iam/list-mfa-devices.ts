import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { existingUser } from './existing-user.ts';
import { userPermission } from './users.ts';

/** IAM API Reference, `ListMFADevices`. There are no devices. */
export const listMfaDevices: ActionOf<'iam', 'ListMFADevices'> = {
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  act({ UserName }, call) {
    const user = existingUser(call, UserName);
    return user.ok ? ok({ MFADevices: [], IsTruncated: false }) : user;
  },
};
