import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { belongsTo, invalidAccessKeyId, noSuchAccessKey } from './access-keys.ts';
import { validationError } from './errors.ts';
import { invalidName } from './rules.ts';
import { findUser, namedUser, userPermission } from './users.ts';

/** IAM API Reference, `UpdateAccessKey`. An inactive key is refused from the next call on. */
export const updateAccessKey: ActionOf<'iam', 'UpdateAccessKey'> = {
  validate: ({ UserName, AccessKeyId, Status }) =>
    (UserName === undefined ? undefined : invalidName('userName', UserName)) ??
    invalidAccessKeyId(AccessKeyId) ??
    (Status === 'Expired' ? validationError('The status of an access key is Active or Inactive.') : undefined),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  async act({ UserName, AccessKeyId, Status }, call) {
    const name = namedUser(UserName, call);
    if (!name.ok) return name;
    const user = findUser(call, name.value);
    if (!user.ok) return user;
    const status = Status === 'Active' ? 'Active' : 'Inactive';
    const changed = await call.inventory.change('access-key', AccessKeyId, (key) => {
      const isTheirs = key !== undefined && belongsTo(key, call.accountId, name.value);
      if (!isTheirs) return err(noSuchAccessKey(AccessKeyId));
      return ok(key.status === status ? key : { ...key, status });
    });
    return changed.ok ? ok({}) : changed;
  },
};
