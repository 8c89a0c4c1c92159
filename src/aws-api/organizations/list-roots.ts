import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { invalidMaxResults } from './pages.ts';
import { rootView } from './places.ts';

/** Organizations API Reference, `ListRoots`: there is one. */
export const listRoots: ActionOf<'organizations', 'ListRoots'> = {
  validate: (input) => invalidMaxResults(input),
  permissions: (_, call) => organizationPermissions(call),
  act(_, call) {
    const organization = findOrganization(call);
    return organization.ok ? ok({ Roots: [rootView(call, organization.value)] }) : organization;
  },
};
