import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { attachedPage, invalidAttachedListing } from './attached-policies.ts';
import { findRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `ListAttachedRolePolicies`. */
export const listAttachedRolePolicies: ActionOf<'iam', 'ListAttachedRolePolicies'> = {
  validate: (input) => invalidName('roleName', input.RoleName) ?? invalidAttachedListing(input),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  act(input, call) {
    const role = findRole(call, input.RoleName);
    if (!role.ok) return role;
    const page = attachedPage(role.value, input);
    return page.ok ? ok({ AttachedPolicies: page.value.items, ...page.value.rest }) : page;
  },
};
