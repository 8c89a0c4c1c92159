import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { invalidMaxItems } from './iam-page.ts';
import { findUser, userPermission } from './users.ts';
import { invalidName } from './rules.ts';
import { tagPage } from './tagged.ts';

/** IAM API Reference, `ListUserTags`. */
export const listUserTags: ActionOf<'iam', 'ListUserTags'> = {
  validate: (input) => invalidName('userName', input.UserName) ?? invalidMaxItems(input),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  act(input, call) {
    const user = findUser(call, input.UserName);
    if (!user.ok) return user;
    const page = tagPage(user.value, input);
    return page.ok ? ok({ Tags: page.value.items, ...page.value.rest }) : page;
  },
};
