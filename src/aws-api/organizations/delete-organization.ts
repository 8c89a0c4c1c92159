import { err, ok } from '#base';
import type { Organization } from '#model';
import type { ActionOf, Call } from '../action.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';
import { policiesOf } from './policies.ts';

/** Organizations API Reference, `DeleteOrganization`: not while it has accounts besides those it was made with, units, or policies. */
export const deleteOrganization: ActionOf<'organizations', 'DeleteOrganization'> = {
  permissions: (_, call) => organizationPermissions(call),
  async act(_, call) {
    const deleted = await changeOrganization(call, (organization) => {
      if (isEmpty(organization, call)) return ok(undefined);
      const message = 'The organization contains member accounts, organizational units, or policies.';
      return err({ code: 'OrganizationNotEmptyException', message });
    });
    return deleted.ok ? ok({}) : deleted;
  },
};

function isEmpty(organization: Organization, call: Call): boolean {
  const { units, accounts, managementAccountId } = organization;
  const hasOthers = accounts.some(({ id }) => id !== managementAccountId && id !== call.accountId);
  return units.length === 0 && !hasOthers && policiesOf(call, organization).every(({ awsManaged }) => awsManaged);
}
