import { POLICY_SIZE_LIMITS } from '#policy';
import type { ApiError } from '#protocol/aws';
import { validationError } from './errors.ts';

/** What IAM asks of the document of a managed policy. */
export const MANAGED_POLICY_DEMANDS = {
  maxCharacters: POLICY_SIZE_LIMITS.managed,
  minimumVersion: '2012-10-17',
} as const;

const POLICY_ARN = /^arn:[\w-]+:iam::(?:aws|\d{12}):policy\/[!-~]+$/;
const ARN_LENGTH_MIN = 20;
const ARN_LENGTH_MAX = 2048;
const VERSION_ID = /^v[1-9][0-9]*(?:\.[A-Za-z0-9-]*)?$/;
const DESCRIPTION_LENGTH_MAX = 1000;

/** What is wrong with the ARN of a managed policy. */
export function invalidPolicyArn(arn: string): ApiError | undefined {
  if (arn.length < ARN_LENGTH_MIN || arn.length > ARN_LENGTH_MAX) {
    const rule = `Member must have length between ${ARN_LENGTH_MIN} and ${ARN_LENGTH_MAX}, inclusive`;
    return validationError(`1 validation error detected: Value at 'policyArn' failed to satisfy constraint: ${rule}`);
  }
  return POLICY_ARN.test(arn) ? undefined : { code: 'InvalidInput', message: `ARN ${arn.slice(0, 200)} is not valid.` };
}

/** What is wrong with the id of a version. */
export function invalidVersionId(id: string): ApiError | undefined {
  if (VERSION_ID.test(id)) return undefined;
  const rule = String.raw`Member must satisfy regular expression pattern: v[1-9][0-9]*(\.[A-Za-z0-9-]*)?`;
  return validationError(
    `1 validation error detected: Value '${id.slice(0, 64)}' at 'versionId' failed to satisfy constraint: ${rule}`,
  );
}

/** What is wrong with the description of a policy, if it has one. */
export function invalidPolicyDescription(description = ''): ApiError | undefined {
  if (description.length <= DESCRIPTION_LENGTH_MAX) return undefined;
  const rule = `Member must have length less than or equal to ${DESCRIPTION_LENGTH_MAX}`;
  return validationError(`1 validation error detected: Value at 'description' failed to satisfy constraint: ${rule}`);
}
