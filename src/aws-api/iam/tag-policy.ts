import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { iamTags } from './iam-tags.ts';
import { changeManagedPolicy, managedPolicyPermission } from './managed-policies.ts';
import { invalidPolicyArn } from './policy-rules.ts';
import { invalidTags } from './rules.ts';
import { withTags } from './tagged.ts';

/** IAM API Reference, `TagPolicy`. */
export const tagPolicy: ActionOf<'iam', 'TagPolicy'> = {
  validate: ({ PolicyArn, Tags }) => invalidPolicyArn(PolicyArn) ?? invalidTags(Tags),
  permissions: ({ PolicyArn, Tags }, call) => [
    { ...managedPolicyPermission(call, PolicyArn), requestTags: iamTags(Tags) },
  ],
  async act({ PolicyArn, Tags }, call) {
    const changed = await changeManagedPolicy(call, PolicyArn, (policy) => withTags(policy, Tags));
    return changed.ok ? ok({}) : changed;
  },
};
