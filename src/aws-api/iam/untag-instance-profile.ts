import type { ActionOf } from '../action.ts';
import { changeInstanceProfile, instanceProfilePermission } from './instance-profiles.ts';
import { invalidName } from './rules.ts';
import { withoutTags } from './tagged.ts';

/** IAM API Reference, `UntagInstanceProfile`. */
export const untagInstanceProfile: ActionOf<'iam', 'UntagInstanceProfile'> = {
  validate: ({ InstanceProfileName }) => invalidName('instanceProfileName', InstanceProfileName),
  permissions: ({ InstanceProfileName }, call) => [instanceProfilePermission(call, InstanceProfileName)],
  act({ InstanceProfileName, TagKeys }, call) {
    return changeInstanceProfile(call, InstanceProfileName, (profile) => withoutTags(profile, TagKeys));
  },
};
