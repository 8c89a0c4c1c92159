import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { IamUser } from '#model';
import type { ApiError } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { iamDocumentId } from '../inventory/entities.ts';
import { accessKeysOf } from './access-keys.ts';
import { entityAlreadyExists } from './errors.ts';
import { invalidName, invalidPath } from './rules.ts';
import { changeUser, findUser, userPermission } from './users.ts';

/** IAM API Reference, `UpdateUser`: another path, another name. */
export const updateUser: ActionOf<'iam', 'UpdateUser'> = {
  validate: ({ UserName, NewPath, NewUserName }) =>
    invalidName('userName', UserName) ??
    invalidPath(NewPath) ??
    (NewUserName === undefined ? undefined : invalidName('userName', NewUserName)),
  permissions: ({ UserName, NewUserName = UserName }, call): readonly Permission[] => [
    userPermission(call, UserName),
    ...(NewUserName === UserName ? [] : [userPermission(call, NewUserName)]),
  ],
  async act({ UserName, NewPath, NewUserName }, call) {
    const user = findUser(call, UserName);
    if (!user.ok) return user;
    const changed = moved(user.value, { path: NewPath ?? user.value.path, name: NewUserName ?? user.value.name }, call);
    const keepsItsDocument = changed.name.toLowerCase() === user.value.name.toLowerCase();
    const done = keepsItsDocument
      ? await changeUser(call, UserName, (present) => ok(moved(present, changed, call)))
      : await renamed(call, user.value, changed);
    return done.ok ? ok({}) : done;
  },
};

function moved(user: IamUser, to: { readonly path: string; readonly name: string }, { region }: Call): IamUser {
  const { path, name } = to;
  return { ...user, path, name, arn: arn(region, 'iam', '', user.accountId, `user${path}${name}`) };
}

/**
 * A new name is a new document. The new one is there before keys are handed over and the old one goes, so that an end in
 * between leaves a user too many, and none too few.
 */
async function renamed(call: Call, user: IamUser, changed: IamUser): Promise<Result<unknown, ApiError>> {
  const { inventory, accountId } = call;
  const created = await inventory.change('user', iamDocumentId(accountId, changed.name), (present) =>
    present === undefined ? ok(changed) : err(entityAlreadyExists(`User with name ${changed.name}`)),
  );
  if (!created.ok) return created;
  for (const { accessKeyId } of accessKeysOf(call, user.name)) {
    const handed = await inventory.change('access-key', accessKeyId, (key) =>
      ok(key && { ...key, userName: changed.name }),
    );
    if (!handed.ok) return handed;
  }
  return changeUser(call, user.name, () => ok(undefined));
}
