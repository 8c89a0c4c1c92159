import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { accountRequestView } from './account-requests.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { invalidMaxResults, listedPage } from './pages.ts';

/** Organizations API Reference, `ListCreateAccountStatus`. */
export const listCreateAccountStatus: ActionOf<'organizations', 'ListCreateAccountStatus'> = {
  validate: (input) => invalidMaxResults(input),
  permissions: (_, call) => organizationPermissions(call),
  act(input, call) {
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    const { States = [] } = input;
    const all = (organization.value.accountRequests ?? []).map(accountRequestView);
    const page = listedPage(
      all.filter(({ State }) => States.length === 0 || States.some((state) => state === State)),
      input,
    );
    return page.ok ? ok({ CreateAccountStatuses: page.value.items, NextToken: page.value.NextToken }) : page;
  },
};
