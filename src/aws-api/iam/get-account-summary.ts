import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { instanceProfilesOf } from './instance-profiles.ts';
import { ownManagedPolicies } from './managed-policies.ts';
import { rolesOf } from './roles.ts';
import { usersOf } from './users.ts';

/** IAM API Reference, `GetAccountSummary`: what there is, with AWS's own quotas. There are no groups, devices and certificates. */
export const getAccountSummary: ActionOf<'iam', 'GetAccountSummary'> = {
  act(_, call) {
    const policies = ownManagedPolicies(call);
    const versions = policies.reduce((sum, policy) => sum + policy.versions.length, 0);
    const providers = call.inventory.all('oidc-provider').filter(({ entity }) => entity.accountId === call.accountId);
    return ok({
      SummaryMap: {
        ...NONE,
        ...QUOTAS,
        AccountAccessKeysPresent: 1,
        InstanceProfiles: instanceProfilesOf(call).length,
        Policies: policies.length,
        PolicyVersionsInUse: versions,
        Providers: providers.length,
        Roles: rolesOf(call).length,
        Users: usersOf(call).length,
      },
    });
  },
};

const NONE = {
  AccountMFAEnabled: 0,
  AccountPasswordPresent: 0,
  AccountSigningCertificatesPresent: 0,
  Groups: 0,
  MFADevices: 0,
  MFADevicesInUse: 0,
  ServerCertificates: 0,
};

/** IAM User Guide, "IAM and AWS STS quotas". */
const QUOTAS = {
  AccessKeysPerUserQuota: 2,
  AssumeRolePolicySizeQuota: 2048,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  GlobalEndpointTokenVersion: 1,
  GroupPolicySizeQuota: 5120,
  GroupsPerUserQuota: 10,
  GroupsQuota: 300,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  PolicySizeQuota: 6144,
  PolicyVersionsInUseQuota: 10_000,
  RolePolicySizeQuota: 10_240,
  RolesQuota: 1000,
  ServerCertificatesQuota: 20,
  SigningCertificatesPerUserQuota: 2,
  UserPolicySizeQuota: 2048,
  UsersQuota: 5000,
  VersionsPerPolicyQuota: 5,
};
