import { err, ok } from '#base';
import type { Organization, OrganizationPolicy } from '#model';
import type { ApiError, organizations } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { newIdPart } from './ids.ts';
import { findOrganization, organizationArn, organizationPermissions } from './organization.ts';
import { invalidNaming, malformedContent, policiesOf, policyView, SERVICE_CONTROL_POLICY } from './policies.ts';
import { unavailableType } from './policy-types.ts';
import { invalidOrganizationTags, tagsFrom } from './organization-tags.ts';

/** Organizations API Reference, `CreatePolicy`. */
export const createPolicy: ActionOf<'organizations', 'CreatePolicy'> = {
  validate: (input) =>
    unavailableType(input.Type) ??
    invalidNaming(input) ??
    invalidOrganizationTags(input.Tags) ??
    malformedContent(input.Content),
  permissions: (_, call) => organizationPermissions(call),
  async act(input, call) {
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    const policy = newPolicy(input, organization.value, call);
    const created = await call.inventory.change('organization-policy', policy.id, () =>
      policiesOf(call, organization.value).some(({ name }) => name === policy.name) ? err(DUPLICATE) : ok(policy),
    );
    return created.ok ? ok({ Policy: policyView(policy) }) : created;
  },
};

/** A policy of a name that another has. */
export const DUPLICATE: ApiError = {
  code: 'DuplicatePolicyException',
  message: 'A policy with the same name already exists.',
};

function newPolicy(
  input: organizations.CreatePolicyRequest,
  organization: Organization,
  call: Call,
): OrganizationPolicy {
  const id = `p-${newIdPart(call.platform.random, 8)}`;
  return {
    id,
    organizationId: organization.id,
    arn: organizationArn(call, organization, `policy/${organization.id}/service_control_policy/${id}`),
    name: input.Name,
    description: input.Description,
    type: SERVICE_CONTROL_POLICY,
    awsManaged: false,
    document: input.Content,
    tags: tagsFrom(input.Tags),
  };
}
