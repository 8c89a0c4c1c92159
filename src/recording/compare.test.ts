import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareFixtures, isOfForm } from './compare.ts';
import type { Difference } from './compare.ts';
import type { Fixture, Recorded } from './fixture.ts';

const OPTIONS = { lastModified: false, ignoredHeaders: new Set<string>(), headerForm: true };

function recorded(text: string, more: Partial<Recorded> = {}): Recorded {
  return {
    status: 200,
    headers: { server: 'EC2ws', 'last-modified': 'then' },
    headerNames: ['Server', 'Last-Modified', 'Date'],
    body: Buffer.from(text),
    replaced: undefined,
    ...more,
  };
}

function fixtureOf(
  answers: Readonly<Record<string, Recorded>>,
  trials: Readonly<Record<string, Recorded>> = {},
): Fixture {
  return {
    recordedAtMs: 0,
    source: 'test',
    protocol: 'v2',
    versions: ['latest'],
    incomplete: undefined,
    answers: new Map(Object.entries(answers).map(([path, answer]) => [path, { ...answer, isListing: false }])),
    trials: new Map(Object.entries(trials)),
  };
}

function differences(a: Recorded, b: Recorded, path = '/latest/x', options = OPTIONS): readonly Difference[] {
  return compareFixtures(fixtureOf({ [path]: a }), fixtureOf({ [path]: b }), options).differences;
}

test('a status, a header and a byte are found, each by itself', () => {
  assert.deepEqual(differences(recorded('a'), recorded('a')), []);
  const [status] = differences(recorded('a'), recorded('a', { status: 204 }));
  assert.deepEqual(status, { kind: 'path', name: '/latest/x', what: 'status', a: '200', b: '204' });
  const [header] = differences(recorded('a'), recorded('a', { headers: { server: 'EC2WS', 'last-modified': 'then' } }));
  assert.deepEqual(header, {
    kind: 'path',
    name: '/latest/x',
    what: 'header',
    header: 'server',
    a: 'EC2ws',
    b: 'EC2WS',
  });
  const [body] = differences(recorded(`${'-'.repeat(200)}a`), recorded(`${'-'.repeat(200)}b`));
  assert.equal(body?.b, `201 bytes, at byte 180: "${'-'.repeat(20)}b"`);
});

test('what only one side has is told', () => {
  const { differences: found } = compareFixtures(fixtureOf({ '/latest/x': recorded('a') }), fixtureOf({}), OPTIONS);
  assert.deepEqual(found, [{ kind: 'path', name: '/latest/x', what: 'presence', a: '200', b: undefined }]);
});

test('times that are different every time do not count, unless they are asked for', () => {
  const later = recorded('a', { headers: { server: 'EC2ws', 'last-modified': 'now' } });
  assert.deepEqual(differences(recorded('a'), later), []);
  assert.equal(differences(recorded('a'), later, '/latest/x', { ...OPTIONS, lastModified: true }).length, 1);
  assert.equal(
    differences(recorded('a'), recorded('a', { headers: { server: 'EC2ws' } })).length,
    1,
    'that there is one counts',
  );
  const issued = (time: string): Recorded => recorded(`{ "LastUpdated" : "${time}" }`);
  const [one, other] = [issued('2026-11-22T00:00:00Z'), issued('2026-11-23T00:00:00Z')];
  assert.deepEqual(differences(one, other, '/latest/meta-data/iam/info'), []);
  assert.equal(differences(one, other, '/latest/meta-data/other').length, 1);
});

test('another order or spelling of headers is told as such, after the values, and can be left out', () => {
  const other = recorded('b', { headerNames: ['date', 'Server', 'Last-Modified'] });
  const found = differences(recorded('a'), other);
  assert.deepEqual(
    found.map((each) => [each.what, isOfForm(each)]),
    [
      ['body', false],
      ['header-order', true],
      ['header-spelling', true],
    ],
  );
  assert.equal(differences(recorded('a'), other, '/latest/x', { ...OPTIONS, headerForm: false }).length, 1);
});

test('ignored headers are passed over, and user data is never shown', () => {
  const bare = recorded('a', { headers: { 'last-modified': 'then' } });
  assert.deepEqual(differences(recorded('a'), bare, '/x', { ...OPTIONS, ignoredHeaders: new Set(['server']) }), []);
  const [userData] = differences(recorded('secret-1'), recorded('secret-22'), '/latest/user-data');
  assert.deepEqual([userData?.a, userData?.b], ['8 bytes', '9 bytes']);
  const unread = recorded('fake', { replaced: 'user-data' });
  assert.deepEqual(differences(recorded('secret-1'), unread, '/latest/user-data'), []);
});

test('trials are compared where both sides have them', () => {
  const a = fixtureOf({}, { 'no token': recorded('', { status: 401 }), token: recorded('a token of 56 bytes') });
  const b = fixtureOf({}, { 'no token': recorded('', { status: 200 }) });
  const { differences: found, trials } = compareFixtures(a, b, OPTIONS);
  assert.equal(trials, 1);
  assert.deepEqual(found, [{ kind: 'trial', name: 'no token', what: 'status', a: '401', b: '200' }]);
});
