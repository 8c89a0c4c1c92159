import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { invalidMaxResults, listedPage } from './pages.ts';

/** Organizations API Reference, `ListAWSServiceAccessForOrganization`. */
export const listAwsServiceAccessForOrganization: ActionOf<'organizations', 'ListAWSServiceAccessForOrganization'> = {
  validate: (input) => invalidMaxResults(input),
  permissions: (_, call) => organizationPermissions(call),
  act(input, call) {
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    const page = listedPage(organization.value.trustedServices ?? [], input);
    if (!page.ok) return page;
    const { items, NextToken } = page.value;
    const EnabledServicePrincipals = items.map(({ principal, sinceMs }) => ({
      ServicePrincipal: principal,
      DateEnabled: new Date(sinceMs),
    }));
    return ok({ EnabledServicePrincipals, NextToken });
  },
};
