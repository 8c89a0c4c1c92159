import { err, ok } from '#base';
import type { Result } from '#base';
import type { IamIdentity } from '#model';
import type { ApiError, iam } from '#protocol/aws';
import type { Call } from '../action.ts';
import { managedPolicyText } from '../authorize/managed-policy-text.ts';
import type { Permission } from '../authorize/permission.ts';
import { limitExceeded } from './errors.ts';
import { invalidMaxItems, listedPage } from './iam-page.ts';
import type { IamPage, Listed } from './iam-page.ts';
import { invalidPathPrefix } from './rules.ts';

const ATTACHED_MAX = 10;

/** An identity with a managed policy attached; attaching twice is once. */
export function withPolicy<Identity extends IamIdentity>(
  { inventory }: Call,
  identity: Identity,
  policyArn: string,
  quota: 'PoliciesPerRole' | 'PoliciesPerUser',
): Result<Identity, ApiError> {
  const { attachedPolicyArns: attached } = identity;
  if (managedPolicyText(inventory, policyArn) === undefined || !isAttachable(identity, policyArn)) {
    const message = `Policy ${policyArn} does not exist or is not attachable.`;
    return err({ code: 'NoSuchEntity', message });
  }
  if (attached.includes(policyArn)) return ok(identity);
  if (attached.length >= ATTACHED_MAX) return err(limitExceeded(quota, ATTACHED_MAX));
  return ok({ ...identity, attachedPolicyArns: [...attached, policyArn] });
}

function isAttachable({ accountId }: IamIdentity, policyArn: string): boolean {
  const owner = policyArn.split(':')[4];
  return owner === 'aws' || owner === accountId;
}

/** An identity without a managed policy that was attached to it. */
export function withoutPolicy<Identity extends IamIdentity>(
  identity: Identity,
  policyArn: string,
): Result<Identity, ApiError> {
  if (!identity.attachedPolicyArns.includes(policyArn)) {
    return err({ code: 'NoSuchEntity', message: `Policy ${policyArn} was not found.` });
  }
  return ok({ ...identity, attachedPolicyArns: identity.attachedPolicyArns.filter((arn) => arn !== policyArn) });
}

/** A permission for attaching or detaching a policy. */
export function withPolicyKey(permission: Permission, policyArn: string): readonly Permission[] {
  return [{ ...permission, keys: { ...permission.keys, 'iam:PolicyARN': policyArn } }];
}

interface AttachedListed extends Listed {
  readonly PathPrefix?: string | undefined;
}

/** What is wrong with what a list of attached policies is asked for. */
export function invalidAttachedListing(input: AttachedListed): ApiError | undefined {
  return invalidPathPrefix(input.PathPrefix) ?? invalidMaxItems(input);
}

/** The page wanted of the managed policies of an identity. */
export function attachedPage(
  { attachedPolicyArns }: IamIdentity,
  input: AttachedListed,
): Result<IamPage<iam.AttachedPolicy>, ApiError> {
  const { PathPrefix = '/' } = input;
  const policies = attachedPolicyArns
    .filter((arn) => arn.slice(arn.indexOf('/')).startsWith(PathPrefix))
    .map(attachedView);
  return listedPage(policies, ({ PolicyArn }) => PolicyArn, input);
}

/** A managed policy as those who have it show it. */
export function attachedView(policyArn: string): Required<iam.AttachedPolicy> & { readonly PolicyArn: string } {
  return { PolicyName: policyArn.slice(policyArn.lastIndexOf('/') + 1), PolicyArn: policyArn };
}
