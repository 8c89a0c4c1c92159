import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { invalidMaxItems, listedPage } from './iam-page.ts';
import { findRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `ListRolePolicies`. */
export const listRolePolicies: ActionOf<'iam', 'ListRolePolicies'> = {
  validate: (input) => invalidName('roleName', input.RoleName) ?? invalidMaxItems(input),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  act(input, call) {
    const role = findRole(call, input.RoleName);
    if (!role.ok) return role;
    const page = listedPage(Object.keys(role.value.inlinePolicies), (name) => name, input);
    return page.ok ? ok({ PolicyNames: page.value.items, ...page.value.rest }) : page;
  },
};
