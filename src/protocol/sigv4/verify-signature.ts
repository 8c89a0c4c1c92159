import { err, ok } from '#base';
import type { Clock, Crypto, Result } from '#base';

import type { Claim, VerifiedClaim } from './claim.ts';
import { equalInConstantTime, hex } from './hex.ts';
import type { SigV4Refusal } from './refusal.ts';
import { headerValue } from './request.ts';
import type { SignableRequest } from './request.ts';
import { signatureOf } from './string-to-sign.ts';

/** What belongs to an access key. Secret. */
export interface SigningCredentials {
  readonly secretAccessKey: string;
  /** Of temporary credentials only. */
  readonly sessionToken?: string | undefined;
}

/** How strictly, and with what, a signature is verified. */
export interface Verification {
  readonly clock: Clock;
  readonly crypto: Crypto;
  /** The signing name of the service that the request is for. */
  readonly service: string;
  /** How far the sender's clock may be off; 300 unless told. */
  readonly clockSkewSeconds?: number | undefined;
}

const DEFAULT_CLOCK_SKEW_SECONDS = 300;

/**
 * Verifies that whoever holds `credentials` signed exactly this request, body included, for this service and this time.
 * The Region of the scope may be any. The first check that fails is the refusal.
 */
export function verifySignature(
  claim: Claim,
  request: SignableRequest,
  credentials: SigningCredentials,
  verification: Verification,
): Result<VerifiedClaim, SigV4Refusal> {
  const refusal =
    checkService(claim, verification) ??
    checkTime(claim, verification) ??
    checkSessionToken(claim, credentials) ??
    checkSignedHeaders(claim, request) ??
    checkBody(request, verification.crypto) ??
    checkSignature(claim, request, credentials, verification.crypto);
  // The brand says that all of the checks above were passed, and nothing else may say it.
  return refusal === undefined ? ok(claim as VerifiedClaim) : err(refusal);
}

function checkService(claim: Claim, { service }: Verification): SigV4Refusal | undefined {
  return claim.service === service ? undefined : { kind: 'wrong-service', expected: service };
}

function checkTime(claim: Claim, { clock, clockSkewSeconds }: Verification): SigV4Refusal | undefined {
  const skewMs = (clockSkewSeconds ?? DEFAULT_CLOCK_SKEW_SECONDS) * 1000;
  const nowMs = clock.now();
  if (claim.timeMs > nowMs + skewMs) {
    return { kind: 'request-not-yet-current', signedMs: claim.timeMs, limitMs: nowMs + skewMs };
  }
  const lifetimeMs = claim.expiresSeconds === undefined ? skewMs : claim.expiresSeconds * 1000;
  if (claim.timeMs >= nowMs - lifetimeMs) return undefined;
  return { kind: 'request-expired', signedMs: claim.timeMs, limitMs: nowMs - lifetimeMs };
}

function checkSessionToken(claim: Claim, credentials: SigningCredentials): SigV4Refusal | undefined {
  const equal = equalInConstantTime(claim.sessionToken ?? '', credentials.sessionToken ?? '');
  return equal ? undefined : { kind: 'invalid-session-token' };
}

/** A header that steers the service must be under the signature, or whoever is on the way could set it. */
function checkSignedHeaders(claim: Claim, request: SignableRequest): SigV4Refusal | undefined {
  const signed = new Set(claim.signedHeaders);
  const unsigned = request.headers
    .map(([name]) => name.toLowerCase())
    // The hash of the body is checked against the body itself, so that one need not be signed.
    .find((name) => name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signed.has(name));
  if (unsigned !== undefined) {
    const reason = `There were headers present in the request which were not signed: ${unsigned}`;
    return { kind: 'incomplete-signature', reason };
  }
  const absent = claim.signedHeaders.find((name) => headerValue(request, name) === undefined);
  return absent === undefined ? undefined : { kind: 'signature-mismatch' };
}

/** `UNSIGNED-PAYLOAD` and the streaming forms are S3's alone (S3 API Reference, "Authenticating Requests"). */
function checkBody(request: SignableRequest, crypto: Crypto): SigV4Refusal | undefined {
  const stated = headerValue(request, 'x-amz-content-sha256');
  const matches = stated === undefined || equalInConstantTime(stated.toLowerCase(), hex(crypto.sha256(request.body)));
  return matches ? undefined : { kind: 'body-not-signed' };
}

function checkSignature(
  claim: Claim,
  request: SignableRequest,
  credentials: SigningCredentials,
  crypto: Crypto,
): SigV4Refusal | undefined {
  const expected = signatureOf(request, claim, credentials.secretAccessKey, crypto);
  return equalInConstantTime(claim.signature, expected) ? undefined : { kind: 'signature-mismatch' };
}
