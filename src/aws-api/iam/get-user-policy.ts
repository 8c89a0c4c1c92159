import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { inlinePolicy } from './inline-policies.ts';
import { invalidName } from './rules.ts';
import { findUser, userPermission } from './users.ts';

/** IAM API Reference, `GetUserPolicy`. */
export const getUserPolicy: ActionOf<'iam', 'GetUserPolicy'> = {
  validate: ({ UserName, PolicyName }) => invalidName('userName', UserName) ?? invalidName('policyName', PolicyName),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  act({ UserName, PolicyName }, call) {
    const user = findUser(call, UserName);
    if (!user.ok) return user;
    const policy = inlinePolicy(user.value, PolicyName, 'user');
    return policy.ok ? ok({ UserName: user.value.name, ...policy.value }) : policy;
  },
};
