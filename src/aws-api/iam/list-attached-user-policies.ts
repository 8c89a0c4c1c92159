import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { attachedPage, invalidAttachedListing } from './attached-policies.ts';
import { findUser, userPermission } from './users.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `ListAttachedUserPolicies`. */
export const listAttachedUserPolicies: ActionOf<'iam', 'ListAttachedUserPolicies'> = {
  validate: (input) => invalidName('userName', input.UserName) ?? invalidAttachedListing(input),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  act(input, call) {
    const user = findUser(call, input.UserName);
    if (!user.ok) return user;
    const page = attachedPage(user.value, input);
    return page.ok ? ok({ AttachedPolicies: page.value.items, ...page.value.rest }) : page;
  },
};
