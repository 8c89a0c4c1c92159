import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Losses } from './losses.ts';

test('losses are counted by instance, and told once', () => {
  const losses = new Losses();
  losses.count('i-1', 'hopLimitCutOffs', 1);
  losses.count('i-1', 'hopLimitCutOffs', 2);
  losses.count('i-2', 'requestsThrottled');
  const taken = losses.take();
  assert.deepEqual(taken, [
    {
      instanceId: 'i-1',
      hopLimitCutOffs: 2,
      tokensUndelivered: 0,
      hopLimit: 2,
      packetsThrottled: 0,
      requestsThrottled: 0,
    },
    {
      instanceId: 'i-2',
      hopLimitCutOffs: 0,
      tokensUndelivered: 0,
      hopLimit: 0,
      packetsThrottled: 0,
      requestsThrottled: 1,
    },
  ]);
  assert.deepEqual(losses.take(), []);
  const total = new Losses();
  total.add(taken);
  total.add(taken);
  assert.deepEqual(
    total
      .all()
      .map(({ hopLimitCutOffs, hopLimit, requestsThrottled }) => [hopLimitCutOffs, hopLimit, requestsThrottled]),
    [
      [4, 2, 0],
      [0, 0, 2],
    ],
  );
});

test('instances that lose something may be many, what is kept of them is not', () => {
  const losses = new Losses();
  for (let number = 0; number < 10_000; number++) losses.count(`i-${number}`, 'packetsThrottled');
  const ids = losses.all().map(({ instanceId }) => instanceId);
  assert.equal(ids.length, 4096);
  assert.ok(ids.includes('i-9999') && !ids.includes('i-0'));
});
