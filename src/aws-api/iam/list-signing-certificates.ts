import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { existingUser } from './existing-user.ts';
import { userPermission } from './users.ts';

/** IAM API Reference, `ListSigningCertificates`. There are no certificates. */
export const listSigningCertificates: ActionOf<'iam', 'ListSigningCertificates'> = {
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  act({ UserName }, call) {
    const user = existingUser(call, UserName);
    return user.ok ? ok({ Certificates: [], IsTruncated: false }) : user;
  },
};
