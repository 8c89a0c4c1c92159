import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anInstance, aRequest, LAUNCHED } from './an-instance.test-support.ts';
import type { Credentials, SessionRequest } from './credentials.ts';
import { identityRole } from './instance-role.ts';
import { localIssuer } from './local-issuer.ts';
import { openSession, sealSession } from './sealed-session.ts';
import type { LocalSession } from './sealed-session.ts';
import { rotateSessionKeys } from './session-keys.ts';
import type { SessionKeys } from './session-keys.ts';
import type { SessionPrincipal } from './session-principal.ts';

const HOUR = 3_600_000;
const secret = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const KEYS: SessionKeys = [{ id: 200, secret: secret(1), sinceMs: LAUNCHED - HOUR }];

const text = fc.string({ maxLength: 80 });
const principals: fc.Arbitrary<SessionPrincipal> = fc.record(
  {
    accountId: fc.integer({ min: 0, max: 999_999_999_999 }).map((number) => String(number).padStart(12, '0')),
    partition: fc.constantFrom('aws', 'aws-cn', 'aws-us-gov'),
    roleName: text,
    roleId: text,
    roleArn: text,
    sessionName: text,
    sourceInstanceArn: text,
    sourceVpcId: text,
    sourcePrivateIpv4: fc.option(fc.ipV4(), { nil: undefined }),
    delivery: fc.constantFrom('1.0', '2.0'),
    issuedAtMs: fc.integer({ min: LAUNCHED, max: LAUNCHED + HOUR }),
    expiresAtMs: fc.integer({ min: LAUNCHED + 2 * HOUR, max: LAUNCHED + 8 * HOUR }),
  },
  { noNullPrototype: true },
);

const issue = (request: SessionRequest, nowMs: number, keys: SessionKeys = KEYS) => {
  const issuer = localIssuer(() => keys);
  assert.ok(issuer.kind === 'immediate');
  const issued = issuer.issue(request, nowMs);
  assert.ok(issued.ok);
  return issued.value;
};

const opened = ({ accessKeyId, sessionToken }: Pick<Credentials, 'accessKeyId' | 'sessionToken'>): LocalSession => {
  const session = openSession(KEYS, accessKeyId, sessionToken, LAUNCHED);
  assert.ok(session.ok);
  return session.value;
};

test('whatever is sealed opens again, with the secret it was given', () => {
  fc.assert(
    fc.property(principals, (principal) => {
      const { accessKeyId, secretAccessKey, sessionToken } = sealSession(KEYS, principal);
      const opened = openSession(KEYS, accessKeyId, sessionToken, LAUNCHED + HOUR);
      assert.deepEqual(opened, { ok: true, value: { secretAccessKey, principal } });
    }),
  );
});

test('the three values look like those of AWS', () => {
  fc.assert(
    fc.property(principals, (principal) => {
      const { accessKeyId, secretAccessKey, sessionToken } = sealSession(KEYS, principal);
      assert.match(accessKeyId, /^ASIA[A-Z2-7]{16}$/);
      assert.match(secretAccessKey, /^[A-Za-z0-9+/]{40}$/);
      assert.match(sessionToken, /^IQoJb3JpZ2luX2Vj[A-Za-z0-9+/]{100,}={0,2}$/);
    }),
  );
});

test('nothing of the principal can be read in the token', () => {
  const { sessionToken } = issue(aRequest(), LAUNCHED);
  const octets = Buffer.from(sessionToken, 'base64');
  for (const word of ['app-role', '123456789012', 'i-', '172.31']) assert.ok(!octets.includes(word));
});

test('a token with any other character, missing or added, is invalid', () => {
  const { accessKeyId, sessionToken } = issue(aRequest(), LAUNCHED);
  const at = fc.nat(sessionToken.length - 1);
  const invalid = { ok: false, error: 'invalid' };
  const open = (token: string): unknown => openSession(KEYS, accessKeyId, token, LAUNCHED);
  fc.assert(
    fc.property(at, fc.integer({ min: 0, max: 255 }), (index, code) => {
      const character = String.fromCharCode(code);
      fc.pre(character !== sessionToken[index]);
      assert.deepEqual(open(sessionToken.slice(0, index) + character + sessionToken.slice(index + 1)), invalid);
      assert.deepEqual(open(sessionToken.slice(0, index) + character + sessionToken.slice(index)), invalid);
    }),
    { numRuns: 500 },
  );
  fc.assert(fc.property(at, (length) => assert.deepEqual(open(sessionToken.slice(0, length)), invalid)));
  assert.deepEqual(open(`${sessionToken}\n`), invalid);
});

test('no more than 4096 characters are looked at', () => {
  const { principal } = opened(issue(aRequest(), LAUNCHED));
  const open = (roleName: string): boolean => {
    const { accessKeyId, sessionToken } = sealSession(KEYS, { ...principal, roleName });
    return openSession(KEYS, accessKeyId, sessionToken, LAUNCHED).ok;
  };
  assert.deepEqual([open('x'.repeat(2000)), open('x'.repeat(4000))], [true, false]);
});

test('every single byte of the token counts', () => {
  const { accessKeyId, sessionToken } = issue(aRequest(), LAUNCHED);
  const octets = Buffer.from(sessionToken, 'base64');
  for (let at = 0; at < octets.length; at++) {
    for (const bit of [1, 128]) {
      const tampered = Buffer.from(octets);
      tampered[at] = (tampered[at] ?? 0) ^ bit;
      assert.ok(!openSession(KEYS, accessKeyId, tampered.toString('base64'), LAUNCHED).ok, `byte ${at}`);
    }
  }
});

test('any text opens as invalid and never throws', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.uint8Array({ maxLength: 100 }), (token, octets) => {
      const opening = Buffer.from('IQoJb3JpZ2luX2VjAcg', 'base64');
      const forged = Buffer.concat([opening, octets]).toString('base64');
      for (const presented of [token, forged]) {
        assert.deepEqual(openSession(KEYS, 'ASIA', presented, LAUNCHED), { ok: false, error: 'invalid' });
      }
    }),
  );
});

test('a token is worth nothing with the access key id of another session', () => {
  const [one, other] = [issue(aRequest({ delivery: '1.0' }), LAUNCHED), issue(aRequest(), LAUNCHED)];
  for (const presented of [other.accessKeyId, '', `${one.accessKeyId}A`, one.accessKeyId.toLowerCase()]) {
    const opened = openSession(KEYS, presented, one.sessionToken, LAUNCHED);
    assert.deepEqual(opened, { ok: false, error: 'invalid' });
  }
});

test('a session ends with the millisecond that it was given', () => {
  const { accessKeyId, sessionToken, expiresAtMs } = issue(aRequest(), LAUNCHED);
  assert.ok(openSession(KEYS, accessKeyId, sessionToken, expiresAtMs - 1).ok);
  const expired = { ok: false, error: 'expired' };
  assert.deepEqual(openSession(KEYS, accessKeyId, sessionToken, expiresAtMs), expired);
});

test('who cannot open a session does not learn that it has expired', () => {
  const { sessionToken, expiresAtMs } = issue(aRequest(), LAUNCHED);
  const opened = openSession(KEYS, 'ASIAAAAAAAAAAAAAAAAA', sessionToken, expiresAtMs);
  assert.deepEqual(opened, { ok: false, error: 'invalid' });
});

test('a session says who it is and where it came from', () => {
  const instance = anInstance({ networkInterfaces: [{ privateIpv4s: ['10.0.0.5'], vpcId: 'vpc-0abc' }] });
  const { accessKeyId, sessionToken, expiresAtMs } = issue(aRequest({ instance, delivery: '1.0' }), LAUNCHED);
  const opened = openSession(KEYS, accessKeyId, sessionToken, LAUNCHED);
  assert.ok(opened.ok);
  assert.deepEqual(opened.value.principal, {
    accountId: '123456789012',
    partition: 'aws',
    roleName: 'app-role',
    roleId: 'AROAVMQT32F2QEXAMPLE1',
    roleArn: 'arn:aws:iam::123456789012:role/app-role',
    sessionName: instance.id,
    sourceInstanceArn: `arn:aws:ec2:us-east-1:123456789012:instance/${instance.id}`,
    sourceVpcId: 'vpc-0abc',
    sourcePrivateIpv4: '10.0.0.5',
    delivery: '1.0',
    issuedAtMs: LAUNCHED,
    expiresAtMs,
  });
});

test('the instance identity role is a session of its own, by the account and not by a role id', () => {
  const instance = anInstance({ region: 'cn-north-1' });
  const { accessKeyId, sessionToken } = issue(aRequest({ instance, role: identityRole(instance) }), LAUNCHED);
  const opened = openSession(KEYS, accessKeyId, sessionToken, LAUNCHED);
  assert.ok(opened.ok);
  const { roleId, roleArn, roleName, partition } = opened.value.principal;
  assert.deepEqual(
    [roleId, roleArn, roleName, partition],
    [
      '123456789012:aws:ec2-instance',
      'arn:aws-cn:iam::123456789012:role/aws:ec2-instance',
      'aws:ec2-instance',
      'aws-cn',
    ],
  );
});

test('the same reads give the same credentials, after a restart and on another node too', () => {
  const elsewhere: SessionKeys = [{ ...KEYS[0], secret: Uint8Array.from(KEYS[0].secret) }];
  const nowMs = LAUNCHED + 90 * 60_000;
  const first = issue(aRequest(), nowMs);
  assert.deepEqual(issue(aRequest(), first.refreshAtMs - 1, elsewhere), first);
  assert.notEqual(issue(aRequest(), first.refreshAtMs).sessionToken, first.sessionToken);
});

test('requests without and with a token, and different instances, get different sessions', () => {
  const requests = [
    aRequest(),
    aRequest({ delivery: '1.0' }),
    aRequest({ instance: anInstance({ id: 'i-0123456789abcdef0' as never }) }),
  ];
  const issued = requests.map((request) => issue(request, LAUNCHED));
  for (const part of ['accessKeyId', 'secretAccessKey', 'sessionToken'] as const) {
    assert.equal(new Set(issued.map((session) => session[part])).size, 3);
  }
});

test('another key gives other values, and opens nothing', () => {
  const others: SessionKeys = [{ ...KEYS[0], secret: secret(2) }];
  const [one, other] = [issue(aRequest(), LAUNCHED), issue(aRequest(), LAUNCHED, others)];
  assert.notEqual(one.accessKeyId, other.accessKeyId);
  assert.notEqual(one.secretAccessKey, other.secretAccessKey);
  assert.deepEqual(openSession(others, one.accessKeyId, one.sessionToken, LAUNCHED), { ok: false, error: 'invalid' });
});

test('rotation changes no credentials already handed out, and they open until they expire', () => {
  const before = issue(aRequest(), LAUNCHED + 30 * 60_000);
  const rotatedAtMs = LAUNCHED + 40 * 60_000;
  const rotated = rotateSessionKeys(KEYS, secret(2), rotatedAtMs);
  assert.deepEqual(issue(aRequest(), rotatedAtMs + 1, rotated), before);
  const next = issue(aRequest(), before.refreshAtMs, rotated);
  assert.ok(!openSession(KEYS, next.accessKeyId, next.sessionToken, before.refreshAtMs).ok);
  for (const session of [before, next]) {
    assert.ok(openSession(rotated, session.accessKeyId, session.sessionToken, session.expiresAtMs - 1).ok);
  }
});

test('a key leaves the ring only when no session of it can be alive', () => {
  let keys = KEYS;
  const alive: { accessKeyId: string; sessionToken: string; expiresAtMs: number }[] = [];
  for (let hour = 1; hour < 60; hour++) {
    const nowMs = LAUNCHED + hour * HOUR;
    if (hour % 5 === 0) keys = rotateSessionKeys(keys, secret(hour), nowMs);
    alive.push(issue(aRequest(), nowMs, keys));
    for (const session of alive.filter(({ expiresAtMs }) => nowMs < expiresAtMs)) {
      assert.ok(openSession(keys, session.accessKeyId, session.sessionToken, nowMs).ok);
    }
  }
  assert.ok(keys.length <= 3);
});

test('a ring never holds more than 16 keys, and ids wrap around', () => {
  let keys = KEYS;
  for (let round = 0; round < 300; round++) keys = rotateSessionKeys(keys, secret(round), LAUNCHED + round);
  assert.equal(keys.length, 16);
  assert.equal(new Set(keys.map(({ id }) => id)).size, 16);
  assert.ok(keys.every(({ id }) => id >= 0 && id <= 255));
});
