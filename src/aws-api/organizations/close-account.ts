import { err, ok } from '#base';
import type { Result } from '#base';
import type { Organization } from '#model';
import type { ApiError } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { constraintViolation, notFound } from './errors.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';

/** Organizations API Reference, `CloseAccount`: it stays in the organization, suspended. */
export const closeAccount: ActionOf<'organizations', 'CloseAccount'> = {
  permissions: (_, call) => organizationPermissions(call),
  async act({ AccountId }, call) {
    const changed = await changeOrganization(call, (organization) => closed(organization, AccountId, call.accountId));
    return changed.ok ? ok({}) : changed;
  },
};

function closed(organization: Organization, id: string, caller: string): Result<Organization, ApiError> {
  const account = organization.accounts.find((each) => each.id === id);
  if (account === undefined) return err(notFound('Account'));
  // The caller stands for the management account, and would have closed the one that it is in.
  if (id === organization.managementAccountId || id === caller) return err(MANAGEMENT);
  if (account.status === 'SUSPENDED') return err(CLOSED_ALREADY);
  const accounts = organization.accounts.map((each) =>
    each === account ? { ...account, status: 'SUSPENDED' as const } : each,
  );
  return ok({ ...organization, accounts });
}

const MANAGEMENT = constraintViolation(
  'CANNOT_CLOSE_MANAGEMENT_ACCOUNT',
  'You attempted to close the management account.',
);
const CLOSED_ALREADY: ApiError = {
  code: 'AccountAlreadyClosedException',
  message: 'You attempted to close an account that is already closed.',
};
