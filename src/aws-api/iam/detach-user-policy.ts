import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { withoutPolicy, withPolicyKey } from './attached-policies.ts';
import { invalidPolicyArn } from './policy-rules.ts';
import { changeUser, userPermission } from './users.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `DetachUserPolicy`. */
export const detachUserPolicy: ActionOf<'iam', 'DetachUserPolicy'> = {
  validate: ({ UserName, PolicyArn }) => invalidName('userName', UserName) ?? invalidPolicyArn(PolicyArn),
  permissions: ({ UserName, PolicyArn }, call) => withPolicyKey(userPermission(call, UserName), PolicyArn),
  async act({ UserName, PolicyArn }, call) {
    const changed = await changeUser(call, UserName, (user) => withoutPolicy(user, PolicyArn));
    return changed.ok ? ok({}) : changed;
  },
};
