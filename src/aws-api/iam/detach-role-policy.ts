import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { withoutPolicy, withPolicyKey } from './attached-policies.ts';
import { invalidPolicyArn } from './policy-rules.ts';
import { changeRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `DetachRolePolicy`. */
export const detachRolePolicy: ActionOf<'iam', 'DetachRolePolicy'> = {
  validate: ({ RoleName, PolicyArn }) => invalidName('roleName', RoleName) ?? invalidPolicyArn(PolicyArn),
  permissions: ({ RoleName, PolicyArn }, call) => withPolicyKey(rolePermission(call, RoleName), PolicyArn),
  async act({ RoleName, PolicyArn }, call) {
    const changed = await changeRole(call, RoleName, (role) => withoutPolicy(role, PolicyArn));
    return changed.ok ? ok({}) : changed;
  },
};
