import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { organizationView } from './organization-view.ts';

/** Organizations API Reference, `DescribeOrganization`. */
export const describeOrganization: ActionOf<'organizations', 'DescribeOrganization'> = {
  permissions: (_, call) => organizationPermissions(call),
  act(_, call) {
    const organization = findOrganization(call);
    return organization.ok ? ok({ Organization: organizationView(call, organization.value) }) : organization;
  },
};
