// AWS, IAM User Guide, "Create a signed AWS API request", steps 1 to 4.
import type { Crypto } from '#base';

import { formatAmzDate } from './amz-date.ts';
import { credentialScope } from './claim.ts';
import type { Claim } from './claim.ts';
import { hex } from './hex.ts';
import { headerValue } from './request.ts';
import type { SignableRequest } from './request.ts';
import { canonicalPath, canonicalQuery, parseQuery } from './uri.ts';
import { encodeUtf8 } from '#base';

/** What a signature depends on besides the request and the secret. */
export type SignatureScope = Pick<Claim, 'scopeDate' | 'region' | 'service' | 'signedHeaders' | 'timeMs'>;

/** The request in the one form that both sides can hash. The payload is hashed here, never believed. */
function canonicalRequest(request: SignableRequest, signedHeaders: readonly string[], crypto: Crypto): string {
  const parameters = parseQuery(request.query) ?? [];
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(parameters.filter(([name]) => name !== 'X-Amz-Signature')),
    ...signedHeaders.map((name) => `${name}:${headerValue(request, name) ?? ''}`),
    '',
    signedHeaders.join(';'),
    hex(crypto.sha256(request.body)),
  ].join('\n');
}

/** The 64 hexadecimal digits that sign `request`. */
export function signatureOf(
  request: SignableRequest,
  scope: SignatureScope,
  secretAccessKey: string,
  crypto: Crypto,
): string {
  const canonical = encodeUtf8(canonicalRequest(request, scope.signedHeaders, crypto));
  const lines = [
    'AWS4-HMAC-SHA256',
    formatAmzDate(scope.timeMs),
    credentialScope(scope),
    hex(crypto.sha256(canonical)),
  ];
  const steps = [scope.scopeDate, scope.region, scope.service, 'aws4_request', lines.join('\n')];
  return hex(
    steps.reduce((key, step) => crypto.hmacSha256(key, encodeUtf8(step)), encodeUtf8(`AWS4${secretAccessKey}`)),
  );
}
