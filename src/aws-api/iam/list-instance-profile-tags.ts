import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { invalidMaxItems } from './iam-page.ts';
import { findInstanceProfile, instanceProfilePermission } from './instance-profiles.ts';
import { invalidName } from './rules.ts';
import { tagPage } from './tagged.ts';

/** IAM API Reference, `ListInstanceProfileTags`. */
export const listInstanceProfileTags: ActionOf<'iam', 'ListInstanceProfileTags'> = {
  validate: (input) => invalidName('instanceProfileName', input.InstanceProfileName) ?? invalidMaxItems(input),
  permissions: ({ InstanceProfileName }, call) => [instanceProfilePermission(call, InstanceProfileName)],
  act(input, call) {
    const profile = findInstanceProfile(call, input.InstanceProfileName);
    if (!profile.ok) return profile;
    const page = tagPage(profile.value, input);
    return page.ok ? ok({ Tags: page.value.items, ...page.value.rest }) : page;
  },
};
