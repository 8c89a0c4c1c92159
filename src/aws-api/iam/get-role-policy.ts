import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { noSuchEntity } from './errors.ts';
import { encodedDocument } from './policy-document.ts';
import { findRole, rolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `GetRolePolicy`. */
export const getRolePolicy: ActionOf<'iam', 'GetRolePolicy'> = {
  validate: ({ RoleName, PolicyName }) => invalidName('roleName', RoleName) ?? invalidName('policyName', PolicyName),
  permissions: ({ RoleName }, call) => [rolePermission(call, RoleName)],
  act({ RoleName, PolicyName }, call) {
    const role = findRole(call, RoleName);
    if (!role.ok) return role;
    const { name, inlinePolicies } = role.value;
    const text = Object.hasOwn(inlinePolicies, PolicyName) ? inlinePolicies[PolicyName] : undefined;
    if (text === undefined) return err(noSuchEntity(`The role policy with name ${PolicyName}`));
    return ok({ RoleName: name, PolicyName, PolicyDocument: encodedDocument(text) });
  },
};
