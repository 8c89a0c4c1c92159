// What the engine decides under faults, without a socket: what is to be sent, when, and how the connection ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deriveInstanceId } from '#model';
import { bodyOf, EngineBench, get, NOW, put, putFault, putInstance, statusOf } from '../a-plane.test-support.ts';

const ID = '/latest/meta-data/instance-id';
const KEEP = 'Connection: keep-alive';
const TTL = 'X-aws-ec2-metadata-token-ttl-seconds: 21600';
const PROFILE = {
  name: 'app-role',
  arn: 'arn:aws:iam::123456789012:instance-profile/app-role',
  id: 'AIPAEXAMPLE',
  status: 'ready',
  roleName: 'app-role',
  roleId: 'AROAEXAMPLE',
  roleArn: 'arn:aws:iam::123456789012:role/app-role',
} as const;

/** An engine with one instance and one fault. */
function benchWith(declared: Readonly<Record<string, unknown>>): EngineBench {
  return new EngineBench([putInstance('a', { instanceProfile: PROFILE }), putFault('fault', declared)]);
}

test('a fault acts on the requests it selects and on no other', () => {
  const bench = benchWith({ status: 503, methods: ['PUT'], paths: ['/latest/api/token'] });
  assert.equal(statusOf(bench.exchange(put('/latest/api/token', TTL))), 503);
  assert.equal(statusOf(bench.exchange(get(ID))), 200);
  assert.deepEqual(bench.counts('fault'), { matched: 1, hits: 1 });
});

test("a status is EC2's own answer unless more is said of it", () => {
  const bench = benchWith({ status: 404 });
  const plain = new EngineBench([putInstance('a')]);
  assert.equal(bench.exchange(get(ID)), plain.exchange(get('/latest/nothing')));
  const said = benchWith({
    status: { code: 429, retryAfter: 2, headers: { 'X-Why': 'busy' }, body: 'später', contentType: 'text/html' },
  }).exchange(get(ID));
  assert.equal(
    said,
    'HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nX-Why: busy\r\nContent-Type: text/html\r\n' +
      'Content-Length: 7\r\nDate: Sun, 22 Nov 2026 12:00:00 GMT\r\nServer: EC2ws\r\nConnection: close\r\n\r\n' +
      Buffer.from('später').toString('latin1'),
  );
  assert.match(benchWith({ status: { code: 503, retryAfter: 7 } }).exchange(get(ID)), /\r\nRetry-After: 7\r\n/);
});

test('a delay keeps the request, counts it once, and answers when it is over', () => {
  const bench = benchWith({ latency: '200ms' });
  const connection = bench.connect();
  assert.ok(connection);
  assert.equal(bench.exchange(get(ID, KEEP) + get('/latest/', KEEP), connection), '');
  assert.deepEqual([bench.engine.next, bench.engine.delayMs], ['delayed', 200]);
  bench.engine.resume(connection);
  assert.ok(bench.drain(connection).endsWith(deriveInstanceId('a')));
  assert.equal(bench.engine.next, 'delayed');
  bench.engine.resume(connection);
  assert.ok(bench.drain(connection).endsWith('meta-data'));
  assert.deepEqual([bench.engine.next, bench.counts('fault')], ['read', { matched: 2, hits: 2 }]);
});

test('an event names the faults that hit its request, and of others none', () => {
  const told = (declared: Readonly<Record<string, unknown>>): readonly unknown[] => {
    const bench = new EngineBench([
      putInstance('a', { options: { httpTokens: 'optional' } }),
      putFault('first', { ...declared, paths: ['meta-data/mac'] }),
      putFault('second', { clockSkew: '1h', paths: ['meta-data/m*'], methods: ['GET'] }),
    ]);
    const connection = bench.connect();
    assert.ok(connection);
    bench.exchange(get(ID, KEEP) + get('/latest/meta-data/mac', KEEP), connection);
    if (bench.engine.next === 'resume') bench.engine.resume(connection);
    if (bench.engine.next === 'delayed') bench.engine.resume(connection);
    bench.drain(connection);
    if (bench.engine.next === 'read') bench.exchange(get(ID), connection);
    const { events = [] } = bench.engine.observer.take() ?? {};
    return events.map(({ outcome, status, faults }) => [outcome, status, faults]);
  };
  const before = ['item', 200, undefined];
  const both = ['first', 'second'];
  assert.deepEqual(told({ status: 503 }).slice(0, 2), [before, ['refused', 503, both]]);
  assert.deepEqual(told({ status: { code: 418, body: 'tea' } }).slice(0, 2), [before, ['refused', 418, both]]);
  assert.deepEqual(told({ latency: '200ms' }), [before, ['item', 200, both], before]);
  assert.deepEqual(told({ garbage: true }).slice(0, 2), [before, ['item', 200, both]]);
  assert.deepEqual(told({ reset: true }), [before, ['unanswered', 0, both]]);
});

test('answers before a faulted one are sent before it', () => {
  const bench = benchWith({ reset: true, paths: ['meta-data/mac'] });
  const connection = bench.connect();
  assert.ok(connection);
  const text = bench.exchange(get(ID, KEEP) + get('/latest/meta-data/mac', KEEP), connection);
  assert.ok(text.endsWith(deriveInstanceId('a')));
  assert.equal(bench.engine.next, 'reset');
});

test('input that comes while an answer is held back is kept for later', () => {
  const bench = benchWith({ latency: '1s', count: 1 });
  const connection = bench.connect();
  assert.ok(connection);
  bench.exchange(get(ID, KEEP), connection);
  const more = Buffer.from(get('/latest/'), 'latin1');
  bench.engine.hold(connection, more, more.length);
  bench.engine.resume(connection);
  const text = bench.drain(connection);
  assert.equal(text.match(/HTTP\/1\.1 200/g)?.length, 2);
});

test('a request is closed on, or reset, without a word', () => {
  for (const [declared, next] of [
    [{ refuse: true }, 'close'],
    [{ reset: true }, 'reset'],
  ] as const) {
    const bench = benchWith(declared);
    const connection = bench.connect();
    assert.ok(connection);
    const bytes = Buffer.from(get(ID), 'latin1');
    bench.engine.receive(connection, bytes, bytes.length);
    assert.deepEqual([bench.engine.writer.length, bench.engine.next], [0, next]);
  }
});

test('a connection is refused before it says anything', () => {
  const bench = benchWith({ refuse: 'connection', count: 1 });
  assert.equal(bench.connect(), undefined);
  assert.notEqual(bench.connect(), undefined);
  assert.equal(bench.hits, 1);
  assert.equal(bench.engine.observer.take(), undefined);
});

test('a body is cut where it says, and its length promised in full', () => {
  const whole = new EngineBench([putInstance('a')]).exchange(get(ID));
  const cut = benchWith({ truncate: 5 }).exchange(get(ID, KEEP));
  assert.equal(bodyOf(cut), deriveInstanceId('a').slice(0, 5));
  assert.match(cut, /\r\nContent-Length: 19\r\n/);
  const bench = benchWith({ truncate: 100 });
  assert.equal(bench.exchange(get(ID)), whole);
  const resetting = benchWith({ reset: 'after 5' });
  const connection = resetting.connect();
  assert.equal(bodyOf(resetting.exchange(get(ID, KEEP), connection)), deriveInstanceId('a').slice(0, 5));
  assert.equal(resetting.engine.next, 'reset');
});

test('noise has the length of what it replaces, and is the same again', () => {
  const noise = bodyOf(benchWith({ garbage: true }).exchange(get(ID)));
  assert.equal(noise.length, deriveInstanceId('a').length);
  assert.notEqual(noise, deriveInstanceId('a'));
  assert.equal(noise, bodyOf(benchWith({ garbage: true }).exchange(get(ID))));
  assert.equal(statusOf(benchWith({ garbage: true }).exchange(get(ID))), 200);
});

test('a pause and a drip are told to the transport with where they are', () => {
  const bench = benchWith({ stall: '2s after 3', drip: 50 });
  const connection = bench.connect();
  assert.ok(connection);
  const bytes = Buffer.from(get(ID, KEEP), 'latin1');
  bench.engine.receive(connection, bytes, bytes.length);
  const { length } = bench.engine.writer;
  assert.deepEqual(bench.engine.pace, { pauseAt: length - 16, pauseMs: 2000, bytesPerSecond: 50 });
  assert.equal(bench.engine.next, 'resume');
});

test('tokens are granted as asked for and expire early', () => {
  const bench = benchWith({ preset: 'short-tokens' });
  const answer = bench.exchange(put('/latest/api/token', TTL));
  assert.match(answer, /X-Aws-Ec2-Metadata-Token-Ttl-Seconds: 21600\r\n/);
  const header = `X-aws-ec2-metadata-token: ${bodyOf(answer)}`;
  assert.equal(statusOf(bench.exchange(get(ID, header))), 200);
  bench.clock.advance(5000);
  assert.equal(statusOf(bench.exchange(get(ID, header))), 401);
});

/** A source that issues credentials of a fixed time, and remembers what it was asked. */
const issued = `{
  "Code" : "Success",
  "LastUpdated" : "2026-11-22T11:30:00Z",
  "Type" : "AWS-HMAC",
  "AccessKeyId" : "ASIAEXAMPLE",
  "SecretAccessKey" : "secret",
  "Token" : "token",
  "Expiration" : "2026-11-22T17:45:00Z"
}`;
const CREDENTIALS = '/latest/meta-data/iam/security-credentials/app-role';

function credentialsUnder(declared: Readonly<Record<string, unknown>>, path = CREDENTIALS): string {
  const changes = [putInstance('a', { instanceProfile: PROFILE }), putFault('fault', declared)];
  const bench = new EngineBench(changes, {
    request: (instance, material, _delivery, _arrived, profileStatus) => ({
      kind: 'document',
      text: profileStatus === undefined ? issued : `${material} of ${instance.id}: ${profileStatus}`,
      recheckAtMs: NOW + 3_600_000,
    }),
  });
  return bench.exchange(get(path));
}

test('credentials expire when a fault says, and are otherwise what they were', () => {
  const expired = bodyOf(credentialsUnder({ credentials: 'expired' }));
  assert.equal(
    expired,
    issued.replace('2026-11-22T17:45:00Z', '2026-11-22T11:59:00Z').replace('11:30:00Z', '05:59:00Z'),
  );
  const soon = JSON.parse(bodyOf(credentialsUnder({ credentials: 'expiring 90s' }))) as { Expiration: string };
  assert.equal(soon.Expiration, '2026-11-22T12:01:30Z');
  assert.equal(statusOf(credentialsUnder({ credentials: 'expired' }, ID)), 200);
});

test('a clock that is wrong is wrong in Date and in the documents', () => {
  const answer = credentialsUnder({ clockSkew: '-1h' });
  assert.match(answer, /\r\nDate: Sun, 22 Nov 2026 11:00:00 GMT\r\n/);
  const { LastUpdated, Expiration } = JSON.parse(bodyOf(answer)) as Record<string, string>;
  assert.deepEqual([LastUpdated, Expiration], ['2026-11-22T10:30:00Z', '2026-11-22T16:45:00Z']);
  const bench = benchWith({ clockSkew: '1d', count: 1 });
  const both = bench.exchange(get(ID, KEEP) + get(ID));
  assert.match(both, /Date: Mon, 23 Nov 2026 12:00:00 GMT.*Date: Sun, 22 Nov 2026 12:00:00 GMT/s);
});

test('without a role the whole tree has none', () => {
  assert.equal(statusOf(credentialsUnder({ credentials: 'missing' })), 404);
  assert.equal(statusOf(credentialsUnder({ credentials: 'missing' }, '/latest/meta-data/iam/info')), 404);
  assert.doesNotMatch(credentialsUnder({ credentials: 'missing' }, '/latest/meta-data/'), /^iam\/$/m);
  assert.match(credentialsUnder({ credentials: 'expired' }, '/latest/meta-data/'), /^iam\/$/m);
});

test("EC2's failures are asked of whoever issues, as of a profile that is so", () => {
  const id = deriveInstanceId('a');
  const unauthorized = credentialsUnder({ preset: 'role-unauthorized' });
  assert.equal(bodyOf(unauthorized), `role-credentials of ${id}: role-unauthorized`);
  const info = credentialsUnder({ preset: 'profile-not-found' }, '/latest/meta-data/iam/info');
  assert.equal(bodyOf(info), `iam-info of ${id}: profile-not-found`);
  assert.equal(statusOf(credentialsUnder({ preset: 'profile-not-found' })), 404);
});

test('a fault that has been removed acts no more, and requests on their way are left in peace', () => {
  const bench = benchWith({ status: 500 });
  assert.equal(statusOf(bench.exchange(get(ID))), 500);
  bench.arm([{ kind: 'fault', id: 'fault', revision: 1_000_000, body: undefined }]);
  assert.equal(statusOf(bench.exchange(get(ID))), 200);
});

test('a request that gets no answer is told of, and is in no count', () => {
  const bench = benchWith({ reset: true, paths: ['meta-data/mac'] });
  const connection = bench.connect();
  assert.equal(bench.exchange(get('/latest/meta-data/mac', 'User-Agent: curl/8'), connection), '');
  const { events = [], counts = [] } = bench.engine.observer.take() ?? {};
  assert.deepEqual(
    events.map(({ outcome, status, path, userAgent, instanceId }) => [outcome, status, path, userAgent, instanceId]),
    [['unanswered', 0, '/latest/meta-data/mac', 'curl/8', deriveInstanceId('a')]],
  );
  assert.ok(counts.every(({ noToken, withToken, refused, bytes }) => noToken + withToken + refused + bytes === 0));
});
