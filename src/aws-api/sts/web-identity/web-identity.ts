import { decodeJwt, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { OidcProvider } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../../action.ts';
import { isProviderUrl } from '../../iam/oidc-rules.ts';
import { invalidIdentityToken } from '../errors.ts';

/** Whom a token speaks of, once it has been verified. */
export interface WebIdentity {
  readonly provider: OidcProvider;
  readonly subject: string;
  /** The one of the token's audiences that the provider's client ids name. */
  readonly audience: string;
}

/** What STS takes (STS API Reference, `AssumeRoleWithWebIdentity`). */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];
const REQUIRED_CLAIMS = ['iss', 'sub', 'aud', 'exp', 'iat'];

/** Verifies a token against the OpenID Connect provider that the role's account has for its issuer. */
export async function verifyWebIdentity(
  token: string,
  role: { readonly partition: string; readonly accountId: string },
  call: Call,
): Promise<Result<WebIdentity, ApiError>> {
  const issuer = issuerOf(token);
  if (issuer === undefined) return err(invalidIdentityToken('The ID Token provided is not a valid JWT.'));
  const url = issuer.replace(/^https?:\/\//, '');
  const arn = `arn:${role.partition}:iam::${role.accountId}:oidc-provider/${url}`;
  const provider = isProviderUrl(issuer) ? call.inventory.get('oidc-provider', arn) : undefined;
  if (provider === undefined) {
    return err(invalidIdentityToken(`No OpenIDConnect provider found in your account for ${issuer}`));
  }
  const claims = await verifiedClaims(token, issuer, call);
  return claims.ok ? identityIn(claims.value, provider) : claims;
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

async function verifiedClaims(token: string, issuer: string, call: Call): Promise<Result<JWTPayload, ApiError>> {
  const keys = await call.providerKeys.of(issuer);
  if (!keys.ok) {
    return err({ code: 'IDPCommunicationError', message: `The identity provider cannot be read: ${keys.error}` });
  }
  try {
    const options = { algorithms: ALGORITHMS, requiredClaims: REQUIRED_CLAIMS, currentDate: new Date(call.nowMs) };
    const { payload } = await jwtVerify(token, keys.value, { ...options, issuer });
    return ok(payload);
  } catch (error) {
    return err(refusalOf(error, call.nowMs));
  }
}

function refusalOf(error: unknown, nowMs: number): ApiError {
  if (error instanceof errors.JWTExpired) {
    const times = `current date/time ${Math.floor(nowMs / 1000)} must be before the expiration date/time ${error.payload.exp}`;
    return { code: 'ExpiredTokenException', message: `Token expired: ${times}` };
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return invalidIdentityToken("Couldn't retrieve verification key from your identity provider");
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return invalidIdentityToken(`The claim ${error.claim} of the token is missing or does not hold.`);
  }
  if (error instanceof errors.JOSEError) return invalidIdentityToken('The signature of the token does not verify.');
  throw error;
}

/** Where a token names the party it was given to, that is the audience (IAM User Guide, "Available keys for AWS OIDC federation"). */
function identityIn({ sub, aud, azp }: JWTPayload, provider: OidcProvider): Result<WebIdentity, ApiError> {
  const audiences = typeof azp === 'string' ? [azp] : [aud ?? []].flat();
  const audience = audiences.find((each) => provider.clientIds.includes(each));
  if (audience === undefined) return err(invalidIdentityToken('Incorrect token audience'));
  if (typeof sub !== 'string' || sub === '') return err(invalidIdentityToken('Missing a required claim: sub'));
  return ok({ provider, subject: sub, audience });
}
