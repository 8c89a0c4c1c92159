// Requests and signatures of AWS's own SigV4 test suite (the set that every AWS SDK's signer is held to).
import { deepEqual, equal } from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';

import { readAuthorization, verifySignature } from './index.ts';
import type { SignableRequest } from './index.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const TOKEN = '6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267';
const DATE = '20150830T123600Z';
const CREDENTIAL = 'AKIDEXAMPLE/20150830/us-east-1/service/aws4_request';
const HOST = ['Host', 'example.amazonaws.com'] as const;
const FORM_HASH = '9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e';

interface Vector {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly token?: string;
  readonly hashed?: boolean;
  readonly header: string;
  readonly presigned: string;
}

const GET_SLASH = {
  header: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  presigned: 'e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d',
};

const VECTORS: readonly Vector[] = [
  { name: 'get-vanilla', ...GET_SLASH },
  { name: 'get-relative-normalized', path: '/example/..', ...GET_SLASH },
  { name: 'get-slash-dot-slash-normalized', path: '/./', ...GET_SLASH },
  {
    name: 'get-slashes-normalized',
    path: '//example//',
    header: '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
    presigned: 'c1834e8fb0307243711f0f907f6ab7311ed300d87f13792d7ee4da89ab93e082',
  },
  {
    name: 'get-space-normalized',
    path: '/example space/',
    header: '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741',
    presigned: '7a1f416954786484c9824d93c1f26ef64acb9b1b6c9154d08c9f07d0e394abf6',
  },
  {
    name: 'get-utf8',
    path: '/ሴ',
    header: '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85',
    presigned: '10eae3f14a260bd3911cc6d008d3c576d143b05b62f09782a7a4b37f52178e44',
  },
  {
    name: 'get-unreserved',
    path: '/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    header: '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
    presigned: '95968482db1b9e0fadef6efc1bd24689f77c77d9ef56919c96a28cc92e0d6005',
  },
  {
    name: 'get-vanilla-query-order-key-case',
    query: 'Param2=value2&Param1=value1',
    header: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    presigned: '86012e2c9ad4d77369f5d81c11f75158aae4f895a085212cc6d3f923d300bed5',
  },
  {
    name: 'get-vanilla-query-order-encoded',
    query: 'Param-3=Value3&Param=Value2&%E1%88%B4=Value1',
    header: '371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac',
    presigned: 'c5f1848ceec943ac2ca68ee720460c23aaae30a2300586597ada94c4a65e4787',
  },
  {
    name: 'get-vanilla-utf8-query',
    query: 'ሴ=bar',
    header: '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
    presigned: '0bdd809b1519ac4f0c1dc3540e2cc46bd0c7f778eda408b2ebf3b913d21ff600',
  },
  {
    name: 'get-header-key-duplicate',
    headers: [
      ['My-Header1', 'value2'],
      ['My-Header1', 'value2'],
      ['My-Header1', 'value1'],
    ],
    header: 'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
    presigned: '3349ee0b81b4b589da0ff28a395c3591e04de515651dd74f298fa992d1507a97',
  },
  {
    name: 'get-header-value-trim',
    headers: [
      ['My-Header1', ' value1'],
      ['My-Header2', ' "a   b   c"'],
    ],
    header: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
    presigned: 'e7bb0fd515e125e1aec2ecc4c0c17484fb06f6846b927c35e46005dd3df3acd4',
  },
  {
    name: 'get-vanilla-with-session-token',
    token: TOKEN,
    header: '07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8',
    presigned: '7ff2b50b376cb4d151970630573d6291dc128cc5c2a12ffb237f73cc53f67b6c',
  },
  {
    name: 'post-vanilla',
    method: 'POST',
    header: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    presigned: '2ce6e6d2e0cf2f9d1b55fafec88cd20574c31dc2e7631979f71ba2310083e95b',
  },
  {
    name: 'post-vanilla-query',
    method: 'POST',
    query: 'Param1=value1',
    header: '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
    presigned: 'a9ef26247f293bffe40eeff86a0480ba8c14d31503b2e0c3399e3a16bf1a3682',
  },
  {
    name: 'post-x-www-form-urlencoded-parameters',
    method: 'POST',
    headers: [
      ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'],
      ['Content-Length', '13'],
    ],
    body: 'Param1=value1',
    hashed: true,
    header: '328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422',
    presigned: '0dbeb9b026c7b6675f266b8427efec9b4fa8b1f6ef1477d717aea231106eab4d',
  },
];

const verification = {
  clock: { now: () => Date.UTC(2015, 7, 30, 12, 36) },
  crypto: {
    hmacSha256: (key: Uint8Array, message: Uint8Array) => createHmac('sha256', key).update(message).digest(),
    sha256: (message: Uint8Array) => createHash('sha256').update(message).digest(),
  },
  service: 'service',
};

for (const vector of VECTORS) {
  test(`AWS's ${vector.name} is verified, signed by header and presigned`, () => {
    for (const request of [byHeader(vector), presigned(vector)]) {
      const claim = readAuthorization(request);
      if (!claim.ok) throw new Error(JSON.stringify(claim.error));
      equal(claim.value.accessKeyId, 'AKIDEXAMPLE');
      const credentials = { secretAccessKey: SECRET, sessionToken: vector.token };
      deepEqual(verifySignature(claim.value, request, credentials, verification), { ok: true, value: claim.value });
    }
  });
}

function plain(vector: Vector): SignableRequest {
  const { method = 'GET', path = '/', query = '', headers = [], body = '' } = vector;
  return { method, path, query, headers: [HOST, ...headers], body: Buffer.from(body) };
}

function byHeader(vector: Vector): SignableRequest {
  const request = plain(vector);
  const headers = [...request.headers, ['X-Amz-Date', DATE] as const];
  if (vector.token !== undefined) headers.push(['X-Amz-Security-Token', vector.token]);
  if (vector.hashed === true) headers.push(['x-amz-content-sha256', FORM_HASH]);
  const signed = names(headers);
  const value = `AWS4-HMAC-SHA256 Credential=${CREDENTIAL}, SignedHeaders=${signed}, Signature=${vector.header}`;
  return { ...request, headers: [...headers, ['Authorization', value]] };
}

function presigned(vector: Vector): SignableRequest {
  const request = plain(vector);
  const parameters = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': CREDENTIAL,
    'X-Amz-Date': DATE,
    'X-Amz-SignedHeaders': names(request.headers),
    'X-Amz-Expires': '3600',
    ...(vector.token === undefined ? {} : { 'X-Amz-Security-Token': vector.token }),
    'X-Amz-Signature': vector.presigned,
  };
  const query = Object.entries(parameters).map((pair) => pair.map(encodeURIComponent).join('='));
  return { ...request, query: [request.query, ...query].filter(Boolean).join('&') };
}

function names(headers: SignableRequest['headers']): string {
  return [...new Set(headers.map(([name]) => name.toLowerCase()))].sort().join(';');
}
