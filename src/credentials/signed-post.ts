import { createHash, createHmac } from 'node:crypto';

/** Keys to sign a request with. */
export interface SourceCredentials {
  readonly accessKeyId: string;
  /** Secret. */
  readonly secretAccessKey: string;
  /** Secret. Absent for long-term keys. */
  readonly sessionToken?: string;
}

/** What a signature is limited to: a service in a Region. */
export interface SigningScope {
  readonly region: string;
  readonly service: string;
}

/**
 * The headers of a form POST to `url`, signed with Signature Version 4 (IAM User Guide, "Create a signed AWS API request").
 * `Host` is signed as `fetch` will send it, but not among the headers.
 */
export function signedPostHeaders(
  url: URL,
  body: string,
  scope: SigningScope,
  source: SourceCredentials,
  nowMs: number,
): Readonly<Record<string, string>> {
  const date = new Date(nowMs).toISOString().replaceAll(/\.\d+|[-:]/g, '');
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-amz-date': date,
    ...(source.sessionToken === undefined ? {} : { 'x-amz-security-token': source.sessionToken }),
  };
  const signed = { ...headers, host: url.host };
  const names = Object.keys(signed).toSorted();
  const scopeText = `${date.slice(0, 8)}/${scope.region}/${scope.service}/aws4_request`;
  const text = stringToSign(canonicalRequest(url, body, signed, names), date, scopeText);
  const signature = hmac(signingKey(source.secretAccessKey, scopeText), text).toString('hex');
  const credential = `${source.accessKeyId}/${scopeText}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...headers, authorization };
}

function canonicalRequest(
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
): string {
  return [
    'POST',
    canonicalPath(url),
    '',
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
}

/** Every service but S3 signs the path encoded once more than it is sent. */
function canonicalPath(url: URL): string {
  return url.pathname
    .split('/')
    .map((segment) => percentEncoded(segment))
    .join('/');
}

/** RFC 3986: all but unreserved characters, which is more than `encodeURIComponent` encodes. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function stringToSign(request: string, date: string, scope: string): string {
  return ['AWS4-HMAC-SHA256', date, scope, sha256(request)].join('\n');
}

function signingKey(secretAccessKey: string, scope: string): Uint8Array {
  return scope.split('/').reduce<Uint8Array>((key, part) => hmac(key, part), Buffer.from(`AWS4${secretAccessKey}`));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
