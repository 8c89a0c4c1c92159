import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aFault, NOW, problemsOf } from './a-fault.test-support.ts';
import { describeEffects, describeSelection } from './describe-fault.ts';
import { PRESET_NAMES } from './presets.ts';
import { readFaultDocument } from './read-document.ts';
import { FAULT_KEYS, readFault } from './read-fault.ts';

const ID = 'i-0123456789abcdef0';

test('a declaration says whom it concerns and what happens to them', () => {
  const fault = aFault({
    id: 'slow-credentials',
    latency: '200ms±50ms',
    instances: [ID],
    tags: { team: 'web' },
    paths: ['meta-data/iam/**'],
    methods: ['get', 'HEAD'],
    share: 0.5,
    seed: 7,
    skip: 2,
    count: 3,
    for: '30s',
  });
  assert.deepEqual(fault, {
    id: 'slow-credentials',
    preset: undefined,
    createdAtMs: NOW,
    selection: {
      instances: [ID],
      tags: { team: 'web' },
      paths: ['meta-data/iam/**'],
      methods: ['GET', 'HEAD'],
      share: 0.5,
      seed: 7,
      skip: 2,
      count: 3,
      fromMs: NOW,
      untilMs: NOW + 30_000,
    },
    effects: { latency: { distribution: 'uniform', minMs: 150, maxMs: 250 } },
  });
  assert.equal(describeEffects(fault.effects), 'latency 150ms..250ms');
  assert.equal(describeSelection(fault), `50% of GET|HEAD meta-data/iam/** of ${ID} team=web after the first 2`);
});

test('every effect is read, and told in a few words', () => {
  const said: readonly (readonly [string, unknown, string])[] = [
    ['stall', 'forever', 'stall forever'],
    ['stall', '30s after 100', 'stall 30s after 100 bytes'],
    ['reset', true, 'reset'],
    ['reset', 'after 10', 'reset after 10 bytes'],
    ['refuse', true, 'refuse request'],
    ['refuse', 'connection', 'refuse connection'],
    ['status', 503, 'status 503'],
    [
      'status',
      { code: 429, retryAfter: 2, body: 'slow down', headers: { 'X-Why': 'busy' } },
      'status 429 (Retry-After 2)',
    ],
    ['truncate', 10, 'truncate after 10 bytes'],
    ['garbage', true, 'garbage'],
    ['drip', 100, 'drip 100 bytes/s'],
    ['tokenLife', '5s', 'token life 5s'],
    ['credentials', 'expired', 'credentials expired'],
    ['credentials', 'expiring 90s', 'credentials expiring in 90s'],
    ['credentials', 'missing', 'credentials missing'],
    ['credentials', 'AssumeRoleUnauthorizedAccess', 'credentials AssumeRoleUnauthorizedAccess'],
    ['credentials', 'InstanceProfileNotFound', 'credentials InstanceProfileNotFound'],
    ['clockSkew', '-5m', 'clock skew -5m'],
    ['clockSkew', '+1h', 'clock skew 1h'],
  ];
  for (const [key, value, text] of said) assert.equal(describeEffects(aFault({ [key]: value }).effects), text);
});

test('what is wrong is told with its place and what would be right, all of it at once', () => {
  assert.deepEqual(problemsOf({ latency: 'soon', share: 2, paths: ['a**'], methods: ['FETCH'] }), [
    'latency: expected a duration such as 200ms, 1.5s, 2m, 1h30m or 14d, 200ms±50ms, 100ms..300ms, normal(200ms, 50ms), exponential(200ms) or log-normal(200ms, 0.5), each with "within 10ms..2s" behind it if need be, of at most one hour; got "soon"',
    'paths[0]: "**" must be a segment of its own, as in meta-data/**',
    'methods[0]: expected one of GET, HEAD, PUT, POST, DELETE, PATCH, OPTIONS, TRACE, got "FETCH"',
    'share: expected a number from 0 to 1, got 2',
  ]);
  const one: readonly (readonly [unknown, RegExp])[] = [
    [{}, /^says nothing to do; give one or more of latency, /],
    [[], /^expected a mapping, got a list/],
    [{ garbage: true, colour: 'red' }, /^colour: unknown key; allowed: id, preset, latency, /],
    [{ preset: 'doom' }, /^preset: expected one of outage, .*, got "doom"$/],
    [{ status: 99 }, /^status\.code: expected a whole number from 200 to 599, got 99$/],
    [{ status: { code: 503, headers: { 'Content-Length': '1' } } }, /^status\.headers\.Content-Length: is written by/],
    [{ status: { code: 503, headers: { 'X-A': 'b\r\nc' } } }, /^status\.headers\.X-A: expected at most/],
    [{ status: 304 }, /no body/],
    [{ garbage: true, instances: ['web-1'] }, /^instances\[0\]: expected an instance id.*got "web-1"$/],
    [{ garbage: true, for: '1s', until: '2026-12-01T00:00:00Z' }, /^for: give "for" or "until", not both$/],
    [{ garbage: true, until: '2020-01-01T00:00:00Z' }, /^until: must be later/],
    [{ garbage: true, from: 'tomorrow' }, /^from: expected a UTC time/],
    [{ garbage: true, count: 0 }, /^count: expected a whole number from 1/],
    [{ refuse: 'connection', paths: ['meta-data/**'] }, /^paths: a connection is refused before/],
    [{ refuse: 'connection', latency: '1s' }, /^refuse: a refused connection has no answer/],
    [{ credentials: 'stolen' }, /^credentials: expected one of expired, /],
    [{ tokenLife: '0s' }, /^tokenLife: must be longer than nothing$/],
    [{ id: 'a b', garbage: true }, /^id: expected 1 to 64/],
  ];
  for (const [declared, expected] of one) {
    const problems = problemsOf(declared);
    assert.equal(problems.length, 1, JSON.stringify(declared));
    assert.match(problems[0] ?? '', expected);
  }
});

test('every preset is right, and what is said beside it is put in its place', () => {
  for (const preset of PRESET_NAMES) assert.equal(aFault({ preset }).preset, preset);
  const { effects, selection } = aFault({ preset: 'token-outage', status: 500, latency: '1s' });
  assert.deepEqual([effects.status?.code, effects.latency?.distribution], [500, 'fixed']);
  assert.deepEqual([selection.methods, selection.paths], [['PUT'], ['/latest/api/token']]);
});

test('the seed follows from the id unless it is given, so that what happened can be had again', () => {
  const seed = (id: string): number => aFault({ id, garbage: true }).selection.seed;
  assert.equal(seed('one'), seed('one'));
  assert.notEqual(seed('one'), seed('two'));
});

test('a document is read as what it was written from, and what is none is not', () => {
  const fault = aFault({ stall: 'forever', status: 503, credentials: 'expired', count: 1 });
  assert.deepEqual(JSON.stringify(readFaultDocument(JSON.stringify(fault))), JSON.stringify(fault));
  for (const body of ['', 'null', '{}', '[1]', '{"id":"x"}']) assert.equal(readFaultDocument(body), undefined);
});

test('whatever is declared is read or refused, never thrown at', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('200ms', 'forever', 'after 3', 503, true, 'expired', '-1s', ['/x'], { code: 404 }, '__proto__'),
  );
  const declared = fc.dictionary(fc.constantFrom(...FAULT_KEYS, 'x'), value, { maxKeys: 6 });
  fc.assert(
    fc.property(fc.oneof(declared, fc.jsonValue()), (given) => {
      const fault = readFault(given, { nowMs: NOW, freshId: 'fault-1' });
      if (!fault.ok) assert.ok(fault.error.length > 0);
      else assert.notEqual(describeEffects(fault.value.effects), '');
    }),
    { numRuns: 2000 },
  );
});
