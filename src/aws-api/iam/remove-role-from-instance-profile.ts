import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { noSuchEntity } from './errors.ts';
import { changeInstanceProfile, instanceProfilePermission } from './instance-profiles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `RemoveRoleFromInstanceProfile`. */
export const removeRoleFromInstanceProfile: ActionOf<'iam', 'RemoveRoleFromInstanceProfile'> = {
  validate: ({ InstanceProfileName, RoleName }) =>
    invalidName('instanceProfileName', InstanceProfileName) ?? invalidName('roleName', RoleName),
  permissions: ({ InstanceProfileName }, call) => [instanceProfilePermission(call, InstanceProfileName)],
  act({ InstanceProfileName, RoleName }, call) {
    return changeInstanceProfile(call, InstanceProfileName, (profile) => {
      if (profile.roleName?.toLowerCase() !== RoleName.toLowerCase()) {
        return err(noSuchEntity(`The role with name ${RoleName}`));
      }
      return ok({ ...profile, roleName: undefined });
    });
  },
};
