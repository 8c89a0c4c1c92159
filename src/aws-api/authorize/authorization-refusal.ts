import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Random } from '#base';
import type { SessionKeys } from '#credentials';
import { authorizationMessage, describeDecision } from '#policy';
import type { AuthorizationRequest, Decision } from '#policy';
import type { ApiError, Protocol } from '#protocol/aws';
import { seal, unseal } from '../authenticate/seal.ts';

/** What a refusal is sealed with. */
export interface SealingParts {
  readonly sessionKeys: () => SessionKeys;
  readonly random: Random;
}

const MESSAGE_BYTES_MAX = 1_048_576;

/**
 * A refusal in the words of the service: `UnauthorizedOperation` with an encoded message on EC2, `AccessDenied` elsewhere
 * (EC2 API Reference, "Error codes"; IAM User Guide, "Troubleshoot access denied error messages").
 */
export function authorizationRefusal(
  decision: Decision,
  request: AuthorizationRequest,
  protocol: Protocol,
  parts: SealingParts,
): ApiError {
  const reason = describeDecision(decision, request);
  if (protocol === 'awsQuery') return { code: 'AccessDenied', message: reason, status: 403 };
  if (protocol !== 'ec2Query') {
    return { code: 'AccessDeniedException', message: reason, status: protocol === 'restJson1' ? 403 : 400 };
  }
  const encoded = encodeAuthorizationMessage(JSON.stringify(authorizationMessage(decision, request)), parts);
  const message = `You are not authorized to perform this operation. ${reason}. Encoded authorization failure message: ${encoded}`;
  return { code: 'UnauthorizedOperation', message, status: 403 };
}

function encodeAuthorizationMessage(json: string, { sessionKeys, random }: SealingParts): string {
  return seal(sessionKeys(), 'authorization message', deflateRawSync(json), random).toString('base64url');
}

/** The JSON in an encoded message; undefined if it is none of ours. */
export function decodeAuthorizationMessage(encoded: string, keys: SessionKeys): string | undefined {
  const plaintext = unseal(keys, 'authorization message', Buffer.from(encoded, 'base64url'));
  return plaintext && inflateRawSync(plaintext, { maxOutputLength: MESSAGE_BYTES_MAX }).toString();
}
