import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeManagedPolicy, managedPolicyPermission } from './managed-policies.ts';
import { invalidPolicyArn } from './policy-rules.ts';
import { withoutTags } from './tagged.ts';

/** IAM API Reference, `UntagPolicy`. */
export const untagPolicy: ActionOf<'iam', 'UntagPolicy'> = {
  validate: ({ PolicyArn }) => invalidPolicyArn(PolicyArn),
  permissions: ({ PolicyArn }, call) => [managedPolicyPermission(call, PolicyArn)],
  async act({ PolicyArn, TagKeys }, call) {
    const changed = await changeManagedPolicy(call, PolicyArn, (policy) => withoutTags(policy, TagKeys));
    return changed.ok ? ok({}) : changed;
  },
};
