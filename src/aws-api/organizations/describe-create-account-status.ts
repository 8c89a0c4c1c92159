import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { accountRequestView } from './account-requests.ts';
import { notFound } from './errors.ts';
import { findOrganization, organizationPermissions } from './organization.ts';

/** Organizations API Reference, `DescribeCreateAccountStatus`. */
export const describeCreateAccountStatus: ActionOf<'organizations', 'DescribeCreateAccountStatus'> = {
  permissions: (_, call) => organizationPermissions(call),
  act({ CreateAccountRequestId: id }, call) {
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    const request = organization.value.accountRequests?.find((each) => each.id === id);
    if (request === undefined) return err(notFound('CreateAccountStatus'));
    return ok({ CreateAccountStatus: accountRequestView(request) });
  },
};
