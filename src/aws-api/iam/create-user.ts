import { err, ok } from '#base';
import { arn } from '#model';
import type { IamUser } from '#model';
import type { iam } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { newIamId } from '../iam-id.ts';
import { iamDocumentId } from '../inventory/entities.ts';
import { entityAlreadyExists } from './errors.ts';
import { iamTags } from './iam-tags.ts';
import { unfitBoundary } from './permissions-boundary.ts';
import { invalidName, invalidPath, invalidTags } from './rules.ts';
import { userView } from './users.ts';

/** IAM API Reference, `CreateUser`. */
export const createUser: ActionOf<'iam', 'CreateUser'> = {
  validate: ({ UserName, Path, Tags }) => invalidName('userName', UserName) ?? invalidPath(Path) ?? invalidTags(Tags),
  permissions: (input, call) => [
    {
      resource: userArn(input, call),
      requestTags: input.Tags && iamTags(input.Tags),
      keys: { 'iam:PermissionsBoundary': input.PermissionsBoundary },
    },
  ],
  async act(input, call) {
    const unfit = unfitBoundary(call, input.PermissionsBoundary);
    if (unfit !== undefined) return err(unfit);
    const user = newUser(input, call);
    const created = await call.inventory.change('user', iamDocumentId(call.accountId, user.name), (present) =>
      present === undefined ? ok(user) : err(entityAlreadyExists(`User with name ${user.name}`)),
    );
    return created.ok ? ok({ User: userView(user) }) : created;
  },
};

function newUser(input: iam.CreateUserRequest, call: Call): IamUser {
  return {
    accountId: call.accountId,
    name: input.UserName,
    id: newIamId('AIDA', call.platform.random),
    arn: userArn(input, call),
    path: input.Path ?? '/',
    createdAtMs: call.nowMs,
    tags: iamTags(input.Tags),
    inlinePolicies: {},
    attachedPolicyArns: [],
    permissionsBoundaryArn: input.PermissionsBoundary,
  };
}

function userArn({ Path = '/', UserName }: iam.CreateUserRequest, { region, accountId }: Call): string {
  return arn(region, 'iam', '', accountId, `user${Path}${UserName}`);
}
