import { err, ok } from '#base';
import type { Organization, OrganizationAccount } from '#model';
import type { ApiError, organizations } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { organizationPlace } from '../authorize/scp-levels.ts';
import { FULL_AWS_ACCESS } from './full-aws-access.ts';
import { newAccountId, newIdPart } from './ids.ts';
import { organizationPermissions } from './organization.ts';
import { organizationView } from './organization-view.ts';

/**
 * Organizations API Reference, `CreateOrganization`. Deliberately other than at AWS: the calling account becomes a member
 * and the management account is one made up for it, because service control policies do not restrict a management account,
 * and restricting is what they are wanted for. The caller's account may do all that the management account may. No kind of
 * policy is switched on at first, as at AWS.
 */
export const createOrganization: ActionOf<'organizations', 'CreateOrganization'> = {
  permissions: (_, call) => organizationPermissions(call),
  async act({ FeatureSet = 'ALL' }, call) {
    if (organizationPlace(call.inventory, call.accountId) !== undefined) return err(ALREADY_IN_ONE);
    const managed = await call.inventory.change('organization-policy', FULL_AWS_ACCESS.id, () => ok(FULL_AWS_ACCESS));
    if (!managed.ok) return managed;
    const organization = newOrganization(FeatureSet, call);
    const created = await call.inventory.change('organization', organization.id, () => ok(organization));
    return created.ok ? ok({ Organization: organizationView(call, organization) }) : created;
  },
};

const ALREADY_IN_ONE: ApiError = {
  code: 'AlreadyInOrganizationException',
  message: 'The provided account is already a member of an organization.',
};

function newOrganization(featureSet: organizations.OrganizationFeatureSet, call: Call): Organization {
  const { platform, accountId } = call;
  const id = `o-${newIdPart(platform.random, 10)}`;
  const rootId = `r-${newIdPart(platform.random, 4)}`;
  const managementAccountId = newAccountId(platform.random);
  const account = (of: string, name: string): OrganizationAccount => ({
    id: of,
    name,
    email: `${of}@${id}.example`,
    parentId: rootId,
    status: 'ACTIVE',
    joinedMethod: 'INVITED',
    joinedAtMs: call.nowMs,
  });
  return {
    id,
    rootId,
    managementAccountId,
    featureSet,
    enabledPolicyTypes: [],
    units: [],
    accounts: [account(managementAccountId, 'management'), account(accountId, `account-${accountId}`)],
    attachments: {},
  };
}
