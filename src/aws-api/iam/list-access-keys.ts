import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { accessKeysOf } from './access-keys.ts';
import { invalidMaxItems, listedPage } from './iam-page.ts';
import { invalidName } from './rules.ts';
import { findUser, namedUser, userPermission } from './users.ts';

/** IAM API Reference, `ListAccessKeys`. */
export const listAccessKeys: ActionOf<'iam', 'ListAccessKeys'> = {
  validate: (input) =>
    (input.UserName === undefined ? undefined : invalidName('userName', input.UserName)) ?? invalidMaxItems(input),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  act(input, call) {
    const name = namedUser(input.UserName, call);
    if (!name.ok) return name;
    const user = findUser(call, name.value);
    if (!user.ok) return user;
    const page = listedPage(accessKeysOf(call, user.value.name), ({ accessKeyId }) => accessKeyId, input);
    if (!page.ok) return page;
    const AccessKeyMetadata = page.value.items.map((key) => ({
      UserName: key.userName,
      AccessKeyId: key.accessKeyId,
      Status: key.status,
      CreateDate: new Date(key.createdAtMs),
    }));
    return ok({ AccessKeyMetadata, ...page.value.rest });
  },
};
