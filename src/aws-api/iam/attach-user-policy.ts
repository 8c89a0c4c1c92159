import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { withPolicy, withPolicyKey } from './attached-policies.ts';
import { invalidPolicyArn } from './policy-rules.ts';
import { changeUser, userPermission } from './users.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `AttachUserPolicy`. */
export const attachUserPolicy: ActionOf<'iam', 'AttachUserPolicy'> = {
  validate: ({ UserName, PolicyArn }) => invalidName('userName', UserName) ?? invalidPolicyArn(PolicyArn),
  permissions: ({ UserName, PolicyArn }, call) => withPolicyKey(userPermission(call, UserName), PolicyArn),
  async act({ UserName, PolicyArn }, call) {
    const changed = await changeUser(call, UserName, (user) => withPolicy(call, user, PolicyArn, 'PoliciesPerUser'));
    return changed.ok ? ok({}) : changed;
  },
};
