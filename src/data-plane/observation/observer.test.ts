import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Issued } from '#credentials';
import type { ImdsEvent, Observation, RequestCount } from '#model';
import { deriveInstanceId } from '#model';
import { EngineBench, get, NOW, put, putInstance, removeInstance, request } from '../a-plane.test-support.ts';
import type { Said } from '../a-plane.test-support.ts';

const ID = '/latest/meta-data/instance-id';
const ROLE = '/latest/meta-data/iam/security-credentials/app';
const TTL = 'X-aws-ec2-metadata-token-ttl-seconds: 60';
const profile: Said = {
  instanceProfile: {
    name: 'app',
    arn: 'arn:aws:iam::123456789012:instance-profile/app',
    id: 'AIPA',
    status: 'ready',
    roleName: 'app',
    roleId: 'AROA',
    roleArn: 'arn:aws:iam::123456789012:role/app',
  },
};

function bench(said: Said = {}): EngineBench {
  const document: Issued = {
    kind: 'document',
    text: 'SECRET',
    recheckAtMs: NOW + 3_600_000,
    accessKeyId: 'ASIAEXAMPLE',
  };
  return new EngineBench([putInstance('a', said)], { request: () => document });
}

function observed({ engine }: EngineBench): Observation {
  const observation = engine.observer.take();
  assert.ok(observation);
  return observation;
}

const countsOf = ({ counts }: Observation): Partial<RequestCount> => {
  assert.equal(counts.length, 1);
  return counts[0] ?? {};
};

test('every kind of answer is counted, to the byte', () => {
  const plane = bench({ ...profile, options: { httpTokens: 'optional' } });
  const header = `X-aws-ec2-metadata-token: ${plane.token()}`;
  observed(plane);
  const texts = [get(ID), get(ID, header), get('/nothing'), get(ID, 'X-aws-ec2-metadata-token: bad'), get(ROLE)];
  const bytes = [...texts, put('/latest/api/token', TTL), request('OPTIONS', '/'), 'junk\r\n\r\n']
    .map((text) => plane.exchange(text).length)
    .reduce((sum, length) => sum + length);
  const observation = observed(plane);
  assert.deepEqual(observation.counts, [
    {
      instanceId: deriveInstanceId('a'),
      minuteMs: NOW,
      noToken: 2,
      noTokenRejected: 0,
      withToken: 1,
      tokensIssued: 1,
      refused: 3,
      credentialReads: 1,
      bytes,
    },
  ]);
  assert.deepEqual(observation.refusals, { 'not-found': 1, 'token-invalid': 1, malformed: 1 });
});

test('what CloudWatch counts: served without a token, or refused for want of one', () => {
  const plane = bench({ options: { httpTokens: 'required' } });
  for (const text of [get(ID), get('/nothing'), get(ID, 'X-aws-ec2-metadata-token: bad'), put(ID), request('POST', ID)])
    plane.exchange(text);
  const { noToken, noTokenRejected, refused } = countsOf(observed(plane));
  assert.deepEqual({ noToken, noTokenRejected, refused }, { noToken: 0, noTokenRejected: 2, refused: 5 });
});

test('counts are of the minute in which they were counted, and survive the instance', () => {
  const plane = bench();
  plane.exchange(get(ID));
  plane.replica.apply([putInstance('a', { userDataBase64: 'eA==' })]);
  plane.exchange(get(ID));
  plane.clock.advance(60_000);
  plane.exchange(get(ID));
  plane.replica.apply([removeInstance('a')]);
  plane.clock.advance(60_000);
  plane.engine.tick(plane.clock.now());
  const { counts } = observed(plane);
  const id = deriveInstanceId('a');
  assert.deepEqual(
    counts.map(({ instanceId, minuteMs, noToken }) => [instanceId, minuteMs - NOW, noToken]),
    [
      [id, 0, 1],
      [id, 0, 1],
      [id, 60_000, 1],
    ],
  );
  assert.equal(plane.engine.observer.take(), undefined);
});

test('what is handed over adds up to what was asked, however often it is taken', () => {
  const ask = fc.constantFrom('v1', 'v2', 'missing', 'take', 'minute', 'replace');
  fc.assert(
    fc.property(fc.array(ask, { maxLength: 60 }), (steps) => {
      const plane = bench({ options: { httpTokens: 'optional' } });
      const header = `X-aws-ec2-metadata-token: ${plane.token(21_600)}`;
      const taken: Observation[] = [];
      const take = (): void => {
        const observation = plane.engine.observer.take();
        if (observation !== undefined) taken.push(observation);
      };
      for (const step of steps) {
        if (step === 'take') take();
        else if (step === 'minute') plane.clock.advance(61_000);
        else if (step === 'replace') plane.replica.apply([putInstance('a', { options: { httpTokens: 'optional' } })]);
        else plane.exchange(step === 'v2' ? get(ID, header) : get(step === 'v1' ? ID : '/nothing'));
      }
      take();
      const total = (key: 'noToken' | 'withToken' | 'refused'): number =>
        taken.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count[key], 0);
      const asked = (kind: string): number => steps.filter((step) => step === kind).length;
      assert.deepEqual(
        [total('noToken'), total('withToken'), total('refused')],
        [asked('v1'), asked('v2'), asked('missing')],
      );
      assert.equal(taken.flatMap(({ events }) => events).length, asked('v1') + asked('missing'));
    }),
    { numRuns: 200 },
  );
});

test('an event is kept of what matters: v1, refusals, credentials and unknown callers', () => {
  const plane = bench({ ...profile, options: { httpTokens: 'optional' } });
  const header = `X-aws-ec2-metadata-token: ${plane.token()}`;
  for (const text of [get(ID, header), request('OPTIONS', '/')]) plane.exchange(text);
  for (const text of [get(ID), get('/nothing', header), get(ROLE, header)]) plane.exchange(text);
  plane.connect(0x0a000001);
  const { events, unknownCallers } = observed(plane);
  assert.equal(unknownCallers, 1);
  assert.deepEqual(
    events.map(({ outcome, version, status, refusal, credentials, accessKeyId, instanceId }) => [
      [outcome, version, status, refusal],
      [credentials, accessKeyId, instanceId],
    ]),
    [
      [
        ['item', 1, 200, undefined],
        [false, undefined, deriveInstanceId('a')],
      ],
      [
        ['refused', 2, 404, 'not-found'],
        [false, undefined, deriveInstanceId('a')],
      ],
      [
        ['item', 2, 200, undefined],
        [true, 'ASIAEXAMPLE', deriveInstanceId('a')],
      ],
      [
        ['unknown-caller', 1, 0, undefined],
        [false, undefined, undefined],
      ],
    ],
  );
});

test('while somebody watches, an event is kept of everything', () => {
  const plane = bench();
  plane.engine.observer.everything = true;
  plane.exchange(get(ID, `X-aws-ec2-metadata-token: ${plane.token()}`));
  plane.exchange(request('OPTIONS', '/'));
  assert.deepEqual(
    observed(plane).events.map(({ outcome, version }) => [outcome, version]),
    [
      ['token', 2],
      ['item', 2],
      ['options', 1],
    ],
  );
});

test('an event says who asked what, from where to where, and how', () => {
  const plane = bench({ options: { httpTokens: 'optional' } });
  const answer = plane.exchange(
    get(`${ID}?secret=1`, 'User-Agent: curl/8', 'Via: 1.1 a', 'Origin: http://a').replace(
      '169.254.169.254',
      'a.example',
    ),
  );
  const [event] = observed(plane).events;
  assert.ok(event);
  const { latencyUs, ...rest } = event;
  assert.ok(latencyUs >= 0);
  assert.deepEqual(rest, {
    timeMs: NOW,
    instanceId: deriveInstanceId('a'),
    network: 'default',
    peerAddress: '127.0.0.1',
    peerPort: 50_000,
    localAddress: '127.0.0.1',
    localPort: 1338,
    method: 'GET',
    path: ID,
    version: 1,
    outcome: 'item',
    status: 200,
    refusal: undefined,
    credentials: false,
    accessKeyId: undefined,
    bytes: answer.length,
    userAgent: 'curl/8',
    traits: { forwarded: true, foreignHost: true, browser: true },
    process: undefined,
  } satisfies Omit<ImdsEvent, 'latencyUs'>);
});

test('what cannot be read as a request is told as far as it was read', () => {
  const plane = bench();
  for (const text of ['junk\r\n\r\n', 'GET /a HTTP/1.1\r\nbad field\r\n\r\n', 'GET /a HTTP/3.0\r\n\r\n'])
    plane.exchange(text);
  assert.deepEqual(
    observed(plane).events.map(({ method, path, refusal, status }) => [method, path, refusal, status]),
    [
      ['-', '', 'malformed', 400],
      ['GET', '/a', 'malformed', 400],
      ['GET', '/a', 'http-version', 505],
    ],
  );
});

test('no token, credential, user data or query is in what is handed over', () => {
  const plane = bench({ ...profile, userDataBase64: Buffer.from('SECRET').toString('base64') });
  plane.engine.observer.everything = true;
  const token = plane.token();
  for (const target of [ROLE, '/latest/user-data', '/latest/api/token', `${ID}?token=${token}`, 'http://x/?a=SECRET'])
    plane.exchange(get(target, `X-aws-ec2-metadata-token: ${token}`, 'Cookie: SECRET'));
  const text = JSON.stringify(observed(plane));
  for (const secret of [token, 'SECRET', 'U0VDUkVU']) assert.ok(!text.includes(secret), secret);
});

test('events are bounded, a loud instance leaves room for others, and what is not kept is counted', () => {
  const plane = new EngineBench(
    Array.from({ length: 40 }, (_, index) =>
      putInstance(`${index}`, { attachments: [{ kind: 'source', address: `10.0.0.${index}`, network: 'default' }] }),
    ),
  );
  const ask = (index: number, times: number, target = '/nothing'): void => {
    const connection = plane.connect(0x0a000000 + index);
    for (let turn = 0; turn < times; turn++) plane.exchange(get(target, 'Connection: keep-alive'), connection);
  };
  ask(0, 100);
  for (let index = 1; index < 40; index++) ask(index, 50);
  const { events, dropped, counts } = observed(plane);
  assert.equal(events.filter(({ instanceId }) => instanceId === deriveInstanceId('0')).length, 64);
  assert.equal(events.length, 1024);
  assert.equal(events.length + dropped, 100 + 39 * 50);
  assert.equal(
    counts.reduce((sum, { refused }) => sum + refused, 0),
    100 + 39 * 50,
  );
});

test('a read of credentials is kept also of a loud instance', () => {
  const plane = bench({ ...profile, options: { httpTokens: 'optional' } });
  for (let turn = 0; turn < 100; turn++) plane.exchange(get('/nothing'));
  for (let turn = 0; turn < 10; turn++) plane.exchange(get(ROLE));
  const { events } = observed(plane);
  assert.equal(events.filter(({ credentials }) => credentials).length, 10);
  assert.equal(events.length, 74);
});

test('how long a request took is measured where it is told, with its waiting', () => {
  const plane = bench({ options: { httpTokens: 'optional' } });
  const header = `X-aws-ec2-metadata-token: ${plane.token()}`;
  plane.exchange(get(ID));
  plane.exchange(get('/nothing', header));
  assert.deepEqual(
    observed(plane).events.map(({ latencyUs }) => latencyUs > 0),
    [true, false],
  );
});
