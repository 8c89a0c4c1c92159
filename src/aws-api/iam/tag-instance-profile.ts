import type { ActionOf } from '../action.ts';
import { iamTags } from './iam-tags.ts';
import { changeInstanceProfile, instanceProfilePermission } from './instance-profiles.ts';
import { invalidName, invalidTags } from './rules.ts';
import { withTags } from './tagged.ts';

/** IAM API Reference, `TagInstanceProfile`. */
export const tagInstanceProfile: ActionOf<'iam', 'TagInstanceProfile'> = {
  validate: ({ InstanceProfileName, Tags }) =>
    invalidName('instanceProfileName', InstanceProfileName) ?? invalidTags(Tags),
  permissions: ({ InstanceProfileName, Tags }, call) => [
    { ...instanceProfilePermission(call, InstanceProfileName), requestTags: iamTags(Tags) },
  ],
  act({ InstanceProfileName, Tags }, call) {
    return changeInstanceProfile(call, InstanceProfileName, (profile) => withTags(profile, Tags));
  },
};
