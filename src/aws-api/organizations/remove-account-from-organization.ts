import { err, ok } from '#base';
import type { Result } from '#base';
import type { Organization } from '#model';
import type { ApiError } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { withAttachments } from './attachments.ts';
import { notFound } from './errors.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';
import { withPlaceTags } from './organization-tags.ts';

/** Organizations API Reference, `RemoveAccountFromOrganization`. No policy binds the account from the next call on. */
export const removeAccountFromOrganization: ActionOf<'organizations', 'RemoveAccountFromOrganization'> = {
  permissions: (_, call) => organizationPermissions(call),
  async act({ AccountId }, call) {
    const changed = await changeOrganization(call, (organization) => without(organization, AccountId, call.accountId));
    return changed.ok ? ok({}) : changed;
  },
};

function without(organization: Organization, id: string, caller: string): Result<Organization, ApiError> {
  if (!organization.accounts.some((each) => each.id === id)) return err(notFound('Account'));
  // Without the caller, who stands for the management account, nobody could reach the organization any more.
  if (id === organization.managementAccountId || id === caller) return err(MANAGEMENT);
  const accounts = organization.accounts.filter((each) => each.id !== id);
  return ok(withPlaceTags(withAttachments({ ...organization, accounts }, id, undefined), id, undefined));
}

const MANAGEMENT: ApiError = {
  code: 'MasterCannotLeaveOrganizationException',
  message: 'You cannot remove the management account from the organization.',
};
