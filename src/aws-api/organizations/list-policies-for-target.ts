import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { notFound } from './errors.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { invalidMaxResults, listedPage } from './pages.ts';
import { findPlace } from './places.ts';
import { policiesOf, policySummary } from './policies.ts';

/** Organizations API Reference, `ListPoliciesForTarget`: those attached to the target itself. */
export const listPoliciesForTarget: ActionOf<'organizations', 'ListPoliciesForTarget'> = {
  validate: (input) => invalidMaxResults(input),
  permissions: (_, call) => organizationPermissions(call),
  act(input, call) {
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    if (findPlace(organization.value, input.TargetId) === undefined) return err(notFound('Target'));
    const attached = organization.value.attachments[input.TargetId] ?? [];
    const policies = policiesOf(call, organization.value).filter(
      ({ id, type }) => type === input.Filter && attached.includes(id),
    );
    const page = listedPage(policies, input);
    if (!page.ok) return page;
    return ok({ Policies: page.value.items.map(policySummary), NextToken: page.value.NextToken });
  },
};
