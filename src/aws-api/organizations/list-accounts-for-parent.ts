import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { notFound } from './errors.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { invalidMaxResults, listedPage } from './pages.ts';
import { accountView, isParent } from './places.ts';

/** Organizations API Reference, `ListAccountsForParent`. */
export const listAccountsForParent: ActionOf<'organizations', 'ListAccountsForParent'> = {
  validate: (input) => invalidMaxResults(input),
  permissions: (_, call) => organizationPermissions(call),
  act(input, call) {
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    if (!isParent(organization.value, input.ParentId)) return err(notFound('Parent'));
    const page = listedPage(
      organization.value.accounts.filter(({ parentId }) => parentId === input.ParentId),
      input,
    );
    if (!page.ok) return page;
    const { items, NextToken } = page.value;
    return ok({ Accounts: items.map((account) => accountView(call, organization.value, account)), NextToken });
  },
};
