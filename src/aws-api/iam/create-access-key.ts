import { err, ok } from '#base';
import type { AccessKey } from '#model';
import type { ActionOf, Call } from '../action.ts';
import { accessKeyId } from '#credentials';
import { newSecretAccessKey } from '../iam-id.ts';
import { ACCESS_KEYS_MAX, accessKeysOf } from './access-keys.ts';
import { limitExceeded } from './errors.ts';
import { invalidName } from './rules.ts';
import { findUser, namedUser, userPermission } from './users.ts';

/** IAM API Reference, `CreateAccessKey`: the only time that the secret is told. */
export const createAccessKey: ActionOf<'iam', 'CreateAccessKey'> = {
  validate: ({ UserName }) => (UserName === undefined ? undefined : invalidName('userName', UserName)),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  async act({ UserName }, call) {
    const name = namedUser(UserName, call);
    if (!name.ok) return name;
    const user = findUser(call, name.value);
    if (!user.ok) return user;
    const key = newAccessKey(call, user.value.name);
    const created = await call.inventory.change('access-key', key.accessKeyId, (present) => {
      // An id that is taken already would be one in five hundred billion.
      if (present !== undefined) return err({ code: 'ServiceFailure', message: 'Try again.' });
      const isFull = accessKeysOf(call, user.value.name).length >= ACCESS_KEYS_MAX;
      return isFull ? err(limitExceeded('AccessKeysPerUser', ACCESS_KEYS_MAX)) : ok(key);
    });
    if (!created.ok) return created;
    const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, userName, status } = key;
    const CreateDate = new Date(key.createdAtMs);
    return ok({ AccessKey: { UserName: userName, AccessKeyId, Status: status, SecretAccessKey, CreateDate } });
  },
};

function newAccessKey({ accountId, platform, nowMs }: Call, userName: string): AccessKey {
  return {
    accountId,
    userName,
    accessKeyId: accessKeyId('AKIA', accountId, platform.random.bytes(8)),
    secretAccessKey: newSecretAccessKey(platform.random),
    status: 'Active',
    createdAtMs: nowMs,
  };
}
