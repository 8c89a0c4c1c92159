import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Timers } from './timers.ts';
import type { Sleeper } from './timers.ts';

const sleeper = (): Sleeper => ({ wakeAtMs: 0, heapIndex: -1 });

test('sleepers wake in the order of their times, whatever was set and cleared before', () => {
  const step = fc.record({ who: fc.nat(19), atMs: fc.nat(50), cleared: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.nat(50), (steps, nowMs) => {
      const timers = new Timers();
      const all = Array.from({ length: 20 }, sleeper);
      const expected = new Map<Sleeper, number>();
      for (const { who, atMs, cleared } of steps) {
        const one = all[who] ?? sleeper();
        if (cleared) timers.clear(one);
        else timers.set(one, atMs);
        if (cleared) expected.delete(one);
        else expected.set(one, atMs);
      }
      assert.equal(timers.nextMs, Math.min(Infinity, ...expected.values()));
      const woken: number[] = [];
      for (let one = timers.take(nowMs); one !== undefined; one = timers.take(nowMs)) {
        assert.equal(one.heapIndex, -1);
        assert.equal(expected.get(one), one.wakeAtMs);
        expected.delete(one);
        woken.push(one.wakeAtMs);
      }
      assert.deepEqual(
        woken,
        woken.toSorted((one, other) => one - other),
      );
      assert.ok([...expected.values()].every((atMs) => atMs > nowMs));
    }),
  );
});
