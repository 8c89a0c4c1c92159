import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { invalidMaxItems, listedPage } from './iam-page.ts';
import { invalidName } from './rules.ts';
import { findUser, userPermission } from './users.ts';

/** IAM API Reference, `ListUserPolicies`. */
export const listUserPolicies: ActionOf<'iam', 'ListUserPolicies'> = {
  validate: (input) => invalidName('userName', input.UserName) ?? invalidMaxItems(input),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  act(input, call) {
    const user = findUser(call, input.UserName);
    if (!user.ok) return user;
    const page = listedPage(Object.keys(user.value.inlinePolicies), (name) => name, input);
    return page.ok ? ok({ PolicyNames: page.value.items, ...page.value.rest }) : page;
  },
};
