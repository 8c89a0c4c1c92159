import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { deleteConflict } from './errors.ts';
import { changeInstanceProfile, instanceProfilePermission } from './instance-profiles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `DeleteInstanceProfile`: its role goes first. Instances keep what they have of it. */
export const deleteInstanceProfile: ActionOf<'iam', 'DeleteInstanceProfile'> = {
  validate: ({ InstanceProfileName }) => invalidName('instanceProfileName', InstanceProfileName),
  permissions: ({ InstanceProfileName }, call) => [instanceProfilePermission(call, InstanceProfileName)],
  act: ({ InstanceProfileName }, call) =>
    changeInstanceProfile(call, InstanceProfileName, ({ roleName }) =>
      roleName === undefined ? ok(undefined) : err(deleteConflict('remove roles from instance profile')),
    ),
};
