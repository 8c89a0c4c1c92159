import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { invalidMaxResults, listedPage } from './pages.ts';
import { accountView } from './places.ts';

/** Organizations API Reference, `ListAccounts`. */
export const listAccounts: ActionOf<'organizations', 'ListAccounts'> = {
  validate: (input) => invalidMaxResults(input),
  permissions: (_, call) => organizationPermissions(call),
  act(input, call) {
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    const page = listedPage(organization.value.accounts, input);
    if (!page.ok) return page;
    const { items, NextToken } = page.value;
    return ok({ Accounts: items.map((account) => accountView(call, organization.value, account)), NextToken });
  },
};
