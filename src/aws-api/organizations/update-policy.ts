import { err, ok } from '#base';
import type { Result } from '#base';
import type { OrganizationPolicy } from '#model';
import type { ApiError, organizations } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { DUPLICATE } from './create-policy.ts';
import { invalidInput, notFound } from './errors.ts';
import { organizationPermissions } from './organization.ts';
import { findPolicy, invalidNaming, malformedContent, policiesOf, policyView } from './policies.ts';

/** Organizations API Reference, `UpdatePolicy`. The new text holds from the next call on. */
export const updatePolicy: ActionOf<'organizations', 'UpdatePolicy'> = {
  validate: (input) =>
    invalidNaming(input) ?? (input.Content === undefined ? undefined : malformedContent(input.Content)),
  permissions: (_, call) => organizationPermissions(call),
  async act(input, call) {
    const found = findPolicy(call, input.PolicyId);
    if (!found.ok) return found;
    const others = policiesOf(call, found.value.organization).filter(({ id }) => id !== input.PolicyId);
    if (others.some(({ name }) => name === input.Name)) return err(DUPLICATE);
    const changed = await call.inventory.change('organization-policy', input.PolicyId, (present) =>
      updated(present, input),
    );
    return changed.ok ? ok({ Policy: changed.value.entity && policyView(changed.value.entity) }) : changed;
  },
};

function updated(
  policy: OrganizationPolicy | undefined,
  { Name, Description, Content }: organizations.UpdatePolicyRequest,
): Result<OrganizationPolicy, ApiError> {
  if (policy === undefined) return err(notFound('Policy'));
  if (policy.awsManaged) return err(IMMUTABLE);
  return ok({
    ...policy,
    name: Name ?? policy.name,
    description: Description ?? policy.description,
    document: Content ?? policy.document,
  });
}

/** What AWS keeps is not to be changed. */
export const IMMUTABLE = invalidInput('IMMUTABLE_POLICY', 'You specified a policy that is managed by AWS.');
