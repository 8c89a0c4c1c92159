import { err, ok } from '#base';
import type { Result } from '#base';
import type { Organization } from '#model';
import type { ApiError } from '#protocol/aws';
import { constraintViolation, NOT_ENABLED, notFound } from './errors.ts';
import { FULL_AWS_ACCESS } from './full-aws-access.ts';
import { findPlace } from './places.ts';
import { SERVICE_CONTROL_POLICY } from './policies.ts';

const ATTACHED_MAX = 5;

/** The organization with a policy attached to one of its places. */
export function withAttached(
  organization: Organization,
  targetId: string,
  policyId: string,
): Result<Organization, ApiError> {
  if (findPlace(organization, targetId) === undefined) return err(notFound('Target'));
  if (!organization.enabledPolicyTypes.includes(SERVICE_CONTROL_POLICY)) return err(NOT_ENABLED);
  const attached = organization.attachments[targetId] ?? [];
  if (attached.includes(policyId)) return err(ATTACHED_ALREADY);
  if (attached.length >= ATTACHED_MAX) return err(TOO_MANY);
  return ok(withAttachments(organization, targetId, [...attached, policyId]));
}

/** The organization with a policy detached from one of its places. One policy always stays. */
export function withoutAttached(
  organization: Organization,
  targetId: string,
  policyId: string,
): Result<Organization, ApiError> {
  if (findPlace(organization, targetId) === undefined) return err(notFound('Target'));
  const attached = organization.attachments[targetId] ?? [];
  if (!attached.includes(policyId)) return err(NOT_ATTACHED);
  if (attached.length === 1) return err(TOO_FEW);
  return ok(
    withAttachments(
      organization,
      targetId,
      attached.filter((id) => id !== policyId),
    ),
  );
}

/** The organization with these policies on a place, and no others; `undefined` for a place that has gone. */
export function withAttachments(
  organization: Organization,
  targetId: string,
  policyIds: readonly string[] | undefined,
): Organization {
  const { [targetId]: _, ...others } = organization.attachments;
  return { ...organization, attachments: policyIds === undefined ? others : { ...others, [targetId]: policyIds } };
}

/** The organization with nothing denied to a place that has just come into being; without policies there is nothing to attach. */
export function withFullAccess(organization: Organization, targetId: string): Organization {
  const isEnabled = organization.enabledPolicyTypes.includes(SERVICE_CONTROL_POLICY);
  return isEnabled ? withAttachments(organization, targetId, [FULL_AWS_ACCESS.id]) : organization;
}

const ATTACHED_ALREADY: ApiError = {
  code: 'DuplicatePolicyAttachmentException',
  message: 'A policy with the specified name and type already exists.',
};
const NOT_ATTACHED: ApiError = {
  code: 'PolicyNotAttachedException',
  message: "The policy isn't attached to the specified target in the specified root.",
};
const TOO_MANY = constraintViolation(
  'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
  'You have attached the maximum number of policies of this type to the target.',
);
const TOO_FEW = constraintViolation(
  'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
  'You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.',
);
