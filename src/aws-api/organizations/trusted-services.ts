import type { Organization } from '#model';
import type { ApiError } from '#protocol/aws';
import { invalidInput } from './errors.ts';

/** What is wrong with how a service is named. */
export function invalidServicePrincipal(principal: string): ApiError | undefined {
  if (/^[a-z0-9.-]{1,110}\.amazonaws\.com(?:\.cn)?$/.test(principal)) return undefined;
  return invalidInput('UNRECOGNIZED_SERVICE_PRINCIPAL', 'You specified an unrecognized service principal.');
}

/** The organization without a service among those that may act in it. */
export function withoutTrusted(organization: Organization, principal: string): Organization {
  const { trustedServices = [] } = organization;
  return { ...organization, trustedServices: trustedServices.filter((each) => each.principal !== principal) };
}
