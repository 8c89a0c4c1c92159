import { ok } from '#base';
import { POLICY_SIZE_LIMITS } from '#policy';
import type { ActionOf } from '../action.ts';
import { withInlinePolicy } from './inline-policies.ts';
import { malformedPolicy } from './policy-document.ts';
import { changeRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

const LIMIT = { characters: POLICY_SIZE_LIMITS.roleInline, of: 'role' } as const;

/** IAM API Reference, `PutRolePolicy`. The inline policies of a role share one limit of size. */
export const putRolePolicy: ActionOf<'iam', 'PutRolePolicy'> = {
  validate: ({ RoleName, PolicyName, PolicyDocument }) =>
    invalidName('roleName', RoleName) ??
    invalidName('policyName', PolicyName) ??
    malformedPolicy(PolicyDocument, 'identity'),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  async act(input, call) {
    const changed = await changeRole(call, input.RoleName, (role) => withInlinePolicy(role, input, LIMIT));
    return changed.ok ? ok({}) : changed;
  },
};
