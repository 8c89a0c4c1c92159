import { err, ok } from '#base';
import type { Result } from '#base';
import type { Organization } from '#model';
import type { ApiError, organizations } from '#protocol/aws';
import { notFound } from './errors.ts';
import { SERVICE_CONTROL_POLICY } from './policies.ts';

/** Whether a kind of policy is one that there is not. */
export function unavailableType(type: organizations.PolicyType): ApiError | undefined {
  if (type === SERVICE_CONTROL_POLICY) return undefined;
  const message = `Policies of the type ${type} are not offered: of all types, only service control policies have an effect here.`;
  return { code: 'PolicyTypeNotAvailableForOrganizationException', message };
}

/** The organization with a kind of policy switched on. */
export function withPolicyType(organization: Organization, rootId: string): Result<Organization, ApiError> {
  if (organization.rootId !== rootId) return err(notFound('Root'));
  if (organization.featureSet !== 'ALL') return err(NOT_ALL_FEATURES);
  if (organization.enabledPolicyTypes.length > 0) return err(ENABLED_ALREADY);
  return ok({ ...organization, enabledPolicyTypes: [SERVICE_CONTROL_POLICY] });
}

/** The organization with a kind of policy switched off: those attached have no effect until it is on again. */
export function withoutPolicyType(organization: Organization, rootId: string): Result<Organization, ApiError> {
  if (organization.rootId !== rootId) return err(notFound('Root'));
  if (organization.enabledPolicyTypes.length === 0) return err(NOT_ENABLED);
  return ok({ ...organization, enabledPolicyTypes: [] });
}

const NOT_ALL_FEATURES: ApiError = {
  code: 'PolicyTypeNotAvailableForOrganizationException',
  message: 'You can use policies only in an organization with all features enabled.',
};
const ENABLED_ALREADY: ApiError = {
  code: 'PolicyTypeAlreadyEnabledException',
  message: 'The specified policy type is already enabled.',
};
const NOT_ENABLED: ApiError = {
  code: 'PolicyTypeNotEnabledException',
  message: "The specified policy type isn't currently enabled in this root.",
};
