import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { invalidMaxResults, listedPage } from './pages.ts';
import { policiesOf, policySummary } from './policies.ts';

/** Organizations API Reference, `ListPolicies`. */
export const listPolicies: ActionOf<'organizations', 'ListPolicies'> = {
  validate: (input) => invalidMaxResults(input),
  permissions: (_, call) => organizationPermissions(call),
  act(input, call) {
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    const page = listedPage(
      policiesOf(call, organization.value).filter(({ type }) => type === input.Filter),
      input,
    );
    if (!page.ok) return page;
    return ok({ Policies: page.value.items.map(policySummary), NextToken: page.value.NextToken });
  },
};
