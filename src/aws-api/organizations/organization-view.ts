import type { Organization } from '#model';
import type { organizations } from '#protocol/aws';
import type { Call } from '../action.ts';
import { organizationArn } from './organization.ts';

/** An organization as the API shows it. */
export function organizationView(call: Call, organization: Organization): organizations.Organization {
  const { id, featureSet, managementAccountId, accounts } = organization;
  return {
    Id: id,
    Arn: organizationArn(call, organization, `organization/${id}`),
    FeatureSet: featureSet,
    MasterAccountArn: organizationArn(call, organization, `account/${id}/${managementAccountId}`),
    MasterAccountId: managementAccountId,
    MasterAccountEmail: accounts.find((account) => account.id === managementAccountId)?.email,
    // Organizations API Reference, `Organization`: deprecated, and says nothing of what is switched on.
    AvailablePolicyTypes: featureSet === 'ALL' ? [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] : [],
  };
}
