import { ok } from '#base';
import { POLICY_SIZE_LIMITS } from '#policy';
import type { ActionOf } from '../action.ts';
import { withInlinePolicy } from './inline-policies.ts';
import { malformedPolicy } from './policy-document.ts';
import { invalidName } from './rules.ts';
import { changeUser, userPermission } from './users.ts';

const LIMIT = { characters: POLICY_SIZE_LIMITS.userInline, of: 'user' } as const;

/** IAM API Reference, `PutUserPolicy`. */
export const putUserPolicy: ActionOf<'iam', 'PutUserPolicy'> = {
  validate: ({ UserName, PolicyName, PolicyDocument }) =>
    invalidName('userName', UserName) ??
    invalidName('policyName', PolicyName) ??
    malformedPolicy(PolicyDocument, 'identity'),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  async act(input, call) {
    const changed = await changeUser(call, input.UserName, (user) => withInlinePolicy(user, input, LIMIT));
    return changed.ok ? ok({}) : changed;
  },
};
