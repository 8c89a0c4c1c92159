import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { withoutInlinePolicy } from './inline-policies.ts';
import { invalidName } from './rules.ts';
import { changeUser, userPermission } from './users.ts';

/** IAM API Reference, `DeleteUserPolicy`. */
export const deleteUserPolicy: ActionOf<'iam', 'DeleteUserPolicy'> = {
  validate: ({ UserName, PolicyName }) => invalidName('userName', UserName) ?? invalidName('policyName', PolicyName),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  async act({ UserName, PolicyName }, call) {
    const changed = await changeUser(call, UserName, (user) => withoutInlinePolicy(user, PolicyName, 'user'));
    return changed.ok ? ok({}) : changed;
  },
};
