import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { IamUser } from '#model';
import type { ApiError, iam } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { iamDocumentId } from '../inventory/entities.ts';
import { noSuchEntity, validationError } from './errors.ts';
import { iamTagList } from './iam-tags.ts';
import { boundaryView } from './permissions-boundary.ts';

/** The user of this name in the call's account. */
export function findUser({ inventory, accountId }: Call, name: string): Result<IamUser, ApiError> {
  const user = inventory.get('user', iamDocumentId(accountId, name));
  return user === undefined ? err(noSuchUser(name)) : ok(user);
}

/** Every user of the call's account. */
export function usersOf({ inventory, accountId }: Call): readonly IamUser[] {
  return inventory
    .all('user')
    .map(({ entity }) => entity)
    .filter((user) => user.accountId === accountId);
}

/** Makes of a user what `update` says. */
export async function changeUser(
  { inventory, accountId }: Call,
  name: string,
  update: (user: IamUser) => Result<IamUser | undefined, ApiError>,
): Promise<Result<IamUser | undefined, ApiError>> {
  const changed = await inventory.change('user', iamDocumentId(accountId, name), (present) =>
    present === undefined ? err(noSuchUser(name)) : update(present),
  );
  return changed.ok ? ok(changed.value.entity) : changed;
}

/** The name a call says, or that of the user who makes it. */
export function namedUser(said: string | undefined, { caller: { principal } }: Call): Result<string, ApiError> {
  if (said !== undefined) return ok(said);
  if (principal.kind === 'user') return ok(principal.arn.slice(principal.arn.lastIndexOf('/') + 1));
  return err(validationError('Must specify userName when calling with non-User credentials'));
}

/** Permission for something with a user, by the ARN it has or would have without a path. */
export function userPermission(call: Call, said: string | undefined): Permission {
  const name = namedUser(said, call);
  if (!name.ok) return { resource: arn(call.region, 'iam', '', call.accountId, 'user/*') };
  const user = findUser(call, name.value);
  if (!user.ok) return { resource: arn(call.region, 'iam', '', call.accountId, `user/${name.value}`) };
  const { permissionsBoundaryArn, tags } = user.value;
  return {
    resource: user.value.arn,
    resourceTags: tags,
    keys: { 'iam:PermissionsBoundary': permissionsBoundaryArn },
  };
}

/** A user as lists of users show it. */
export function listedUser(user: IamUser): iam.User {
  return {
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    Path: user.path,
    CreateDate: new Date(user.createdAtMs),
  };
}

/** A user with what lists leave out (IAM API Reference, `ListUsers`: "does not return … tags, permissions boundary"). */
export function userView(user: IamUser): iam.User {
  const { permissionsBoundaryArn: boundary, tags } = user;
  return {
    ...listedUser(user),
    PermissionsBoundary: boundary === undefined ? undefined : boundaryView(boundary),
    Tags: Object.keys(tags).length === 0 ? undefined : iamTagList(tags),
  };
}

function noSuchUser(name: string): ApiError {
  return noSuchEntity(`The user with name ${name}`);
}
