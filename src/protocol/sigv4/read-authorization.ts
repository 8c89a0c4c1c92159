// AWS, IAM User Guide, "Authentication methods": the Authorization header and the X-Amz-… query parameters.
import { err, ok } from '#base';
import type { Result } from '#base';

import { parseAmzDate } from './amz-date.ts';
import type { Claim } from './claim.ts';
import type { SigV4Refusal } from './refusal.ts';
import { headerValue } from './request.ts';
import type { SignableRequest } from './request.ts';
import { parseQuery } from './uri.ts';
import type { QueryParameter } from './uri.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const CREDENTIAL = /^(\w{1,128})\/(\d{8})\/([\w-]{0,64})\/([\w-]{1,64})\/aws4_request$/;
const SIGNATURE = /^[0-9a-f]{64}$/;
const SIGNED_HEADERS = /^[!-:<-~]+(?:;[!-:<-~]+)*$/;
const MAXIMUM_SIGNED_HEADERS = 100;
const MAXIMUM_EXPIRES_SECONDS = 604_800;

/** The parts of a claim as they are written, before any of them is checked. */
interface Writing {
  readonly kind: Claim['kind'];
  readonly credential: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly signature: string | undefined;
  readonly date: string | undefined;
  readonly expires: string | undefined;
  readonly sessionToken: string | undefined;
}

/**
 * Reads who `request` claims to be from, by Authorization header or by presigned URL; being signed both ways is refused.
 * It proves nothing: look the key up, then call `verifySignature`.
 */
export function readAuthorization(request: SignableRequest): Result<Claim, SigV4Refusal> {
  const authorization = headerValue(request, 'authorization');
  const parameters = parseQuery(request.query);
  if (parameters === undefined) return incomplete('The query string contains a malformed escape.');
  const presigned = parameters.some(([name]) => name === 'X-Amz-Signature' || name === 'X-Amz-Algorithm');
  if (authorization === undefined && !presigned) return err({ kind: 'missing-authentication' });
  if (authorization === undefined) return readQuery(parameters);
  if (presigned) return incomplete('Only one of Authorization header and X-Amz-Signature parameter is allowed.');
  return readHeader(request, authorization);
}

function readHeader(request: SignableRequest, authorization: string): Result<Claim, SigV4Refusal> {
  const [algorithm, ...rest] = authorization.split(' ');
  if (algorithm !== ALGORITHM) return incomplete(`Authorization header requires the algorithm ${ALGORITHM}.`);
  const parts = new Map<string, string>();
  for (const part of rest.join('').split(',')) {
    const at = part.indexOf('=');
    const name = part.slice(0, Math.max(0, at));
    if (parts.has(name)) return incomplete(`Authorization header has '${name}' twice.`);
    parts.set(name, part.slice(at + 1));
  }
  return checkWriting({
    kind: 'header',
    credential: parts.get('Credential'),
    signedHeaders: parts.get('SignedHeaders'),
    signature: parts.get('Signature'),
    date: headerValue(request, 'x-amz-date'),
    expires: undefined,
    sessionToken: headerValue(request, 'x-amz-security-token'),
  });
}

function readQuery(parameters: readonly QueryParameter[]): Result<Claim, SigV4Refusal> {
  const parts = new Map(parameters.filter(([name]) => name.startsWith('X-Amz-')));
  if (parts.size !== parameters.filter(([name]) => name.startsWith('X-Amz-')).length) {
    return incomplete('An X-Amz- parameter appears twice.');
  }
  if (parts.get('X-Amz-Algorithm') !== ALGORITHM) return incomplete(`X-Amz-Algorithm must be ${ALGORITHM}.`);
  return checkWriting({
    kind: 'presigned',
    credential: parts.get('X-Amz-Credential'),
    signedHeaders: parts.get('X-Amz-SignedHeaders'),
    signature: parts.get('X-Amz-Signature'),
    date: parts.get('X-Amz-Date'),
    expires: parts.get('X-Amz-Expires') ?? '',
    sessionToken: parts.get('X-Amz-Security-Token'),
  });
}

function checkWriting(writing: Writing): Result<Claim, SigV4Refusal> {
  const [, accessKeyId, scopeDate, region, service] = CREDENTIAL.exec(writing.credential ?? '') ?? [];
  if (accessKeyId === undefined || scopeDate === undefined || region === undefined || service === undefined) {
    return incomplete("A valid 'Credential' is required: access key, date, Region, service and aws4_request.");
  }
  const signedHeaders = readSignedHeaders(writing.signedHeaders ?? '');
  if (signedHeaders === undefined) return incomplete("A valid 'SignedHeaders' is required, 'host' among them.");
  const { signature = '' } = writing;
  if (!SIGNATURE.test(signature))
    return incomplete("A valid 'Signature' is required: 64 lower-case hexadecimal digits.");
  const timeMs = parseAmzDate(writing.date ?? '');
  if (timeMs === undefined) return incomplete("A valid 'X-Amz-Date' is required, such as 20150830T123600Z.");
  if (!writing.date?.startsWith(scopeDate)) return incomplete('The date of the credential is not that of X-Amz-Date.');
  const expiresSeconds = writing.expires === undefined ? undefined : readExpires(writing.expires);
  if (Number.isNaN(expiresSeconds)) return incomplete('X-Amz-Expires must be between 1 and 604800 seconds.');
  const { kind, sessionToken } = writing;
  const scope = { scopeDate, region, service };
  return ok({ kind, accessKeyId, sessionToken, ...scope, signedHeaders, timeMs, expiresSeconds, signature });
}

function readSignedHeaders(text: string): readonly string[] | undefined {
  const names = text.split(';');
  const acceptable =
    SIGNED_HEADERS.test(text) &&
    text === text.toLowerCase() &&
    names.length <= MAXIMUM_SIGNED_HEADERS &&
    new Set(names).size === names.length &&
    names.includes('host');
  return acceptable ? names : undefined;
}

function readExpires(text: string): number {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return seconds >= 1 && seconds <= MAXIMUM_EXPIRES_SECONDS ? seconds : Number.NaN;
}

function incomplete(reason: string): Result<never, SigV4Refusal> {
  return err({ kind: 'incomplete-signature', reason });
}
