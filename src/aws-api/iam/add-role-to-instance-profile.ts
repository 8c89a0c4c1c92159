import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { limitExceeded } from './errors.ts';
import { changeInstanceProfile, instanceProfilePermission } from './instance-profiles.ts';
import { findRole, passRolePermission } from './roles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `AddRoleToInstanceProfile`: one role a profile, and whoever adds it must be able to pass it. */
export const addRoleToInstanceProfile: ActionOf<'iam', 'AddRoleToInstanceProfile'> = {
  validate: ({ InstanceProfileName, RoleName }) =>
    invalidName('instanceProfileName', InstanceProfileName) ?? invalidName('roleName', RoleName),
  permissions: ({ InstanceProfileName, RoleName }, call) => [
    instanceProfilePermission(call, InstanceProfileName),
    passRolePermission(call, RoleName),
  ],
  act({ InstanceProfileName, RoleName }, call) {
    return changeInstanceProfile(call, InstanceProfileName, (profile) => {
      const role = findRole(call, RoleName);
      if (!role.ok) return role;
      if (profile.roleName !== undefined) return err(limitExceeded('InstanceSessionsPerInstanceProfile', 1));
      return ok({ ...profile, roleName: role.value.name });
    });
  },
};
