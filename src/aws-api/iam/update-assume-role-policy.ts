import { ok } from '#base';
import { POLICY_SIZE_LIMITS } from '#policy';
import type { ActionOf } from '../action.ts';
import { malformedPolicy } from './policy-document.ts';
import { changeRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `UpdateAssumeRolePolicy`. */
export const updateAssumeRolePolicy: ActionOf<'iam', 'UpdateAssumeRolePolicy'> = {
  validate: ({ RoleName, PolicyDocument }) =>
    invalidName('roleName', RoleName) ??
    malformedPolicy(PolicyDocument, 'trust', { maxCharacters: POLICY_SIZE_LIMITS.trust }),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  async act({ RoleName, PolicyDocument }, call) {
    const changed = await changeRole(call, RoleName, (role) => ok({ ...role, trustPolicy: PolicyDocument }));
    return changed.ok ? ok({}) : changed;
  },
};
