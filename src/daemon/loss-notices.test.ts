import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstanceLosses } from '#data-plane';
import { lossNotices } from './loss-notices.ts';
import type { DaemonNotice } from './settings.ts';

const NONE: InstanceLosses = {
  instanceId: 'i-1',
  hopLimit: 0,
  hopLimitCutOffs: 0,
  tokensUndelivered: 0,
  packetsThrottled: 0,
  requestsThrottled: 0,
};
const cutOff: InstanceLosses = { ...NONE, hopLimit: 1, hopLimitCutOffs: 3 };

test('the operator is told which hop limit cut off whom, once a minute', () => {
  let nowMs = 0;
  const told: DaemonNotice[] = [];
  const take = lossNotices({ now: () => nowMs }, (notice) => told.push(notice));
  for (; nowMs < 120_000; nowMs += 1000) take([cutOff]);
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['cut-off', 'cut-off'],
  );
  assert.match(told[0]?.message ?? '', /^a container behind i-1 was cut off by hop limit 1: /);
  take([{ ...cutOff, instanceId: 'i-2' }]);
  assert.equal(told.length, 3, 'another instance has a minute of its own');
});

test('every kind of loss has words of its own', () => {
  const told: string[] = [];
  const take = lossNotices({ now: () => 0 }, ({ message }) => told.push(message));
  take([{ ...NONE, instanceId: 'i-1', hopLimit: 2, tokensUndelivered: 1 }]);
  take([{ ...NONE, instanceId: 'i-2', packetsThrottled: 5 }]);
  take([{ ...NONE, instanceId: 'i-3', requestsThrottled: 5 }]);
  take([NONE]);
  assert.equal(told.length, 3);
  assert.match(told[0] ?? '', /token of i-1 was not taken .* hop limit 2/);
  assert.match(told[1] ?? '', /i-2 asks for more than it is allowed: its packets are held back/);
  assert.match(told[2] ?? '', /i-3 asks for more than it is allowed: requests are answered with 503/);
});
