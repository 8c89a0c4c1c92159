import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { notFound } from './errors.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { accountView } from './places.ts';

/** Organizations API Reference, `DescribeAccount`. */
export const describeAccount: ActionOf<'organizations', 'DescribeAccount'> = {
  permissions: (_, call) => organizationPermissions(call),
  act({ AccountId }, call) {
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    const account = organization.value.accounts.find(({ id }) => id === AccountId);
    if (account === undefined) return err(notFound('Account'));
    return ok({ Account: accountView(call, organization.value, account) });
  },
};
