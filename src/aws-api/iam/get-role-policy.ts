import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { inlinePolicy } from './inline-policies.ts';
import { findRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `GetRolePolicy`. */
export const getRolePolicy: ActionOf<'iam', 'GetRolePolicy'> = {
  validate: ({ RoleName, PolicyName }) => invalidName('roleName', RoleName) ?? invalidName('policyName', PolicyName),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  act({ RoleName, PolicyName }, call) {
    const role = findRole(call, RoleName);
    if (!role.ok) return role;
    const policy = inlinePolicy(role.value, PolicyName, 'role');
    return policy.ok ? ok({ RoleName: role.value.name, ...policy.value }) : policy;
  },
};
