import { ok } from '#base';
import type { iam } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { invalidName } from './rules.ts';
import { findUser, namedUser, userPermission, userView } from './users.ts';

/** IAM API Reference, `GetUser`: without a name, whoever calls. */
export const getUser: ActionOf<'iam', 'GetUser'> = {
  validate: ({ UserName }) => (UserName === undefined ? undefined : invalidName('userName', UserName)),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  act({ UserName }, call) {
    const root = UserName === undefined ? rootUser(call) : undefined;
    if (root !== undefined) return ok({ User: root });
    const name = namedUser(UserName, call);
    if (!name.ok) return name;
    const user = findUser(call, name.value);
    return user.ok ? ok({ User: userView(user.value) }) : user;
  },
};

/** The root user has the id of its account and, but for the name that the API asks for, nothing that users have. */
function rootUser({ caller: { principal } }: Call): iam.User | undefined {
  if (principal.kind !== 'root') return undefined;
  return { UserName: 'root', UserId: principal.id, Arn: principal.arn, Path: '/', CreateDate: new Date(0) };
}
