import { err, ok } from '#base';
import type { Organization } from '#model';
import type { ActionOf } from '../action.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';

/** Organizations API Reference, `DeleteOrganization`: not while it has accounts besides those it was made with, or units. */
export const deleteOrganization: ActionOf<'organizations', 'DeleteOrganization'> = {
  permissions: (_, call) => organizationPermissions(call),
  async act(_, call) {
    const deleted = await changeOrganization(call, (organization) => {
      if (isEmpty(organization, call.accountId)) return ok(undefined);
      const message = 'The organization contains member accounts, organizational units, or policies.';
      return err({ code: 'OrganizationNotEmptyException', message });
    });
    return deleted.ok ? ok({}) : deleted;
  },
};

function isEmpty({ units, accounts, managementAccountId }: Organization, accountId: string): boolean {
  return units.length === 0 && accounts.every(({ id }) => id === managementAccountId || id === accountId);
}
