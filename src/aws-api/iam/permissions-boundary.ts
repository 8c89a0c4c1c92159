import type { ApiError, iam } from '#protocol/aws';
import type { Call } from '../action.ts';
import { managedPolicyText } from '../authorize/managed-policy-text.ts';

/** Whether there is nothing that could be the permissions boundary of this ARN. */
export function unfitBoundary({ inventory }: Call, boundaryArn: string | undefined): ApiError | undefined {
  if (boundaryArn === undefined || managedPolicyText(inventory, boundaryArn) !== undefined) return undefined;
  return { code: 'NoSuchEntity', message: `Scope ARN: ${boundaryArn} does not exist or is not attachable.` };
}

/** A permissions boundary as IAM shows it. */
export function boundaryView(boundaryArn: string): iam.AttachedPermissionsBoundary {
  // IAM says `Policy` where the API Reference has `PermissionsBoundaryPolicy`.
  return { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: boundaryArn };
}
