import type { ApiError } from '#protocol/aws';
import { ec2Error, invalidParameterValue } from './errors.ts';

/** Another request had the same client token (EC2 API Reference, "Error codes"). */
export const TOKEN_MISMATCH = ec2Error(
  'IdempotentParameterMismatch',
  'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical',
);

/** What is wrong with a client token: up to 64 ASCII characters (EC2 API Reference, `RunInstances`). */
export function invalidClientToken(token: string | undefined): ApiError | undefined {
  if (token === undefined || /^[\x20-\x7e]{0,64}$/.test(token)) return undefined;
  return invalidParameterValue('Invalid client token. A client token has at most 64 ASCII characters.');
}
