import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { invalidMaxItems } from './iam-page.ts';
import { findManagedPolicy, managedPolicyPermission } from './managed-policies.ts';
import { invalidPolicyArn } from './policy-rules.ts';
import { tagPage } from './tagged.ts';

/** IAM API Reference, `ListPolicyTags`. */
export const listPolicyTags: ActionOf<'iam', 'ListPolicyTags'> = {
  validate: (input) => invalidPolicyArn(input.PolicyArn) ?? invalidMaxItems(input),
  permissions: ({ PolicyArn }, call) => [managedPolicyPermission(call, PolicyArn)],
  act(input, call) {
    const policy = findManagedPolicy(call, input.PolicyArn);
    if (!policy.ok) return policy;
    const page = tagPage(policy.value, input);
    return page.ok ? ok({ Tags: page.value.items, ...page.value.rest }) : page;
  },
};
