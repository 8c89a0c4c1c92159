import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFault, armed, NOW } from './a-fault.test-support.ts';
import { concernsInstance, hitsOfRequest, refusesConnection } from './armed-fault.ts';
import { compose } from './misbehaviour.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import { stateOf } from './standing.ts';

const instance = { id: 'i-0123456789abcdef0', tags: { team: 'web', stage: 'test' } };

/** Which of the first `count` requests are hit. */
function hitsAmong(declared: Readonly<Record<string, unknown>>, count: number): readonly number[] {
  const fault = armed({ garbage: true, ...declared });
  const all = Array.from({ length: count }, (_, index) => index);
  return all.filter(() => hitsOfRequest([fault], 'GET', '/latest/', NOW).length > 0);
}

test('instances are chosen by id and by all of the tags', () => {
  const concerns = (declared: object): boolean => concernsInstance(aFault({ garbage: true, ...declared }), instance);
  assert.ok(concerns({}));
  assert.ok(concerns({ instances: [instance.id] }));
  assert.ok(!concerns({ instances: ['i-0fedcba9876543210'] }));
  assert.ok(concerns({ tags: { team: 'web', stage: 'test' } }));
  assert.ok(!concerns({ tags: { team: 'web', stage: 'live' } }));
  assert.ok(!concerns({ tags: { toString: 'web' } }));
});

test('requests are chosen by method, path and time', () => {
  const fault = armed({ garbage: true, methods: ['PUT'], paths: ['/latest/api/*'], for: '10s' });
  const hits = (method: 'GET' | 'PUT', path: string, atMs = NOW): number =>
    hitsOfRequest([fault], method, path, atMs).length;
  assert.equal(hits('PUT', '/latest/api/token'), 1);
  assert.equal(hits('GET', '/latest/api/token'), 0);
  assert.equal(hits('PUT', '/latest/meta-data/'), 0);
  assert.equal(hits('PUT', '/latest/api/token', NOW - 1), 0);
  assert.equal(hits('PUT', '/latest/api/token', NOW + 10_000), 0);
  assert.equal(fault.counter.matched, 1);
});

test('skip, share and count are taken in this order, and exactly', () => {
  assert.deepEqual(hitsAmong({ skip: 2, count: 3 }, 10), [2, 3, 4]);
  assert.deepEqual(hitsAmong({ share: 0 }, 100), []);
  const half = hitsAmong({ share: 0.5, seed: 1 }, 10_000);
  assert.ok(Math.abs(half.length - 5000) < 200, `${half.length}`);
  assert.deepEqual(half, hitsAmong({ share: 0.5, seed: 1 }, 10_000));
  assert.notDeepEqual(half, hitsAmong({ share: 0.5, seed: 2 }, 10_000));
  assert.deepEqual(
    hitsAmong({ share: 0.5, seed: 1, skip: 10, count: 4 }, 100),
    half.filter((at) => at >= 10).slice(0, 4),
  );
});

test('connections are refused by faults that say so, and by no other', () => {
  const refusing = armed({ refuse: 'connection', count: 1 });
  assert.deepEqual(hitsOfRequest([refusing], 'GET', '/', NOW), []);
  assert.equal(refusesConnection([armed({ garbage: true })], NOW), false);
  assert.equal(refusesConnection([refusing], NOW), true);
  assert.equal(refusesConnection([refusing], NOW), false);
});

test('a fault waits, acts and is spent', () => {
  const fault = aFault({ garbage: true, from: '2026-11-22T12:00:10Z', for: '10s', count: 2 });
  const state = (hits: number, afterMs: number): string => stateOf(fault, { matched: hits, hits }, NOW + afterMs);
  assert.deepEqual(
    [state(0, 0), state(0, 10_000), state(2, 10_000), state(0, 20_000)],
    ['waiting', 'active', 'spent', 'spent'],
  );
});

function composed(...declared: readonly Readonly<Record<string, unknown>>[]): Misbehaviour {
  return compose(declared.map((each, index) => ({ fault: aFault({ id: `f${index}`, ...each }), sequence: 0 })));
}

test('delays and clock skews add up', () => {
  const all = composed({ latency: '100ms' }, { stall: '50ms' }, { clockSkew: '1h' }, { clockSkew: '-10m' });
  assert.deepEqual([all.delayMs, all.clockSkewMs, all.ending], [150, 3_000_000, 'answer']);
  assert.deepEqual(all.faults, ['f0', 'f1', 'f2', 'f3']);
});

test('of what can be done only once the fault made first decides', () => {
  const all = composed({ status: 503 }, { status: 500 }, { credentials: 'expired' }, { credentials: 'missing' });
  assert.equal(all.status?.code, 503);
  assert.equal(all.credentials?.kind, 'expires');
});

test('the earliest cut, the earliest pause, the slowest drip and the shortest life hold', () => {
  const all = composed(
    { truncate: 20, drip: 10, tokenLife: '5s' },
    { reset: 'after 10', drip: 5, tokenLife: '3s' },
    { stall: '1s after 8' },
    { stall: 'forever after 3' },
  );
  assert.deepEqual(all.cut, { afterBytes: 10, by: 'reset' });
  assert.deepEqual(all.pause, { afterBytes: 3, forMs: Infinity });
  assert.deepEqual([all.bytesPerSecond, all.tokenLifeMs], [5, 3000]);
});

test('no answer beats any answer, and a reset beats a close', () => {
  assert.equal(composed({ status: 503 }, { refuse: true }).ending, 'close');
  assert.equal(composed({ refuse: true }, { reset: true }).ending, 'reset');
  const hanging = composed({ stall: 'forever' }, { latency: '1s' });
  assert.deepEqual([hanging.delayMs, hanging.ending], [3_600_000, 'close']);
});

test('the same request makes the same noise', () => {
  assert.equal(composed({ garbage: true, seed: 3 }).noise, composed({ garbage: true, seed: 3 }).noise);
  assert.notEqual(composed({ garbage: true, seed: 3 }).noise, composed({ garbage: true, seed: 4 }).noise);
});
