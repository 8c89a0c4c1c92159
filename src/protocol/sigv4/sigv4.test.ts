import { deepEqual, equal, ok as truthy } from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';

import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';

import { answerRefusal, readAuthorization, signRequest, verifySignature } from './index.ts';
import type { RefusalFamily, SignableRequest, SigV4Refusal, Verification } from './index.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 10, 0, 0);
const KEY = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const TEMPORARY = { ...KEY, accessKeyId: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'IQoJb3JpZ2luX2Vj//+/token==' };

const crypto = {
  hmacSha256: (key: Uint8Array, message: Uint8Array) => createHmac('sha256', key).update(message).digest(),
  sha256: (message: Uint8Array) => createHash('sha256').update(message).digest(),
};

const at = (nowMs: number, service = 'ec2'): Verification => ({ clock: { now: () => nowMs }, crypto, service });

function outcome(
  request: SignableRequest,
  credentials: { secretAccessKey: string; sessionToken?: string } = KEY,
  verification = at(NOW_MS),
): 'verified' | SigV4Refusal['kind'] {
  const claim = readAuthorization(request);
  if (!claim.ok) return claim.error.kind;
  const verified = verifySignature(claim.value, request, credentials, verification);
  return verified.ok ? 'verified' : verified.error.kind;
}

class NodeSha256 {
  readonly #key: Uint8Array | undefined;
  readonly #chunks: Uint8Array[] = [];
  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    if (typeof key === 'string') this.#key = Buffer.from(key);
    else if (key !== undefined)
      this.#key = ArrayBuffer.isView(key)
        ? Buffer.from(key.buffer, key.byteOffset, key.byteLength)
        : new Uint8Array(key);
  }
  update(chunk: string | Uint8Array): void {
    this.#chunks.push(Buffer.from(chunk));
  }
  async digest(): Promise<Uint8Array> {
    const message = Buffer.concat(this.#chunks);
    return this.#key === undefined ? crypto.sha256(message) : crypto.hmacSha256(this.#key, message);
  }
  reset(): void {
    this.#chunks.length = 0;
  }
}

interface Plain {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const PLAIN: Plain = {
  method: 'POST',
  path: '/',
  query: {},
  headers: { host: 'ec2.us-east-1.amazonaws.com', 'content-type': 'application/x-www-form-urlencoded' },
  body: 'Action=DescribeInstances&Version=2016-11-15',
};

const signer = (credentials: typeof KEY, region = 'us-east-1') =>
  new SignatureV4({ service: 'ec2', region, credentials, sha256: NodeSha256, applyChecksum: true });

const unsigned = (plain: Plain) => ({ ...plain, protocol: 'https:', hostname: 'ec2.us-east-1.amazonaws.com' });

function onTheWire(
  signed: ReturnType<ReturnType<typeof signer>['presign']> extends Promise<infer Request> ? Request : never,
): SignableRequest {
  const query = Object.entries(signed.query ?? {}).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
  );
  return {
    method: signed.method,
    path: signed.path,
    query: query.join('&'),
    headers: Object.entries(signed.headers),
    body: Buffer.from(typeof signed.body === 'string' ? signed.body : ''),
  };
}

async function signedByAws(plain: Plain, credentials = KEY, region?: string): Promise<SignableRequest> {
  return onTheWire(await signer(credentials, region).sign(unsigned(plain), { signingDate: new Date(NOW_MS) }));
}

async function presignedByAws(plain: Plain, credentials = KEY, expiresIn = 900): Promise<SignableRequest> {
  const options = { signingDate: new Date(NOW_MS), expiresIn };
  return onTheWire(await signer(credentials).presign(unsigned(plain), options));
}

// The signer of the AWS SDK keeps parameters in a plain object and so loses one named `__proto__`.
const text = fc.string({ unit: 'binary', maxLength: 20 }).filter((value) => value.isWellFormed());
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const anyPlain: fc.Arbitrary<Plain> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  path: fc.array(text, { maxLength: 4 }).map((segments) => `/${segments.map(encodeURIComponent).join('/')}`),
  query: fc.dictionary(
    text.filter((key) => key !== '' && !/^(x-amz|__proto__$)/i.test(key)),
    fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })),
  ),
  headers: fc
    .dictionary(
      name.map((key) => `my-${key}`),
      fc.stringMatching(/^[!-~]([ -~]{0,10}[!-~])?$/),
    )
    .map((headers) => ({ ...headers, host: 'localhost:1339' })),
  body: text,
});

test('whatever the AWS SDK signs is verified, by header and presigned, with and without a session token', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyPlain,
      fc.constantFrom(KEY, TEMPORARY),
      fc.constantFrom('us-east-1', 'xx-test-9'),
      async (plain, key, region) => {
        equal(outcome(await signedByAws(plain, key, region), key), 'verified');
        equal(outcome(await presignedByAws(plain, key), key), 'verified');
      },
    ),
    { numRuns: 200 },
  );
});

type Change = (request: SignableRequest) => SignableRequest;

const header =
  (wanted: string, change: (value: string) => string): Change =>
  (request) => ({
    ...request,
    headers: request.headers.map(([key, value]) => [key, key.toLowerCase() === wanted ? change(value) : value]),
  });

const nextDay = (value: string): string => `20261123${value.slice(8)}`;

const CHANGES: Readonly<Record<string, Change>> = {
  method: (request) => ({ ...request, method: request.method === 'PUT' ? 'POST' : 'PUT' }),
  path: (request) => ({ ...request, path: `${request.path}x` }),
  'path escape': (request) => ({ ...request, path: `${request.path}%2F` }),
  'added parameter': (request) => ({ ...request, query: `${request.query}&x=1` }),
  host: header('host', (value) => `${value}.example.com`),
  body: (request) => ({ ...request, body: Buffer.concat([request.body, Buffer.from('&x=1')]) }),
};

const HEADER_CHANGES: Readonly<Record<string, Change>> = {
  ...CHANGES,
  date: header('x-amz-date', (value) => value.replace(/..Z$/, (seconds) => (seconds === '07Z' ? '08Z' : '07Z'))),
  'day of the date': header('x-amz-date', nextDay),
  'session token': header('x-amz-security-token', (value) => `${value}x`),
  'signed header': header('my-signed', (value) => `${value}x`),
  'added x-amz header': (request) => ({ ...request, headers: [...request.headers, ['X-Amz-Target', 'X.Y']] }),
  region: header('authorization', (value) => value.replace('us-east-1', 'us-west-2')),
  signature: header('authorization', (value) => value.slice(0, -1) + (value.endsWith('0') ? '1' : '0')),
  'list of signed headers': header('authorization', (value) => value.replace('my-signed;', '')),
};

const QUERY_CHANGES: Readonly<Record<string, Change>> = {
  ...CHANGES,
  date: (request) => ({ ...request, query: request.query.replace('T100000Z', 'T100001Z') }),
  expiry: (request) => ({ ...request, query: request.query.replace('X-Amz-Expires=900', 'X-Amz-Expires=901') }),
  'session token': (request) => ({ ...request, query: request.query.replace('IQoJ', 'IQoK') }),
  region: (request) => ({ ...request, query: request.query.replace('us-east-1', 'us-west-2') }),
};

test('any change of a signed request is refused', async () => {
  await fc.assert(
    fc.asyncProperty(anyPlain, async (generated) => {
      const plain = { ...generated, headers: { ...generated.headers, 'my-signed': 'value' } };
      const bySignature = await signedByAws(plain, TEMPORARY);
      const byUrl = await presignedByAws(plain, TEMPORARY);
      const cases = [
        ...Object.entries(HEADER_CHANGES).map((entry) => [...entry, bySignature] as const),
        ...Object.entries(QUERY_CHANGES).map((entry) => [...entry, byUrl] as const),
      ];
      for (const [what, change, request] of cases) {
        const changed = change(request);
        truthy(JSON.stringify(changed) !== JSON.stringify(request), `${what} was not changed`);
        truthy(outcome(changed, TEMPORARY) !== 'verified', `a change of the ${what} went unnoticed`);
      }
    }),
    { numRuns: 50 },
  );
});

test('the AWS SDK signer trusts a stated body hash, and the body is hashed all the same', async () => {
  const request = await signedByAws(PLAIN);
  truthy(request.headers.some(([key]) => key === 'x-amz-content-sha256'));
  equal(outcome({ ...request, body: Buffer.from('Action=TerminateInstances') }), 'body-not-signed');
});

test('an unsigned or streamed payload is refused', async () => {
  for (const hash of ['UNSIGNED-PAYLOAD', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', '']) {
    const headers = { ...PLAIN.headers, 'x-amz-content-sha256': hash };
    equal(outcome(await signedByAws({ ...PLAIN, headers })), 'body-not-signed', hash);
  }
});

test('a header is good for the clock skew both ways and not a millisecond longer', async () => {
  const request = await signedByAws(PLAIN);
  equal(outcome(request, KEY, at(NOW_MS + 300_000)), 'verified');
  equal(outcome(request, KEY, at(NOW_MS + 300_001)), 'request-expired');
  equal(outcome(request, KEY, at(NOW_MS - 300_000)), 'verified');
  equal(outcome(request, KEY, at(NOW_MS - 300_001)), 'request-not-yet-current');
  equal(outcome(request, KEY, { ...at(NOW_MS + 20_000), clockSkewSeconds: 10 }), 'request-expired');
});

test('a presigned URL is good for its own time', async () => {
  const request = await presignedByAws(PLAIN, KEY, 60);
  equal(outcome(request, KEY, at(NOW_MS + 60_000)), 'verified');
  equal(outcome(request, KEY, at(NOW_MS + 60_001)), 'request-expired');
  const week = await presignedByAws(PLAIN, KEY, 604_800);
  equal(outcome(week, KEY, at(NOW_MS + 604_800_000)), 'verified');
});

test('X-Amz-Expires outside 1 to 604800 is refused', async () => {
  const request = await presignedByAws(PLAIN);
  for (const expires of ['0', '604801', '-1', '1.5', '', '9999999', '1e3']) {
    const query = request.query.replace('X-Amz-Expires=900', `X-Amz-Expires=${expires}`);
    equal(outcome({ ...request, query }), 'incomplete-signature', expires);
  }
  equal(outcome({ ...request, query: request.query.replace('X-Amz-Expires=900', 'x=1') }), 'incomplete-signature');
});

test('a session token is wanted exactly when the credentials have one, and the same', async () => {
  const temporary = await signedByAws(PLAIN, TEMPORARY);
  equal(outcome(temporary, KEY), 'invalid-session-token');
  equal(outcome(temporary, { ...TEMPORARY, sessionToken: 'another' }), 'invalid-session-token');
  equal(outcome(await signedByAws(PLAIN), TEMPORARY), 'invalid-session-token');
});

test('a session token that was added after signing is refused', async () => {
  const request = await signedByAws(PLAIN);
  const headers = [...request.headers, ['X-Amz-Security-Token', TEMPORARY.sessionToken] as const];
  equal(outcome({ ...request, headers }, TEMPORARY), 'incomplete-signature');
});

test('a signature for another service is refused, whatever the Region', async () => {
  equal(outcome(await signedByAws(PLAIN), KEY, at(NOW_MS, 'iam')), 'wrong-service');
  equal(outcome(await signedByAws(PLAIN, KEY, '')), 'verified');
});

test('a wrong secret is a mismatch', async () => {
  equal(outcome(await signedByAws(PLAIN), { secretAccessKey: 'guess' }), 'signature-mismatch');
});

test('an unsigned request is told so', () => {
  equal(outcome(onTheWire(unsigned(PLAIN))), 'missing-authentication');
});

test('malformed authorizations are incomplete', async () => {
  const request = await signedByAws(PLAIN);
  const written = request.headers.find(([key]) => key === 'authorization')?.[1] ?? '';
  const malformed = [
    '',
    'Bearer abc',
    'AWS4-HMAC-SHA256',
    written.replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'),
    written.replace('/aws4_request', ''),
    written.replace('20261122', '20261121'),
    written.replace('host;', ''),
    written.replace(/Signature=.*/, 'Signature=00'),
    written.replace(/Signature=(.*)/, (whole) => whole.toUpperCase()),
    `${written}, Signature=${'0'.repeat(64)}`,
    written.replace('SignedHeaders=', `SignedHeaders=${'a;'.repeat(200)}`),
    written.replace('SignedHeaders=', 'SignedHeaders=host;'),
  ];
  for (const value of malformed) {
    equal(outcome(header('authorization', () => value)(request)), 'incomplete-signature', value);
  }
});

test('two dates, a date that is none, or none at all, are incomplete', async () => {
  const request = await signedByAws(PLAIN);
  const twice = [...request.headers, ['X-Amz-Date', '20261122T100000Z'] as const];
  equal(outcome({ ...request, headers: twice }), 'incomplete-signature');
  equal(
    outcome({ ...request, headers: request.headers.filter(([key]) => key !== 'x-amz-date') }),
    'incomplete-signature',
  );
  const february = { ...request, headers: request.headers.map(([key, value]) => [key, onFebruary31(value)] as const) };
  equal(outcome(february), 'incomplete-signature');
});

const onFebruary31 = (value: string): string => value.replace('20261122', '20260231');

test('a header that is said to be signed must be there, even if it was empty', async () => {
  const request = await signedByAws({ ...PLAIN, headers: { ...PLAIN.headers, 'my-empty': '' } });
  equal(outcome(request), 'verified');
  equal(outcome({ ...request, headers: request.headers.filter(([key]) => key !== 'my-empty') }), 'signature-mismatch');
});

test('a plus in a query is a space, to the signature as to who reads the parameters', async () => {
  const request = await signedByAws({ ...PLAIN, query: { Name: 'a b' } });
  equal(outcome({ ...request, query: 'Name=a+b' }), 'verified');
  equal(outcome({ ...request, query: 'Name=a%2Bb' }), 'signature-mismatch');
});

test('being signed by header and by URL at once is refused', async () => {
  const [byHeader, byUrl] = [await signedByAws(PLAIN), await presignedByAws(PLAIN)];
  equal(outcome({ ...byHeader, query: byUrl.query }), 'incomplete-signature');
  const twice = `${byUrl.query}&X-Amz-Signature=${'0'.repeat(64)}`;
  equal(outcome({ ...byUrl, query: twice }), 'incomplete-signature');
});

test('a malformed escape in the query is refused', async () => {
  const request = await signedByAws(PLAIN);
  for (const query of ['a=%', 'a=%zz', 'a=%ff', '%e1=1']) equal(outcome({ ...request, query }), 'incomplete-signature');
});

test('reading never throws, whatever the request', () => {
  const anything = fc.record({
    method: fc.string(),
    path: fc.string(),
    query: fc.string(),
    headers: fc.array(fc.tuple(fc.constantFrom('authorization', 'x-amz-date', 'host'), fc.string())),
    body: fc.uint8Array(),
  });
  fc.assert(fc.property(anything, (request) => truthy(outcome(request) !== 'verified')));
});

test('our own signature is the AWS SDK’s, and is verified', async () => {
  for (const { accessKeyId, ...credentials } of [KEY, TEMPORARY]) {
    const signing = {
      accessKeyId,
      credentials,
      region: 'us-east-1',
      service: 'ec2',
      clock: { now: () => NOW_MS + 17 },
      crypto,
    };
    const ours = signRequest(onTheWire(unsigned(PLAIN)), signing);
    equal(outcome(ours, credentials), 'verified');
    const theirs = await new SignatureV4({
      service: 'ec2',
      region: 'us-east-1',
      credentials: { accessKeyId, ...credentials },
      sha256: NodeSha256,
      applyChecksum: false,
    }).sign(unsigned(PLAIN), { signingDate: new Date(NOW_MS) });
    equal(ours.headers.at(-1)?.[1], theirs.headers.authorization);
  }
});

test('every refusal has a code and says nothing of secrets', () => {
  const refusals: readonly SigV4Refusal[] = [
    { kind: 'missing-authentication' },
    { kind: 'incomplete-signature', reason: 'r' },
    { kind: 'unknown-access-key' },
    { kind: 'invalid-session-token' },
    { kind: 'expired-credentials' },
    { kind: 'request-expired', signedMs: NOW_MS, limitMs: NOW_MS },
    { kind: 'request-not-yet-current', signedMs: NOW_MS, limitMs: NOW_MS },
    { kind: 'wrong-service', expected: 'sts' },
    { kind: 'body-not-signed' },
    { kind: 'signature-mismatch' },
  ];
  const codes = (family: RefusalFamily) => refusals.map((refusal) => answerRefusal(refusal, family).code);
  deepEqual(codes('ec2'), [
    'MissingAuthenticationToken',
    'IncompleteSignature',
    'AuthFailure',
    'AuthFailure',
    'RequestExpired',
    'RequestExpired',
    'AuthFailure',
    'AuthFailure',
    'SignatureDoesNotMatch',
    'SignatureDoesNotMatch',
  ]);
  equal(codes('query')[2], 'InvalidClientTokenId');
  equal(codes('json')[9], 'InvalidSignatureException');
  deepEqual(answerRefusal({ kind: 'request-expired', signedMs: NOW_MS, limitMs: NOW_MS + 1000 }, 'query'), {
    code: 'SignatureDoesNotMatch',
    status: 403,
    message: 'Signature expired: 20261122T100000Z is now earlier than 20261122T100001Z',
  });
});
