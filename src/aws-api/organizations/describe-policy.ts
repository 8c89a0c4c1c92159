import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { organizationPermissions } from './organization.ts';
import { findPolicy, policyView } from './policies.ts';

/** Organizations API Reference, `DescribePolicy`. */
export const describePolicy: ActionOf<'organizations', 'DescribePolicy'> = {
  permissions: (_, call) => organizationPermissions(call),
  act({ PolicyId }, call) {
    const found = findPolicy(call, PolicyId);
    return found.ok ? ok({ Policy: policyView(found.value.policy) }) : found;
  },
};
