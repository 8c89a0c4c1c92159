import { err, ok } from '#base';
import type { Result } from '#base';
import type { AccountRequest, Organization, OrganizationAccount, Tags } from '#model';
import type { ApiError, organizations } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { accountRequestView } from './account-requests.ts';
import { accessRole } from './access-role.ts';
import { withFullAccess } from './attachments.ts';
import { invalidInput } from './errors.ts';
import { documentId } from '../inventory/entities.ts';
import { newAccountId } from './ids.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';
import { invalidOrganizationTags, tagsFrom, withPlaceTags } from './organization-tags.ts';

const ACCOUNTS_MAX = 1000;

/** How many requests are remembered. */
const REQUESTS_MAX = 100;

/**
 * Organizations API Reference, `CreateAccount`. The account is there when the call is answered, though the answer says
 * that it is being made, as AWS's does. The role in it trusts the calling account, which stands for the management account.
 */
export const createAccount: ActionOf<'organizations', 'CreateAccount'> = {
  validate: (input) => invalidAccount(input) ?? invalidOrganizationTags(input.Tags),
  permissions: (_, call) => organizationPermissions(call),
  async act(input, call) {
    const account = newAccount(input, call);
    const request: AccountRequest = {
      id: `car-${Buffer.from(call.platform.random.bytes(16)).toString('hex')}`,
      accountName: account.name,
      atMs: call.nowMs,
    };
    const role = accessRole(call, account.id, input.RoleName);
    // First the role: of an account that does not come to be nobody will know.
    const made = await call.inventory.change('role', documentId('role', role), () => ok(role));
    if (!made.ok) return made;
    const changed = await changeOrganization(call, (organization) =>
      withAccount(organization, account, request, tagsFrom(input.Tags)),
    );
    if (!changed.ok) return changed;
    const { State: _, CompletedTimestamp: _completed, AccountId: _account, ...asked } = accountRequestView(request);
    return ok({ CreateAccountStatus: { ...asked, FailureReason: undefined, State: 'IN_PROGRESS' } });
  },
};

function invalidAccount({ Email, AccountName, RoleName }: organizations.CreateAccountRequest): ApiError | undefined {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(Email) || Email.length > 64) {
    return invalidInput('INVALID_EMAIL_ADDRESS_TARGET', 'You specified an invalid email address.');
  }
  if (AccountName.length < 1 || AccountName.length > 50) {
    return invalidInput('MAX_LENGTH_EXCEEDED', 'An account name has 1 to 50 characters.');
  }
  if (RoleName === undefined || /^[\w+=,.@-]{1,64}$/.test(RoleName)) return undefined;
  return invalidInput('INVALID_ROLE_NAME', 'You specified an invalid role name.');
}

function newAccount({ Email, AccountName }: organizations.CreateAccountRequest, call: Call): OrganizationAccount {
  return {
    id: newAccountId(call.platform.random),
    name: AccountName,
    email: Email,
    // Made in the root, whatever that is called.
    parentId: '',
    status: 'ACTIVE',
    joinedMethod: 'CREATED',
    joinedAtMs: call.nowMs,
  };
}

/** At AWS too, what is wrong with a request that was taken in is told by its status alone. */
function withAccount(
  organization: Organization,
  account: OrganizationAccount,
  request: AccountRequest,
  tags: Tags,
): Result<Organization, ApiError> {
  const { accounts, rootId } = organization;
  if (accounts.some(({ id }) => id === account.id)) return err(BUSY);
  if (accounts.some(({ email }) => email.toLowerCase() === account.email.toLowerCase())) {
    return ok(withRequest(organization, { ...request, failure: 'EMAIL_ALREADY_EXISTS' }));
  }
  if (accounts.length >= ACCOUNTS_MAX) {
    return ok(withRequest(organization, { ...request, failure: 'ACCOUNT_LIMIT_EXCEEDED' }));
  }
  const joined = { ...organization, accounts: [...accounts, { ...account, parentId: rootId }] };
  const tagged = withPlaceTags(withFullAccess(joined, account.id), account.id, tags);
  return ok(withRequest(tagged, { ...request, accountId: account.id }));
}

const BUSY: ApiError = {
  code: 'ConcurrentModificationException',
  message: 'The target of the operation is currently being modified by a different request. Try again later.',
};

function withRequest(organization: Organization, request: AccountRequest): Organization {
  const accountRequests = [...(organization.accountRequests ?? []), request].slice(-REQUESTS_MAX);
  return { ...organization, accountRequests };
}
