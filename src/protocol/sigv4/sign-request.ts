import type { Clock, Crypto } from '#base';

import { formatAmzDate } from './amz-date.ts';
import { credentialScope } from './claim.ts';
import type { SignableRequest } from './request.ts';
import { signatureOf } from './string-to-sign.ts';
import type { SigningCredentials } from './verify-signature.ts';

/** Who signs, and for what. */
export interface Signing {
  readonly accessKeyId: string;
  readonly credentials: SigningCredentials;
  readonly region: string;
  /** The signing name of the service. */
  readonly service: string;
  readonly clock: Clock;
  readonly crypto: Crypto;
}

/**
 * Signs `request` by Authorization header. Every header it has is signed, and `host` must be among them; the result has
 * X-Amz-Date, X-Amz-Security-Token for temporary credentials, and Authorization besides.
 */
export function signRequest(request: SignableRequest, signing: Signing): SignableRequest {
  const timeMs = Math.floor(signing.clock.now() / 1000) * 1000;
  const { sessionToken } = signing.credentials;
  const headers: (readonly [string, string])[] = [...request.headers, ['x-amz-date', formatAmzDate(timeMs)]];
  if (sessionToken !== undefined) headers.push(['x-amz-security-token', sessionToken]);
  const signedHeaders = [...new Set(headers.map(([name]) => name.toLowerCase()))].sort();
  const scopeDate = formatAmzDate(timeMs).slice(0, 8);
  const scope = { scopeDate, region: signing.region, service: signing.service, signedHeaders, timeMs };
  const { secretAccessKey } = signing.credentials;
  const signature = signatureOf({ ...request, headers }, scope, secretAccessKey, signing.crypto);
  const authorization = [
    `AWS4-HMAC-SHA256 Credential=${signing.accessKeyId}/${credentialScope(scope)}`,
    `SignedHeaders=${signedHeaders.join(';')}`,
    `Signature=${signature}`,
  ].join(', ');
  return { ...request, headers: [...headers, ['authorization', authorization]] };
}
