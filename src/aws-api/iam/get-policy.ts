import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { findManagedPolicy, managedPolicyPermission, policyView } from './managed-policies.ts';
import { invalidPolicyArn } from './policy-rules.ts';

/** IAM API Reference, `GetPolicy`. */
export const getPolicy: ActionOf<'iam', 'GetPolicy'> = {
  validate: ({ PolicyArn }) => invalidPolicyArn(PolicyArn),
  permissions: ({ PolicyArn }, call) => [managedPolicyPermission(call, PolicyArn)],
  act({ PolicyArn }, call) {
    const policy = findManagedPolicy(call, PolicyArn);
    return policy.ok ? ok({ Policy: policyView(call, policy.value) }) : policy;
  },
};
