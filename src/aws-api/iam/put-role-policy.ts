import { err, ok } from '#base';
import { POLICY_SIZE_LIMITS, policySize } from '#policy';
import type { ActionOf } from '../action.ts';
import { malformedPolicy } from './policy-document.ts';
import { changeRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `PutRolePolicy`. The inline policies of a role share one limit of size. */
export const putRolePolicy: ActionOf<'iam', 'PutRolePolicy'> = {
  validate: ({ RoleName, PolicyName, PolicyDocument }) =>
    invalidName('roleName', RoleName) ??
    invalidName('policyName', PolicyName) ??
    malformedPolicy(PolicyDocument, 'identity'),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  async act({ RoleName, PolicyName, PolicyDocument }, call) {
    const changed = await changeRole(call, RoleName, (role) => {
      const inlinePolicies = { ...role.inlinePolicies, [PolicyName]: PolicyDocument };
      const size = Object.values(inlinePolicies).reduce((sum, text) => sum + policySize(text), 0);
      if (size <= POLICY_SIZE_LIMITS.roleInline) return ok({ ...role, inlinePolicies });
      const message = `Maximum policy size of ${POLICY_SIZE_LIMITS.roleInline} bytes exceeded for role ${role.name}`;
      return err({ code: 'LimitExceeded', message });
    });
    return changed.ok ? ok({}) : changed;
  },
};
