import { err, ok } from '#base';
import type { Result } from '#base';
import type { Organization, OrganizationPolicy } from '#model';
import { POLICY_SIZE_LIMITS } from '#policy';
import type { ApiError, organizations } from '#protocol/aws';
import type { Call } from '../action.ts';
import { malformedPolicy } from '../iam/policy-document.ts';
import { constraintViolation, invalidInput, notFound } from './errors.ts';
import { findOrganization } from './organization.ts';

/** The only kind of policy that has an effect here, and so the only one that can be made. */
export const SERVICE_CONTROL_POLICY = 'SERVICE_CONTROL_POLICY';

/** Every policy that can be attached in the organization of the call's account. */
export function policiesOf({ inventory }: Call, { id }: Organization): readonly OrganizationPolicy[] {
  return inventory
    .all('organization-policy')
    .map(({ entity }) => entity)
    .filter(({ organizationId, awsManaged }) => awsManaged || organizationId === id);
}

/** The policy of this id in the organization of the call's account. */
export function findPolicy(
  call: Call,
  id: string,
): Result<{ readonly organization: Organization; readonly policy: OrganizationPolicy }, ApiError> {
  const organization = findOrganization(call);
  if (!organization.ok) return organization;
  const policy = policiesOf(call, organization.value).find((each) => each.id === id);
  return policy === undefined ? err(notFound('Policy')) : ok({ organization: organization.value, policy });
}

/** What is wrong with the text of a policy. */
export function malformedContent(content: string): ApiError | undefined {
  const refusal = malformedPolicy(content, 'scp', { maxCharacters: POLICY_SIZE_LIMITS.scp });
  if (refusal === undefined) return undefined;
  if (refusal.code === 'LimitExceeded') return constraintViolation('POLICY_CONTENT_LIMIT_EXCEEDED', refusal.message);
  return { code: 'MalformedPolicyDocumentException', message: refusal.message };
}

/** What is wrong with a policy's name or description. */
export function invalidNaming({
  Name,
  Description,
}: {
  readonly Name?: string | undefined;
  readonly Description?: string | undefined;
}): ApiError | undefined {
  if (Name !== undefined && Name.length === 0) return invalidInput('MIN_LENGTH_EXCEEDED', 'A name is needed.');
  if ((Name?.length ?? 0) > 128) return invalidInput('MAX_LENGTH_EXCEEDED', 'A name has 128 characters at most.');
  if ((Description?.length ?? 0) <= 512) return undefined;
  return invalidInput('MAX_LENGTH_EXCEEDED', 'A description has 512 characters at most.');
}

/** A policy as lists show it. */
export function policySummary(policy: OrganizationPolicy): organizations.PolicySummary {
  return {
    Id: policy.id,
    Arn: policy.arn,
    Name: policy.name,
    Description: policy.description,
    // Only values of this type are ever kept.
    Type: policy.type as organizations.PolicyType,
    AwsManaged: policy.awsManaged,
  };
}

/** A policy with its text. */
export function policyView(policy: OrganizationPolicy): organizations.Policy {
  return { PolicySummary: policySummary(policy), Content: policy.document };
}
