import { deflateRawSync } from 'node:zlib';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { Tags } from '#model';
import { POLICY_SIZE_LIMITS } from '#policy';
import type { ApiError, sts } from '#protocol/aws';
import { managedPolicyText } from '../authorize/managed-policy-text.ts';
import { malformedPolicy } from '../iam/policy-document.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { constraintError, validationError } from './errors.ts';

/** What a session is limited by, as a call passes it. */
export interface PassedPolicies {
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly sts.PolicyDescriptorType[] | undefined;
}

const POLICY_ARNS_MAX = 10;
const POLICY_ARN = /^arn:[\w-]+:iam::(?:aws|\d{12}):policy\/[!-~]{1,512}$/;
/** The room that policies and tags of a session have together, packed. */
const PACKED_BYTES_MAX = 4096;

/** What is wrong with the session policies of a call, looked at alone. */
export function invalidSessionPolicies({ Policy, PolicyArns = [] }: PassedPolicies): ApiError | undefined {
  if (PolicyArns.length > POLICY_ARNS_MAX) {
    return constraintError('policyArns', PolicyArns.length, `have length less than or equal to ${POLICY_ARNS_MAX}`);
  }
  const malformed = policyArns({ PolicyArns }).find((arn) => !POLICY_ARN.test(arn));
  if (malformed !== undefined) return validationError(`${malformed.slice(0, 200)} is invalid`);
  if (Policy === undefined) return undefined;
  const refusal = malformedPolicy(Policy, 'session', { maxCharacters: POLICY_SIZE_LIMITS.session });
  // STS has no word for a quota; a policy that is too long is one that it cannot pack.
  return refusal?.code === 'LimitExceeded' ? { ...refusal, code: 'PackedPolicyTooLarge' } : refusal;
}

/** The ARNs that a call passes. */
export function policyArns({ PolicyArns = [] }: PassedPolicies): readonly string[] {
  return PolicyArns.map(({ arn = '' }) => arn);
}

/** The first of the passed managed policies that does not exist for a role of this account. */
export function missingPolicy(
  inventory: Inventory,
  passed: PassedPolicies,
  roleAccountId: string,
): ApiError | undefined {
  const missing = policyArns(passed).find((arn) => {
    const owner = arn.split(':')[4];
    return (owner !== 'aws' && owner !== roleAccountId) || managedPolicyText(inventory, arn) === undefined;
  });
  if (missing === undefined) return undefined;
  return {
    code: 'MalformedPolicyDocument',
    message: `The policy ${missing} does not exist in the account of the role.`,
  };
}

/** How much of the room for policies and tags is taken, in percent; `undefined` if nothing was passed. */
export function packedPolicySize(passed: PassedPolicies, tags: Tags): Result<number | undefined, ApiError> {
  const packable = [passed.Policy, policyArns(passed), tags];
  const isEmpty = passed.Policy === undefined && policyArns(passed).length + Object.keys(tags).length === 0;
  if (isEmpty) return ok(undefined);
  const percent = Math.ceil((deflateRawSync(JSON.stringify(packable)).length / PACKED_BYTES_MAX) * 100);
  if (percent <= 100) return ok(percent);
  const message = `Serialized token too large for session: policies and tags take ${percent}% of the allowed size.`;
  return err({ code: 'PackedPolicyTooLarge', message });
}
