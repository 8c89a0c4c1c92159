import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeUtf8 } from '#base';
import { serve, surveyOf, treeOf } from './a-service.test-support.ts';
import type { Fixture } from './fixture.ts';
import { httpEndpoint } from './http-endpoint.ts';
import { DEFAULT_CRAWL_LIMITS } from './pace.ts';
import { Session } from './session.ts';

const limits = (more: Partial<typeof DEFAULT_CRAWL_LIMITS>): typeof DEFAULT_CRAWL_LIMITS => ({
  ...DEFAULT_CRAWL_LIMITS,
  ...more,
});
const text = ({ answers }: Fixture, path: string): string | undefined => {
  const answer = answers.get(path);
  return answer && decodeUtf8(answer.body);
};

const TREE = {
  '/': '1.0\nlatest',
  '/latest/': 'dynamic\nmeta-data\nuser-data',
  '/latest/dynamic/': 'instance-identity/',
  '/latest/dynamic/instance-identity/': 'document\nsignature',
  '/latest/dynamic/instance-identity/document': '{}',
  '/latest/dynamic/instance-identity/signature': 'MIIBsecret',
  '/latest/meta-data/': 'ami-id\niam/\nmanaged-ssh-keys/\npublic-keys/\nblob\n../escape\na b',
  '/latest/meta-data/ami-id': 'ami-1',
  '/latest/meta-data/blob': Uint8Array.of(0, 255, 10),
  '/latest/meta-data/iam/': 'security-credentials/',
  '/latest/meta-data/iam/security-credentials/': 'app',
  '/latest/meta-data/iam/security-credentials/app':
    '{\n  "AccessKeyId" : "ASIASECRET",\n  "SecretAccessKey" : "se\\"cret",\n  "Token" : "hush",\n  "Expiration" : "2026-11-22T00:00:00Z"\n}',
  '/latest/meta-data/managed-ssh-keys/': 'signer-cert',
  '/latest/meta-data/managed-ssh-keys/signer-cert': 'secret',
  '/latest/meta-data/public-keys/': '0=mine',
  '/latest/meta-data/public-keys/0/': 'openssh-key',
  '/latest/meta-data/public-keys/0/openssh-key': 'ssh-rsa AAAA mine\n',
  '/latest/user-data': 'password: hush',
};

test('a service without tokens is read by IMDSv1, with a notice; listings are followed, and secrets stay where they are', async () => {
  const { fixture, notes } = await surveyOf(await serve(treeOf(TREE)));
  assert.equal(fixture.protocol, 'v1');
  assert.match(notes[0] ?? '', /falling back to IMDSv1: the request for a session token was answered 404/);
  assert.match(notes[1] ?? '', /lists 2 lines that are no path segments/);
  assert.equal(fixture.incomplete, undefined);
  assert.equal(text(fixture, '/latest/meta-data/public-keys/0/openssh-key'), 'ssh-rsa AAAA mine\n');
  assert.deepEqual(fixture.answers.get('/latest/meta-data/blob')?.body, Buffer.of(0, 255, 10));
  assert.equal(fixture.answers.get('/latest/meta-data/iam')?.isListing, true);
  const all = [...fixture.answers.keys()].map((path) => text(fixture, path)).join('\n');
  assert.doesNotMatch(all, /secret(?!\/00)|SECRET|hush/);
  assert.match(
    text(fixture, '/latest/meta-data/iam/security-credentials/app') ?? '',
    /"Token" : "replaced-by-openimds-record",\n {2}"Expiration"/,
  );
  const replaced = [...fixture.answers].flatMap(([path, answer]) =>
    answer.replaced === undefined ? [] : [`${path} ${answer.replaced}`],
  );
  assert.deepEqual(
    replaced.map((line) => line.split(' ')[1]),
    ['signature', 'credentials', 'ssh-keys', 'user-data'],
  );
});

test('user data is read only when asked for', async () => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url ?? '');
    treeOf(TREE)(request, response);
  });
  await surveyOf(url);
  assert.ok(!asked.includes('/latest/user-data'));
  const { fixture } = await surveyOf(url, { userData: true });
  assert.equal(text(fixture, '/latest/user-data'), 'password: hush');
});

test('a token that has come to its end is replaced, and one that is refused is said to be', async () => {
  let tokens = 0;
  const url = await serve((request, response) => {
    if (request.method === 'PUT') return void response.end(`token-${++tokens}`);
    if (request.headers['x-aws-ec2-metadata-token'] !== 'token-2') return void response.writeHead(401).end();
    treeOf(TREE)(request, response);
  });
  const { fixture } = await surveyOf(url);
  assert.equal(fixture.protocol, 'v2');
  assert.equal(tokens, 2);
  assert.equal(text(fixture, '/latest/meta-data/ami-id'), 'ami-1');
  const closed = await serve(
    (request, response) => void response.writeHead(request.method === 'PUT' ? 403 : 401).end(),
  );
  const session = await Session.open(httpEndpoint(closed, { timeoutMs: 1000, bodyBytes: 1000 }));
  assert.match(
    session.ok ? '' : session.error,
    /wants a session token but the request for a session token was answered 403/,
  );
});

test('a service that loops for ever is read as deep as may be', async () => {
  const url = await serve((_, response) => void response.end('meta-data/\nself/\nitem'));
  const { fixture, notes } = await surveyOf(url, { limits: limits({ depth: 4 }) });
  assert.ok([...fixture.answers.keys()].every((path) => path.split('/').length <= 5));
  assert.ok(notes.some((note) => /is more than 4 segments deep; it was not read/.test(note)));
});

test('a service with no end of answers is read until a limit, which is named', async () => {
  const wide = Array.from({ length: 500 }, (_, index) => `item-${index}`).join('\n');
  const url = await serve(
    (request, response) => void response.end(request.url?.endsWith('/') ? wide : 'x'.repeat(1000)),
  );
  const byCount = await surveyOf(url, { limits: limits({ answers: 50 }) });
  assert.equal(byCount.fixture.incomplete, 'the limit of 50 answers was reached');
  assert.ok(byCount.fixture.answers.size <= 50);
  const bySize = await surveyOf(url, { limits: limits({ bytes: 20_000 }) });
  assert.equal(bySize.fixture.incomplete, 'the limit of 20000 bytes was reached');
  const byTime = await surveyOf(url, { limits: limits({ durationMs: 2000, requestsPerSecond: 10 }) });
  assert.equal(byTime.fixture.incomplete, 'the limit of 2 s was reached');
  assert.ok(byTime.fixture.answers.size <= 22);
});

test('an answer that is too large, or never comes to its end, is left out; a service that only does that is given up', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/latest/meta-data/large') return void response.end('x'.repeat(5000));
    if (request.url === '/latest/meta-data/stuck') return void response.write('x');
    treeOf({ ...TREE, '/latest/meta-data/': 'large\nstuck\nami-id' })(request, response);
  });
  const { fixture, notes } = await surveyOf(url, { bodyBytes: 1000, timeoutMs: 200 });
  assert.ok(notes.some((note) => /large was not read: the answer is larger than 1000 bytes/.test(note)));
  assert.ok(notes.some((note) => /stuck was not read: no whole answer within 0.2 s/.test(note)));
  assert.equal(text(fixture, '/latest/meta-data/ami-id'), 'ami-1');
  const dying = await serve((request, response) => {
    if (request.url === '/' || request.url === '/latest/' || request.url === '/latest/meta-data/')
      return treeOf({ ...TREE, '/latest/meta-data/': 'a\nb\nc\nd\ne\nf\ng' })(request, response);
    response.destroy();
  });
  const dead = await surveyOf(dying);
  assert.match(dead.fixture.incomplete ?? '', /^5 requests in a row failed, the last one: /);
});

test('a service that puts off is asked again when it says', async () => {
  let refusals = 0;
  const url = await serve((request, response) => {
    if (request.url === '/latest/meta-data/ami-id' && refusals++ < 2)
      return void response.writeHead(503, { 'retry-after': '2' }).end();
    treeOf(TREE)(request, response);
  });
  const { fixture } = await surveyOf(url);
  assert.equal(text(fixture, '/latest/meta-data/ami-id'), 'ami-1');
  assert.equal(refusals, 3);
});

test('nobody there is an error that says so', async () => {
  const endpoint = httpEndpoint(new URL('http://127.0.0.1:1'), { timeoutMs: 1000, bodyBytes: 1000 });
  const session = await Session.open(endpoint);
  assert.match(session.ok ? '' : session.error, /^http:\/\/127\.0\.0\.1:1 does not answer: ECONNREFUSED/);
});
