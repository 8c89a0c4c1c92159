import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { notFound } from './errors.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { unitView } from './places.ts';

/** Organizations API Reference, `DescribeOrganizationalUnit`. */
export const describeOrganizationalUnit: ActionOf<'organizations', 'DescribeOrganizationalUnit'> = {
  permissions: (_, call) => organizationPermissions(call),
  act({ OrganizationalUnitId }, call) {
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    const unit = organization.value.units.find(({ id }) => id === OrganizationalUnitId);
    if (unit === undefined) return err(notFound('OrganizationalUnit'));
    return ok({ OrganizationalUnit: unitView(call, organization.value, unit) });
  },
};
