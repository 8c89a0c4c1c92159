import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { findInstanceProfile, instanceProfilePermission, instanceProfileView } from './instance-profiles.ts';
import { invalidName } from './rules.ts';

/** IAM API Reference, `GetInstanceProfile`. */
export const getInstanceProfile: ActionOf<'iam', 'GetInstanceProfile'> = {
  validate: ({ InstanceProfileName }) => invalidName('instanceProfileName', InstanceProfileName),
  permissions: ({ InstanceProfileName }, call) => [instanceProfilePermission(call, InstanceProfileName)],
  act({ InstanceProfileName }, call) {
    const profile = findInstanceProfile(call, InstanceProfileName);
    return profile.ok ? ok({ InstanceProfile: instanceProfileView(profile.value, call) }) : profile;
  },
};
