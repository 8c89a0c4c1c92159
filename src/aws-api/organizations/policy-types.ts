import { err, ok } from '#base';
import type { Result } from '#base';
import type { Organization } from '#model';
import type { ApiError, organizations } from '#protocol/aws';
import { NOT_ENABLED, notFound } from './errors.ts';
import { FULL_AWS_ACCESS } from './full-aws-access.ts';
import { SERVICE_CONTROL_POLICY } from './policies.ts';

/** Whether a kind of policy is one that there is not. */
export function unavailableType(type: organizations.PolicyType): ApiError | undefined {
  if (type === SERVICE_CONTROL_POLICY) return undefined;
  const message = `Policies of the type ${type} are not offered: of all types, only service control policies have an effect here.`;
  return { code: 'PolicyTypeNotAvailableForOrganizationException', message };
}

/** The organization with a kind of policy switched on, and nothing denied yet (Organizations User Guide, "Enabling policy types"). */
export function withPolicyType(organization: Organization, rootId: string): Result<Organization, ApiError> {
  if (organization.rootId !== rootId) return err(notFound('Root'));
  if (organization.featureSet !== 'ALL') return err(NOT_ALL_FEATURES);
  if (organization.enabledPolicyTypes.length > 0) return err(ENABLED_ALREADY);
  const places = [rootId, ...[...organization.units, ...organization.accounts].map(({ id }) => id)];
  const attachments = Object.fromEntries(places.map((id) => [id, [FULL_AWS_ACCESS.id]]));
  return ok({ ...organization, enabledPolicyTypes: [SERVICE_CONTROL_POLICY], attachments });
}

/** The organization with a kind of policy switched off, which detaches all (Organizations User Guide, "Disabling policy types"). */
export function withoutPolicyType(organization: Organization, rootId: string): Result<Organization, ApiError> {
  if (organization.rootId !== rootId) return err(notFound('Root'));
  if (organization.enabledPolicyTypes.length === 0) return err(NOT_ENABLED);
  return ok({ ...organization, enabledPolicyTypes: [], attachments: {} });
}

const NOT_ALL_FEATURES: ApiError = {
  code: 'PolicyTypeNotAvailableForOrganizationException',
  message: 'You can use policies only in an organization with all features enabled.',
};
const ENABLED_ALREADY: ApiError = {
  code: 'PolicyTypeAlreadyEnabledException',
  message: 'The specified policy type is already enabled.',
};
