import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ThrottleLimits } from '#model';
import type { Resident } from '#registry';
import { NOBODY } from './connection.ts';
import { Throttle } from './throttle.ts';

function resident(id: string, throttle?: ThrottleLimits): Resident {
  return Object.create(NOBODY, { id: { value: id }, throttle: { value: throttle } }) as Resident;
}

test('without a limit everything is let through', () => {
  const throttle = new Throttle();
  for (let round = 0; round < 100; round++) assert.ok(throttle.takeRequest(resident('i-1'), 0));
  assert.equal(throttle.packetLimit(resident('i-1')), 0);
});

test('an instance has its own limits, else those of everybody', () => {
  const throttle = new Throttle({ requestsPerSecond: 2, packetsPerSecond: 7 });
  const admitted = (one: Resident): number => [1, 2, 3, 4].filter(() => throttle.takeRequest(one, 0)).length;
  assert.equal(admitted(resident('i-1')), 2);
  assert.equal(admitted(resident('i-2', { requestsPerSecond: 3 })), 3);
  assert.equal(admitted(resident('i-3', { requestsPerSecond: 0 })), 4);
  assert.equal(throttle.packetLimit(resident('i-4', { requestsPerSecond: 3 })), 7);
});

test('over any time, no more is let through than the limit and one second of it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer({ min: -20, max: 400 }), { maxLength: 200 }),
      (limit, stepsMs) => {
        const throttle = new Throttle({ requestsPerSecond: limit });
        let nowMs = 0;
        let spentMs = 0;
        let admitted = 0;
        for (const stepMs of stepsMs) {
          nowMs += stepMs;
          spentMs += Math.max(0, stepMs);
          if (throttle.takeRequest(resident('i-1'), nowMs)) admitted++;
        }
        return admitted <= limit + (limit * spentMs) / 1000;
      },
    ),
  );
});

test('packets that come in one read are paid for afterwards', () => {
  const throttle = new Throttle({ packetsPerSecond: 10 });
  const one = resident('i-1');
  assert.ok(throttle.takePackets(one, 30, 0));
  assert.ok(!throttle.takePackets(one, 1, 1000), '20 are owed, and 10 were given');
  assert.ok(!throttle.takePackets(one, 1, 2000));
  assert.ok(throttle.takePackets(one, 1, 2200));
});
