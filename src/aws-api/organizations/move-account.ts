import { err, ok } from '#base';
import type { Result } from '#base';
import type { Organization } from '#model';
import type { ApiError, organizations } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { notFound } from './errors.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';
import { isParent } from './places.ts';

/** Organizations API Reference, `MoveAccount`. The policies above its new place apply from the next call on. */
export const moveAccount: ActionOf<'organizations', 'MoveAccount'> = {
  permissions: (_, call) => organizationPermissions(call),
  async act(input, call) {
    const changed = await changeOrganization(call, (organization) => moved(organization, input));
    return changed.ok ? ok({}) : changed;
  },
};

function moved(
  organization: Organization,
  { AccountId, SourceParentId, DestinationParentId }: organizations.MoveAccountRequest,
): Result<Organization, ApiError> {
  const account = organization.accounts.find(({ id }) => id === AccountId);
  if (account === undefined) return err(notFound('Account'));
  if (account.parentId !== SourceParentId) return err(notFound('SourceParent'));
  if (!isParent(organization, DestinationParentId)) return err(notFound('DestinationParent'));
  if (SourceParentId === DestinationParentId) {
    return err({
      code: 'DuplicateAccountException',
      message: 'That account is already present in the specified destination.',
    });
  }
  const accounts = organization.accounts.map((each) =>
    each === account ? { ...account, parentId: DestinationParentId } : each,
  );
  return ok({ ...organization, accounts });
}
