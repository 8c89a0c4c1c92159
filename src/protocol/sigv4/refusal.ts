import { assertNever } from '#base';

import { formatAmzDate } from './amz-date.ts';

/** Why a request is not taken for its claimed sender's. */
export type SigV4Refusal =
  /** It is not signed at all. */
  | { readonly kind: 'missing-authentication' }
  /** It is signed in a way that cannot be read; `reason` is a sentence and holds nothing secret. */
  | { readonly kind: 'incomplete-signature'; readonly reason: string }
  /** Nobody has this access key; for whoever looks keys up to say. */
  | { readonly kind: 'unknown-access-key' }
  /** The session token is absent, not the key's own, or not signed. */
  | { readonly kind: 'invalid-session-token' }
  /** The temporary credentials are past their expiry; for whoever looks keys up to say. */
  | { readonly kind: 'expired-credentials' }
  /** It was signed too long ago, or a presigned URL is past its end. */
  | { readonly kind: 'request-expired'; readonly signedMs: number; readonly limitMs: number }
  /** It was signed in the future. */
  | { readonly kind: 'request-not-yet-current'; readonly signedMs: number; readonly limitMs: number }
  /** It was signed for another service. */
  | { readonly kind: 'wrong-service'; readonly expected: string }
  /** The body is not the one that was hashed, or was not hashed at all. */
  | { readonly kind: 'body-not-signed' }
  /** The signature is not that of this request and secret. */
  | { readonly kind: 'signature-mismatch' };

/** How the services that spell their refusals alike are grouped. */
export type RefusalFamily = 'ec2' | 'query' | 'json' | 'rest';

/** A refusal as the services put it. */
export interface RefusalAnswer {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

type Spelling = readonly [code: string, status: number];

/**
 * Codes and statuses: IAM and STS API references, "Common Errors"; EC2 API Reference, "Error codes"; EC2's 401 as its
 * clients report it.
 */
const SPELLINGS = {
  ec2: {
    'missing-authentication': ['MissingAuthenticationToken', 403],
    'incomplete-signature': ['IncompleteSignature', 400],
    'unknown-access-key': ['AuthFailure', 401],
    'invalid-session-token': ['AuthFailure', 401],
    'expired-credentials': ['RequestExpired', 400],
    'request-expired': ['RequestExpired', 400],
    'request-not-yet-current': ['AuthFailure', 401],
    'wrong-service': ['AuthFailure', 401],
    'body-not-signed': ['SignatureDoesNotMatch', 403],
    'signature-mismatch': ['SignatureDoesNotMatch', 403],
  },
  query: {
    'missing-authentication': ['MissingAuthenticationToken', 403],
    'incomplete-signature': ['IncompleteSignature', 400],
    'unknown-access-key': ['InvalidClientTokenId', 403],
    'invalid-session-token': ['InvalidClientTokenId', 403],
    'expired-credentials': ['ExpiredToken', 403],
    'request-expired': ['SignatureDoesNotMatch', 403],
    'request-not-yet-current': ['SignatureDoesNotMatch', 403],
    'wrong-service': ['SignatureDoesNotMatch', 403],
    'body-not-signed': ['SignatureDoesNotMatch', 403],
    'signature-mismatch': ['SignatureDoesNotMatch', 403],
  },
  json: {
    'missing-authentication': ['MissingAuthenticationTokenException', 400],
    'incomplete-signature': ['IncompleteSignatureException', 400],
    'unknown-access-key': ['UnrecognizedClientException', 400],
    'invalid-session-token': ['UnrecognizedClientException', 400],
    'expired-credentials': ['ExpiredTokenException', 400],
    'request-expired': ['InvalidSignatureException', 400],
    'request-not-yet-current': ['InvalidSignatureException', 400],
    'wrong-service': ['InvalidSignatureException', 400],
    'body-not-signed': ['InvalidSignatureException', 400],
    'signature-mismatch': ['InvalidSignatureException', 400],
  },
  rest: {
    'missing-authentication': ['MissingAuthenticationTokenException', 403],
    'incomplete-signature': ['IncompleteSignatureException', 403],
    'unknown-access-key': ['UnrecognizedClientException', 403],
    'invalid-session-token': ['UnrecognizedClientException', 403],
    'expired-credentials': ['ExpiredTokenException', 403],
    'request-expired': ['InvalidSignatureException', 403],
    'request-not-yet-current': ['InvalidSignatureException', 403],
    'wrong-service': ['InvalidSignatureException', 403],
    'body-not-signed': ['InvalidSignatureException', 403],
    'signature-mismatch': ['InvalidSignatureException', 403],
  },
} as const satisfies Readonly<Record<RefusalFamily, Readonly<Record<SigV4Refusal['kind'], Spelling>>>>;

const UNKNOWN_TOKEN = 'The security token included in the request is invalid.';
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
  'and signing method. Consult the service documentation for details.';

/** The code, status and message with which the services of `family` answer `refusal`. */
export function answerRefusal(refusal: SigV4Refusal, family: RefusalFamily): RefusalAnswer {
  const [code, status] = SPELLINGS[family][refusal.kind];
  const message =
    code === 'AuthFailure' ? 'AWS was not able to validate the provided access credentials' : say(refusal);
  return { code, status, message };
}

function say(refusal: SigV4Refusal): string {
  switch (refusal.kind) {
    case 'missing-authentication':
      return 'Request is missing Authentication Token';
    case 'incomplete-signature':
      return refusal.reason;
    case 'unknown-access-key':
    case 'invalid-session-token':
      return UNKNOWN_TOKEN;
    case 'expired-credentials':
      return 'The security token included in the request is expired';
    case 'request-expired':
      return `Signature expired: ${formatAmzDate(refusal.signedMs)} is now earlier than ${formatAmzDate(refusal.limitMs)}`;
    case 'request-not-yet-current':
      return `Signature not yet current: ${formatAmzDate(refusal.signedMs)} is still later than ${formatAmzDate(refusal.limitMs)}`;
    case 'wrong-service':
      return `Credential should be scoped to correct service: '${refusal.expected}'. `;
    case 'body-not-signed':
      return 'The provided x-amz-content-sha256 header does not match what was computed.';
    case 'signature-mismatch':
      return MISMATCH;
    default:
      return assertNever(refusal);
  }
}
