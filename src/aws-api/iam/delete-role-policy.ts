import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { noSuchEntity } from './errors.ts';
import { changeRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `DeleteRolePolicy`. */
export const deleteRolePolicy: ActionOf<'iam', 'DeleteRolePolicy'> = {
  validate: ({ RoleName, PolicyName }) => invalidName('roleName', RoleName) ?? invalidName('policyName', PolicyName),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  async act({ RoleName, PolicyName }, call) {
    const changed = await changeRole(call, RoleName, (role) => {
      if (!Object.hasOwn(role.inlinePolicies, PolicyName)) {
        return err(noSuchEntity(`The role policy with name ${PolicyName}`));
      }
      const { [PolicyName]: _, ...inlinePolicies } = role.inlinePolicies;
      return ok({ ...role, inlinePolicies });
    });
    return changed.ok ? ok({}) : changed;
  },
};
