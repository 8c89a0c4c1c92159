import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { invalidMaxItems, listedPage } from './iam-page.ts';
import { instanceProfilesWith, instanceProfileView } from './instance-profiles.ts';
import { findRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `ListInstanceProfilesForRole`. */
export const listInstanceProfilesForRole: ActionOf<'iam', 'ListInstanceProfilesForRole'> = {
  validate: (input) => invalidName('roleName', input.RoleName) ?? invalidMaxItems(input),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  act(input, call) {
    const role = findRole(call, input.RoleName);
    if (!role.ok) return role;
    const page = listedPage(instanceProfilesWith(call, role.value.name), ({ name }) => name, input);
    if (!page.ok) return page;
    const { items, rest } = page.value;
    return ok({ InstanceProfiles: items.map((profile) => instanceProfileView(profile, call)), ...rest });
  },
};
