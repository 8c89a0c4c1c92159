import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { invalidMaxItems } from './iam-page.ts';
import { findRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';
import { tagPage } from './tagged.ts';

/** IAM API Reference, `ListRoleTags`. */
export const listRoleTags: ActionOf<'iam', 'ListRoleTags'> = {
  validate: (input) => invalidName('roleName', input.RoleName) ?? invalidMaxItems(input),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  act(input, call) {
    const role = findRole(call, input.RoleName);
    if (!role.ok) return role;
    const page = tagPage(role.value, input);
    return page.ok ? ok({ Tags: page.value.items, ...page.value.rest }) : page;
  },
};
