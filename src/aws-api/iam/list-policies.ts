import { ok } from '#base';
import type { ManagedPolicy } from '#model';
import type { iam } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { invalidMaxItems, listedPage } from './iam-page.ts';
import { awsManagedPolicies, countOf, listedPolicy, ownManagedPolicies, policyUsers } from './managed-policies.ts';
import { invalidPathPrefix } from './rules.ts';

/** IAM API Reference, `ListPolicies`. */
export const listPolicies: ActionOf<'iam', 'ListPolicies'> = {
  validate: (input) => invalidPathPrefix(input.PathPrefix) ?? invalidMaxItems(input),
  act(input, call) {
    const wanted = policiesIn(input.Scope, call).filter((policy) => isWanted(policy, input, call));
    const page = listedPage(wanted, ({ name }) => name, input);
    if (!page.ok) return page;
    return ok({ Policies: page.value.items.map((policy) => listedPolicy(call, policy)), ...page.value.rest });
  },
};

function policiesIn(scope: iam.PolicyScopeType | undefined, call: Call): readonly ManagedPolicy[] {
  return [...(scope === 'Local' ? [] : awsManagedPolicies(call)), ...(scope === 'AWS' ? [] : ownManagedPolicies(call))];
}

function isWanted(
  { arn, path }: ManagedPolicy,
  { PathPrefix = '/', OnlyAttached = false, PolicyUsageFilter }: iam.ListPoliciesRequest,
  call: Call,
): boolean {
  if (!path.startsWith(PathPrefix)) return false;
  if (!OnlyAttached && PolicyUsageFilter === undefined) return true;
  const { attached, boundary } = policyUsers(call, arn);
  if (PolicyUsageFilter === 'PermissionsBoundary') return countOf(boundary) > 0;
  return countOf(attached) > 0;
}
