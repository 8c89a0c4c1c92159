import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { invalidAccessKeyId, noSuchAccessKey } from './access-keys.ts';
import { userPermission } from './users.ts';

/** IAM API Reference, `GetAccessKeyLastUsed`. Uses are not kept; `N/A` is what IAM says of a key without any. */
export const getAccessKeyLastUsed: ActionOf<'iam', 'GetAccessKeyLastUsed'> = {
  validate: ({ AccessKeyId }) => invalidAccessKeyId(AccessKeyId),
  permissions: ({ AccessKeyId }, call) => [
    userPermission(call, call.inventory.get('access-key', AccessKeyId)?.userName),
  ],
  act({ AccessKeyId }, { inventory, accountId }) {
    const key = inventory.get('access-key', AccessKeyId);
    if (key?.accountId !== accountId) return err(noSuchAccessKey(AccessKeyId));
    return ok({ UserName: key.userName, AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } });
  },
};
