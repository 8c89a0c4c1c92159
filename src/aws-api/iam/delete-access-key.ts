import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { belongsTo, invalidAccessKeyId, noSuchAccessKey } from './access-keys.ts';
import { invalidName } from './rules.ts';
import { findUser, namedUser, userPermission } from './users.ts';

/** IAM API Reference, `DeleteAccessKey`. */
export const deleteAccessKey: ActionOf<'iam', 'DeleteAccessKey'> = {
  validate: ({ UserName, AccessKeyId }) =>
    (UserName === undefined ? undefined : invalidName('userName', UserName)) ?? invalidAccessKeyId(AccessKeyId),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  async act({ UserName, AccessKeyId }, call) {
    const name = namedUser(UserName, call);
    if (!name.ok) return name;
    const user = findUser(call, name.value);
    if (!user.ok) return user;
    const deleted = await call.inventory.change('access-key', AccessKeyId, (key) =>
      key !== undefined && belongsTo(key, call.accountId, name.value)
        ? ok(undefined)
        : err(noSuchAccessKey(AccessKeyId)),
    );
    return deleted.ok ? ok({}) : deleted;
  },
};
