import { ok } from '#base';
import { numberKey } from '../page.ts';
import type { ActionOf } from '../action.ts';
import { invalidMaxItems, listedPage } from './iam-page.ts';
import { findManagedPolicy, listedVersion, managedPolicyPermission } from './managed-policies.ts';
import { invalidPolicyArn } from './policy-rules.ts';

/** IAM API Reference, `ListPolicyVersions`: the newest first. */
export const listPolicyVersions: ActionOf<'iam', 'ListPolicyVersions'> = {
  validate: (input) => invalidPolicyArn(input.PolicyArn) ?? invalidMaxItems(input),
  permissions: ({ PolicyArn }, call) => [managedPolicyPermission(call, PolicyArn)],
  act(input, call) {
    const policy = findManagedPolicy(call, input.PolicyArn);
    if (!policy.ok) return policy;
    const { versions } = policy.value;
    const page = listedPage(versions, ({ id }) => numberKey(Number.MAX_SAFE_INTEGER - Number(id.slice(1))), input);
    if (!page.ok) return page;
    return ok({
      Versions: page.value.items.map((version) => listedVersion(policy.value, version)),
      ...page.value.rest,
    });
  },
};
