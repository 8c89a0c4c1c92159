import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Issued } from '#credentials';
import { deriveInstanceId } from '#model';
import {
  bodyOf,
  EngineBench,
  get,
  named,
  NOW,
  put,
  putInstance,
  removeInstance,
  request,
  statusOf,
} from './a-plane.test-support.ts';
import type { Said } from './a-plane.test-support.ts';

const TTL = 'X-aws-ec2-metadata-token-ttl-seconds: 60';
const KEEP = 'Connection: keep-alive';
const ID = '/latest/meta-data/instance-id';

const optional = (): EngineBench => new EngineBench([putInstance('a')]);
const required = (): EngineBench => new EngineBench([putInstance('a', { options: { httpTokens: 'required' } })]);

test('a request without a token is served while tokens are optional', () => {
  const answer = optional().exchange(get(ID));
  assert.equal(statusOf(answer), 200);
  assert.equal(bodyOf(answer), deriveInstanceId('a'));
  assert.doesNotMatch(answer, /Token-Ttl/);
});

test('a token opens the door that is closed without one, and its remaining life is told', () => {
  const bench = required();
  assert.equal(statusOf(bench.exchange(get(ID))), 401);
  const token = bench.token(60);
  bench.clock.advance(10_500);
  const answer = bench.exchange(get(ID, `X-aws-ec2-metadata-token: ${token}`));
  assert.equal(statusOf(answer), 200);
  assert.match(answer, /^HTTP\/1.1 200 OK\r\nX-Aws-Ec2-Metadata-Token-Ttl-Seconds: 50\r\n/);
});

test('a token ends to the second', () => {
  const bench = required();
  const header = `X-aws-ec2-metadata-token: ${bench.token(1)}`;
  bench.clock.advance(999);
  assert.equal(statusOf(bench.exchange(get(ID, header))), 200);
  bench.clock.advance(1);
  assert.equal(statusOf(bench.exchange(get(ID, header))), 401);
});

test('a thread whose clock is a little behind never shows more life than was granted', () => {
  const bench = optional();
  const header = `X-aws-ec2-metadata-token: ${bench.token(60)}`;
  bench.clock.advance(-20);
  assert.match(bench.exchange(get(ID, header)), /Token-Ttl-Seconds: 60\r\n/);
  bench.clock.advance(20 + 59_990);
  assert.match(bench.exchange(get(ID, header)), /Token-Ttl-Seconds: 1\r\n/);
});

test('a token of another instance is refused, also where none is needed', () => {
  const bench = new EngineBench([
    putInstance('a', { attachments: [{ kind: 'source', address: '10.0.0.1', network: 'default' }] }),
    putInstance('b', { attachments: [{ kind: 'source', address: '10.0.0.2', network: 'default' }] }),
  ]);
  const [a, b] = [0x0a000001, 0x0a000002];
  const token = bench.exchange(put('/latest/api/token', TTL), bench.connect(a)).slice(-56);
  const read = get(ID, `X-aws-ec2-metadata-token: ${token}`);
  assert.equal(bodyOf(bench.exchange(read, bench.connect(a))), deriveInstanceId('a'));
  assert.equal(statusOf(bench.exchange(read, bench.connect(b))), 401);
  assert.equal(bench.connect(0x0a000003), undefined);
  assert.equal(bench.engine.observer.take()?.unknownCallers, 1);
});

interface Case {
  readonly what: string;
  readonly options?: Said['options'];
  readonly text: string;
  readonly status: number;
}

const cases: readonly Case[] = [
  { what: 'a token PUT', text: put('/latest/api/token', TTL), status: 200 },
  { what: 'a token PUT with doubled slashes', text: put('//latest//api/token', TTL), status: 200 },
  { what: 'a token PUT with a trailing slash', text: put('/latest/api/token/', TTL), status: 403 },
  { what: 'a token PUT in a dated version', text: put('/2021-03-23/api/token', TTL), status: 403 },
  { what: 'a PUT elsewhere', text: put(ID, TTL), status: 403 },
  { what: 'a token PUT without TTL', text: put('/latest/api/token'), status: 400 },
  { what: 'a token PUT with two TTLs', text: put('/latest/api/token', TTL, TTL), status: 400 },
  {
    what: 'a token PUT with TTL 0',
    text: put('/latest/api/token', 'X-aws-ec2-metadata-token-ttl-seconds: 0'),
    status: 400,
  },
  {
    what: 'a token PUT with TTL 21601',
    text: put('/latest/api/token', 'X-aws-ec2-metadata-token-ttl-seconds: 21601'),
    status: 400,
  },
  {
    what: 'a token PUT that was forwarded',
    text: put('/latest/api/token', TTL, 'X-Forwarded-For: 1.2.3.4'),
    status: 403,
  },
  { what: 'a forwarded token PUT without TTL', text: put('/latest/api/token', 'X-Forwarded-For:'), status: 403 },
  { what: 'a forwarded GET', text: get(ID, 'X-Forwarded-For: 1.2.3.4'), status: 200 },
  { what: 'GET of the token path', text: get('/latest/api/token'), status: 405 },
  {
    what: 'GET of the token path where tokens are required',
    options: { httpTokens: 'required' },
    text: get('/latest/api/token'),
    status: 405,
  },
  { what: 'OPTIONS of the token path', text: request('OPTIONS', '/latest/api/token'), status: 200 },
  { what: 'POST elsewhere', text: request('POST', ID), status: 405 },
  { what: 'DELETE of the token path', text: request('DELETE', '/latest/api/token'), status: 405 },
  { what: 'an unknown item', text: get('/latest/meta-data/nothing'), status: 404 },
  {
    what: 'an unknown item without a token where one is required',
    options: { httpTokens: 'required' },
    text: get('/latest/nothing'),
    status: 401,
  },
  {
    what: 'the version list without a token where one is required',
    options: { httpTokens: 'required' },
    text: get('/'),
    status: 401,
  },
  { what: 'a bad token where none is needed', text: get(ID, 'X-aws-ec2-metadata-token: nonsense'), status: 401 },
  { what: 'an empty token where none is needed', text: get(ID, 'X-aws-ec2-metadata-token:'), status: 200 },
  {
    what: 'an empty token where one is required',
    options: { httpTokens: 'required' },
    text: get(ID, 'X-aws-ec2-metadata-token:'),
    status: 401,
  },
  { what: 'a disabled endpoint', options: { httpEndpoint: 'disabled' }, text: get(ID), status: 403 },
  {
    what: 'a token PUT to a disabled endpoint',
    options: { httpEndpoint: 'disabled' },
    text: put('/latest/api/token', TTL),
    status: 403,
  },
  {
    what: 'GET of the token path of a disabled endpoint',
    options: { httpEndpoint: 'disabled' },
    text: get('/latest/api/token'),
    status: 403,
  },
  { what: 'an absolute target', text: get(`http://169.254.169.254${ID}`), status: 200 },
  { what: 'a leaf with a trailing slash', text: get(`${ID}/`), status: 200 },
  { what: 'a doubled slash', text: get('/latest//meta-data/instance-id'), status: 200 },
  { what: 'a query', text: get(`${ID}?recursive=true`), status: 200 },
  { what: 'a bad escape', text: get('/latest/%zz'), status: 400 },
  { what: 'a way out of the tree', text: get('/latest/../../etc/passwd'), status: 404 },
  { what: 'no Host', text: 'GET / HTTP/1.1\r\n\r\n', status: 400 },
  { what: 'HTTP/1.0 without Host', text: 'GET / HTTP/1.0\r\n\r\n', status: 200 },
];

for (const { what, options = {}, text, status } of cases) {
  test(`${what} is answered ${status}`, () => {
    assert.equal(statusOf(new EngineBench([putInstance('a', { options })]).exchange(text)), status);
  });
}

test('a repeated token header is refused even if both are good', () => {
  const bench = optional();
  const header = `X-aws-ec2-metadata-token: ${bench.token()}`;
  assert.equal(statusOf(bench.exchange(get(ID, header, header))), 401);
});

test('the body of a request is skipped, and the next request on the connection is answered', () => {
  const bench = optional();
  const body = 'GET /evil HTTP/1.1\r\n\r\n';
  const text = request('PUT', '/latest/api/token', [TTL, KEEP, `Content-Length: ${body.length}`], body) + get(ID, KEEP);
  const answer = bench.exchange(text);
  assert.equal(answer.match(/HTTP\/1\.1/g)?.length, 2);
  assert.ok(answer.endsWith(deriveInstanceId('a')));
});

test('a client that waits for 100 Continue gets its answer and the connection ends', () => {
  const text = request('PUT', '/latest/api/token', [TTL, KEEP, 'Expect: 100-continue', 'Content-Length: 5']);
  const bench = optional();
  const connection = bench.connect();
  assert.ok(connection);
  const answer = bench.exchange(text, connection);
  assert.equal(statusOf(answer), 200);
  assert.match(answer, /Connection: close/);
});

test('an answer with a lowered hop limit never takes answers before it along', () => {
  const bench = new EngineBench([putInstance('a', { options: { httpPutResponseHopLimit: 1 } })]);
  const connection = bench.connect();
  assert.ok(connection);
  const text = Buffer.from(get(ID, KEEP) + put('/latest/api/token', TTL, KEEP) + get(ID, KEEP), 'latin1');
  bench.engine.receive(connection, text as never, text.length);
  assert.equal(bench.engine.hopLimit, 0);
  assert.equal(bench.engine.next, 'resume');
  const { writer } = bench.engine;
  assert.equal(writer.bytes.latin1Slice(0, writer.length).match(/HTTP\/1\.1/g)?.length, 1);
  writer.clear();
  bench.engine.resume(connection);
  assert.equal(bench.engine.hopLimit, 1);
  assert.equal(writer.bytes.latin1Slice(0, writer.length).match(/HTTP\/1\.1/g)?.length, 2);
  writer.clear();
  bench.exchange(put('/latest/api/token', TTL, KEEP), connection);
  assert.equal(bench.engine.hopLimit, 0, 'lowered once is lowered for good');
});

test('hop limit 64 is what the system sends with anyway', () => {
  const bench = new EngineBench([putInstance('a', { options: { httpPutResponseHopLimit: 64 } })]);
  bench.exchange(get(ID, KEEP) + put('/latest/api/token', TTL, KEEP));
  assert.equal(bench.engine.hopLimit, 0);
});

test('options that change hold for the next request on a connection that is open', () => {
  const bench = optional();
  const connection = bench.connect();
  assert.equal(statusOf(bench.exchange(get(ID, KEEP), connection)), 200);
  bench.replica.apply([putInstance('a', { options: { httpTokens: 'required' } })]);
  assert.equal(statusOf(bench.exchange(get(ID, KEEP), connection)), 401);
});

test('tokens outlive a change of options, and end with the boot', () => {
  const bench = optional();
  const header = `X-aws-ec2-metadata-token: ${bench.token()}`;
  bench.replica.apply([putInstance('a', { options: { httpTokens: 'required' } })]);
  assert.equal(statusOf(bench.exchange(get(ID, header))), 200);
  bench.replica.apply([putInstance('a', { launchTimeMs: NOW })]);
  assert.equal(statusOf(bench.exchange(get(ID, header))), 401);
});

test('a connection of an instance that is gone is closed without an answer', () => {
  const bench = optional();
  const connection = bench.connect();
  bench.replica.apply([removeInstance('a')]);
  assert.equal(bench.exchange(get(ID, KEEP), connection), '');
});

test('material that has to be waited for parks the request and what came behind it, and keeps the order', () => {
  const waiting: ((issued: Issued) => void)[] = [];
  const bench = new EngineBench([putInstance('a')], {
    request: (_instance, _material, _delivery, arrived) => void waiting.push(arrived),
  });
  const connections = [bench.connect(), bench.connect()];
  const [first, second] = connections;
  assert.ok(first !== undefined && second !== undefined);
  const signature = get('/latest/dynamic/instance-identity/signature', KEEP);
  assert.equal(statusOf(bench.exchange(get(ID, KEEP) + signature + get(ID, KEEP), first)), 200);
  assert.equal(bench.engine.next, 'parked');
  assert.equal(bench.exchange(signature, second), '');
  assert.equal(waiting.length, 1, 'it is asked for once');
  waiting[0]?.(named(deriveInstanceId('a'), 'signature', '1.0', NOW));
  assert.deepEqual(bench.unparked, connections);
  bench.engine.resume(first);
  const answer = bench.drain(first);
  assert.equal(answer.match(/HTTP\/1\.1 200/g)?.length, 2);
  assert.match(answer, /signature 1\.0 of i-[\s\S]*HTTP\/1\.1 200[\s\S]*i-/);
  bench.engine.resume(second);
  assert.match(bench.drain(second), /signature 1\.0 of i-/);
});

test('material that cannot be had is 503, asked for again no sooner than a second later', () => {
  let asked = 0;
  const bench = new EngineBench([putInstance('a')], {
    request: () => (asked++, { kind: 'unavailable', recheckAtMs: 0 }),
  });
  const signature = get('/latest/dynamic/instance-identity/signature');
  assert.equal(statusOf(bench.exchange(signature)), 503);
  assert.equal(statusOf(bench.exchange(signature)), 503);
  assert.equal(asked, 1);
  bench.clock.advance(1000);
  bench.exchange(signature);
  assert.equal(asked, 2);
});

test('credentials read with and without a token are asked for apart', () => {
  const bench = new EngineBench([
    putInstance('a', {
      instanceProfile: {
        name: 'p',
        arn: 'arn:aws:iam::123456789012:instance-profile/p',
        id: 'AIPA',
        status: 'ready',
        roleName: 'p',
        roleId: 'AROA',
        roleArn: 'arn:aws:iam::123456789012:role/p',
      },
    }),
  ]);
  const path = '/latest/meta-data/iam/security-credentials/p';
  assert.match(bench.exchange(get(path)), /role-credentials 1\.0/);
  assert.match(bench.exchange(get(path, `X-aws-ec2-metadata-token: ${bench.token()}`)), /role-credentials 2\.0/);
});

test('however a stream of requests is cut into pieces, the same comes back', () => {
  const bench = optional();
  const token = bench.token();
  const stream =
    get(ID, KEEP) +
    put('/latest/api/token', KEEP) +
    request('PUT', '/nowhere', [KEEP, 'Content-Length: 7'], 'ignored') +
    get('/latest/meta-data/', KEEP, `X-aws-ec2-metadata-token: ${token}`) +
    request('HEAD', '/latest/dynamic/instance-identity/document', [KEEP]) +
    get('/latest/nothing');
  const whole = bench.exchange(stream);
  assert.equal(whole.match(/HTTP\/1\.1 /g)?.length, 6);
  assert.equal(bench.exchange(stream, bench.connect(), Array<number>(stream.length).fill(1)), whole);
  for (let at = 1; at < stream.length; at++) assert.equal(bench.exchange(stream, bench.connect(), [at]), whole);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 40 }), (pieces) => {
      assert.equal(bench.exchange(stream, bench.connect(), pieces), whole);
    }),
  );
});

test('no input makes the engine throw, and after a refusal nothing more is answered', () => {
  const bench = optional();
  const line = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom('GET / HTTP/1.1', 'Host: a', '', 'Content-Length: 3', 'Connection: keep-alive', 'HEAD / HTTP/1.1'),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.array(fc.nat(30), { maxLength: 8 }), (lines, pieces) => {
      const answer = bench.exchange(
        lines.join('\r\n'),
        bench.connect(),
        pieces.map((length) => length + 1),
      );
      assert.ok((answer.match(/^HTTP\/1\.[01] (?:400|413|414|431|501|505) /gm)?.length ?? 0) <= 1);
    }),
    { numRuns: 2000 },
  );
});

test('answers that pile up are handed over in portions', () => {
  const bench = new EngineBench([putInstance('a', { userDataBase64: Buffer.alloc(16_384, 'x').toString('base64') })]);
  const connection = bench.connect();
  assert.ok(connection);
  const text = Buffer.from(get('/latest/user-data', KEEP).repeat(100), 'latin1');
  bench.engine.receive(connection, text as never, text.length);
  assert.equal(bench.engine.next, 'resume');
  assert.ok(bench.engine.writer.length < 65_536 + 17_000);
  assert.equal(bench.drain(connection).match(/HTTP\/1\.1 200/g)?.length, 100);
});

test('an overridden item has its own media type, and one for the first callers is missing to all others', () => {
  const peers = [1, 2, 3];
  const audience = { name: 'spot', size: 2 };
  const overrides = {
    'meta-data/one': { kind: 'text', text: '{}', contentType: 'application/json', audience },
    'meta-data/two': { kind: 'bytes', base64: '/w==', contentType: 'bad\r\nheader', audience },
  } as const;
  const bench = new EngineBench([putInstance('a', { overrides })]);
  const statusFrom = (peer: number, path: string): number =>
    statusOf(bench.exchange(get(`/latest/meta-data/${path}`), bench.connect(0x7f000000 + peer)));
  assert.deepEqual(
    peers.map((peer) => statusFrom(peer, 'one')),
    [200, 200, 404],
  );
  bench.replica.apply([putInstance('a', { overrides, tags: { changed: 'since' } })]);
  assert.deepEqual(
    peers.map((peer) => statusFrom(peer, 'two')),
    [200, 200, 404],
  );
  assert.match(bench.exchange(get('/latest/meta-data/one')), /Content-Type: application\/json\r\n/);
  assert.match(bench.exchange(get('/latest/meta-data/two')), /Content-Type: text\/plain\r\n/);
});
